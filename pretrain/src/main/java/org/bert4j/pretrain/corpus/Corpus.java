package org.bert4j.pretrain.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The text files of a corpus and how to read them. Paths come in the order given; a directory
 * stands for the text files below it ({@code .txt}, {@code .text}, {@code .jsonl}, {@code .csv} or
 * no ending, none hidden), sorted by name, so that the same files always come in the same order. A
 * file named twice is read once.
 */
public final class Corpus {
  private static final List<String> ENDINGS = List.of(".txt", ".text", ".jsonl", ".csv");

  private final List<Path> files;
  private final CorpusOptions options;
  private final long bytes;

  private Corpus(List<Path> files, CorpusOptions options) throws IOException {
    this.files = files;
    this.options = options;
    long sum = 0;
    for (Path file : files) {
      sum += Files.size(file);
    }
    this.bytes = sum;
  }

  /**
   * Finds the files of a corpus.
   *
   * @param paths files and directories
   * @param options how to read them
   * @return the corpus, not read yet
   * @throws IllegalArgumentException if there is no path, a path is missing or unreadable, or a
   *     directory holds no text file
   * @throws UncheckedIOException if a directory cannot be listed
   */
  public static Corpus of(List<Path> paths, CorpusOptions options) {
    if (paths.isEmpty()) {
      throw new IllegalArgumentException("a corpus needs at least one file or directory");
    }
    Map<Path, Path> files = new LinkedHashMap<>();
    try {
      for (Path path : paths) {
        for (Path file : textFiles(path)) {
          if (!Files.isReadable(file)) {
            throw new IllegalArgumentException(file + ": no permission to read this file");
          }
          files.putIfAbsent(file.toRealPath(), file);
        }
      }
      return new Corpus(List.copyOf(files.values()), options);
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
   * Size of all files.
   *
   * @return bytes
   */
  public long bytes() {
    return bytes;
  }

  /**
   * How the files are read.
   *
   * @return the options given
   */
  public CorpusOptions options() {
    return options;
  }

  /**
   * Starts reading.
   *
   * @param listener hears which form each file is read in
   * @return the documents; close it
   */
  public CorpusReader read(CorpusListener listener) {
    return read(listener, CorpusPosition.START);
  }

  /**
   * Starts reading at a position that another reader of the same files reported. Files before it
   * are not opened; the file that it is in is read again up to there.
   *
   * @param listener hears which form each file is read in
   * @param position where to start
   * @return the documents that follow; close it
   */
  public CorpusReader read(CorpusListener listener, CorpusPosition position) {
    return new CorpusReader(files, options, listener, position);
  }

  private static List<Path> textFiles(Path path) throws IOException {
    if (Files.notExists(path)) {
      throw new IllegalArgumentException(path + ": no such file or directory");
    }
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> below = Files.walk(path)) {
      List<Path> found =
          below
              .filter(file -> isText(path.relativize(file)) && Files.isRegularFile(file))
              .sorted(Comparator.comparing(file -> path.relativize(file).toString()))
              .toList();
      if (found.isEmpty()) {
        throw new IllegalArgumentException(
            path + ": no text in this directory (*.txt, *.text, *.jsonl, *.csv or no ending)");
      }
      return found;
    }
  }

  private static boolean isText(Path relative) {
    for (Path part : relative) {
      if (part.toString().startsWith(".")) {
        return false;
      }
    }
    String name = relative.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.indexOf('.') < 0 || ENDINGS.stream().anyMatch(name::endsWith);
  }
}
