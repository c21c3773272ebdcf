package org.bert4j.pretrain.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.bert4j.common.io.LineReader;

/**
 * The documents of a corpus, read one at a time. Not thread-safe.
 *
 * <p>A file in an unexpected encoding, and a corpus in which there is no text at all, are reported
 * by {@link #hasNext} as an {@link IllegalArgumentException}; what fails in reading as an {@link
 * UncheckedIOException}.
 */
public final class CorpusReader implements Iterator<Document>, AutoCloseable {
  private final List<Path> files;
  private final CorpusOptions options;
  private final CorpusListener listener;
  private int nextFile;
  private LineReader lines;
  private LineParser parser;
  private DocumentAssembler assembler;
  private Document next;
  private boolean found;

  /** Documents returned of the file that is open, and those still to be passed over. */
  private long documentsOfFile;

  private long passOver;
  private long bytesOfClosedFiles;
  private long droppedInClosedFiles;

  CorpusReader(
      List<Path> files, CorpusOptions options, CorpusListener listener, CorpusPosition start) {
    this.files = files;
    this.options = options;
    this.listener = listener;
    nextFile = start.file();
    passOver = start.documents();
    found = passOver > 0;
    bytesOfClosedFiles = start.bytesBefore();
    droppedInClosedFiles = start.droppedLinesBefore();
  }

  @Override
  public boolean hasNext() {
    try {
      while (next == null && (lines != null || nextFile < files.size())) {
        advance();
        if (next != null && passOver > 0) {
          next = null;
          passOver--;
          documentsOfFile++;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (next == null && !found) {
      throw new IllegalArgumentException(
          "the corpus is empty: no text in "
              + (files.size() == 1 ? files.get(0).toString() : files.size() + " files"));
    }
    return next != null;
  }

  @Override
  public Document next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Document document = next;
    next = null;
    found = true;
    documentsOfFile++;
    listener.documentRead(bytesRead());
    return document;
  }

  /**
   * Where reading stands.
   *
   * @return where another reader of the same files goes on after the document returned last, which
   *     is valid until {@link #hasNext} is called again
   */
  public CorpusPosition position() {
    return new CorpusPosition(
        nextFile - 1, documentsOfFile, bytesOfClosedFiles, droppedInClosedFiles);
  }

  /**
   * How far reading has come, out of {@link Corpus#bytes()}.
   *
   * @return bytes read
   */
  public long bytesRead() {
    return bytesOfClosedFiles + (lines == null ? 0 : lines.bytesRead());
  }

  /**
   * Lines left out because they are not UTF-8.
   *
   * @return their number so far
   */
  public long droppedLines() {
    return droppedInClosedFiles + (lines == null ? 0 : lines.droppedLines());
  }

  @Override
  public void close() {
    if (lines != null) {
      try {
        lines.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Goes on by one line, or by one document that is finished already. */
  private void advance() throws IOException {
    if (lines == null) {
      open(files.get(nextFile++));
    }
    next = assembler.poll();
    if (next != null) {
      return;
    }
    String line = lines.readLine();
    if (line != null) {
      parser.line(line, lines.lineNumber(), assembler);
      return;
    }
    parser.end(assembler);
    next = assembler.poll();
    if (next == null) {
      closeFile();
    }
  }

  private void open(Path file) throws IOException {
    CorpusFormat format = options.format();
    if (format == CorpusFormat.AUTO) {
      format = FormatDetector.detect(file);
    }
    listener.fileOpened(file, format);
    lines = new LineReader(file, options.onInvalidUtf8());
    parser = LineParser.of(format, options.textColumn());
    assembler = new DocumentAssembler(file);
    documentsOfFile = 0;
  }

  private void closeFile() throws IOException {
    if (passOver > 0) {
      throw new IllegalArgumentException(
          "%s: has %d documents, expected %d more to go on after; it was changed"
              .formatted(files.get(nextFile - 1), documentsOfFile, passOver));
    }
    bytesOfClosedFiles += lines.bytesRead();
    droppedInClosedFiles += lines.droppedLines();
    lines.close();
    lines = null;
  }
}
