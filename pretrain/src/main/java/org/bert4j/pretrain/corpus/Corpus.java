package org.bert4j.pretrain.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The text files of a corpus and how to read them. Paths come in the order given; a directory
 * stands for the text files below it ({@code .txt}, {@code .text}, {@code .jsonl}, {@code .ndjson},
 * {@code .csv} or no ending, each also compressed, none hidden), a path with wildcards for the
 * files that match ({@code data/**}{@code /*.txt}). Those of a directory or glob are sorted by
 * name, so that the same files always come in the same order. A file named twice is read once.
 */
public final class Corpus {
  private final List<Path> files;
  private final List<CorpusFile> found;
  private final Map<String, Integer> passedOver;
  private final CorpusOptions options;
  private final long bytes;
  private List<CorpusForm> forms;

  private Corpus(TextFiles text, CorpusOptions options) throws IOException {
    this.files = text.files();
    this.passedOver = text.passedOver();
    this.options = options;
    List<CorpusFile> list = new ArrayList<>();
    for (Path file : files) {
      list.add(CorpusFile.of(file));
    }
    this.found = List.copyOf(list);
    this.bytes = found.stream().mapToLong(CorpusFile::bytes).sum();
  }

  /**
   * Finds the files of a corpus.
   *
   * @param paths files, directories and globs
   * @param options how to read them
   * @return the corpus, not read yet
   * @throws IllegalArgumentException if there is no path, a path is missing or unreadable or no
   *     regular file, a directory holds no text file, or a glob matches none
   * @throws UncheckedIOException if a directory cannot be listed
   */
  public static Corpus of(List<Path> paths, CorpusOptions options) {
    if (paths.isEmpty()) {
      throw new IllegalArgumentException("a corpus needs at least one file or directory");
    }
    TextFiles found = new TextFiles();
    try {
      for (Path path : paths) {
        found.add(path);
      }
      return new Corpus(found, options);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The files, in reading order.
   *
   * @return at least one
   */
  public List<Path> files() {
    return files;
  }

  /**
   * The files as they were found, which they have to be when they are read.
   *
   * @return as many as {@link #files()}, in the same order
   */
  public List<CorpusFile> found() {
    return found;
  }

  /**
   * Size of all files.
   *
   * @return bytes
   */
  public long bytes() {
    return bytes;
  }

  /**
   * What there is to read. The form of each file is decided when this is asked for first, from its
   * first 256 KiB.
   *
   * @return files, forms and bytes
   * @throws IllegalArgumentException if a compressed file is damaged, or a file is no text
   * @throws UncheckedIOException if a file cannot be read
   */
  public CorpusContents contents() {
    Map<CorpusFormat, Integer> count = new EnumMap<>(CorpusFormat.class);
    Map<String, Integer> encodings = new TreeMap<>();
    int compressed = 0;
    for (CorpusForm form : forms()) {
      count.merge(form.format(), 1, Integer::sum);
      if (!form.isUtf8()) {
        encodings.merge(form.encoding().name(), 1, Integer::sum);
      }
      compressed += form.compressed() ? 1 : 0;
    }
    return new CorpusContents(count, encodings, compressed, bytes, passedOver);
  }

  /**
   * Starts reading.
   *
   * @param listener hears what is found and which form each file is read in
   * @return the documents; close it
   */
  public CorpusReader read(CorpusListener listener) {
    return read(listener, CorpusPosition.START);
  }

  /**
   * Starts reading at a position that another reader of the same files reported. Of the files
   * before it no more is read than what tells their form; the file that it is in is read again up
   * to there.
   *
   * @param listener hears what is found and which form each file is read in
   * @param position where to start
   * @return the documents that follow; close it
   */
  public CorpusReader read(CorpusListener listener, CorpusPosition position) {
    return new CorpusReader(this, listener, position);
  }

  /**
   * How the files are read.
   *
   * @return the options given
   */
  public CorpusOptions options() {
    return options;
  }

  /** The form of each file. */
  synchronized List<CorpusForm> forms() {
    if (forms == null) {
      List<CorpusForm> found = new ArrayList<>(files.size());
      try {
        for (Path file : files) {
          found.add(CorpusFormatDetector.detect(file, options));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      forms = List.copyOf(found);
    }
    return forms;
  }
}
