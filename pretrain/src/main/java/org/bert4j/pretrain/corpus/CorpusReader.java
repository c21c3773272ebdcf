package org.bert4j.pretrain.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import org.bert4j.common.io.LineReader;
import org.bert4j.common.io.TextStream;

/**
 * The documents of a corpus, read one at a time. Not thread-safe.
 *
 * <p>A file in an unexpected encoding, one that is changed while it is read, and a corpus in which
 * there is no text at all, are reported by {@link #hasNext} as an {@link IllegalArgumentException};
 * what fails in reading as an {@link UncheckedIOException}.
 */
public final class CorpusReader implements Iterator<Document>, AutoCloseable {
  private final Corpus corpus;
  private final CorpusListener listener;
  private int nextFile;
  private TextStream bytes;
  private LineReader lines;
  private LineParser parser;
  private DocumentAssembler assembler;
  private Document next;
  private boolean announced;
  private boolean ended;

  /** Documents and sentences of the file that is open, and documents still to be passed over. */
  private long documentsOfFile;

  private long sentencesOfFile;
  private long passOver;
  private CorpusSummary closedFiles;
  private long bytesOfClosedFiles;

  CorpusReader(Corpus corpus, CorpusListener listener, CorpusPosition start) {
    this.corpus = corpus;
    this.listener = listener;
    nextFile = start.file();
    passOver = start.documents();
    closedFiles = start.before();
    bytesOfClosedFiles = start.bytesBefore();
  }

  @Override
  public boolean hasNext() {
    announce();
    List<Path> files = corpus.files();
    try {
      while (next == null && (lines != null || nextFile < files.size())) {
        advance();
        if (next != null && passOver > 0) {
          count(next);
          next = null;
          passOver--;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (next == null && summary().documents() == 0) {
      throw new IllegalArgumentException(
          "the corpus is empty: no text in "
              + (files.size() == 1 ? files.get(0).toString() : files.size() + " files"));
    }
    if (next == null && !ended) {
      ended = true;
      listener.corpusRead(summary());
    }
    return next != null;
  }

  private void announce() {
    if (announced) {
      return;
    }
    announced = true;
    listener.corpusFound(corpus.contents());
    long before = closedFiles.documents() + passOver;
    if (before > 0) {
      listener.resumed(before, bytesOfClosedFiles);
    }
  }

  @Override
  public Document next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Document document = next;
    next = null;
    count(document);
    return document;
  }

  private void count(Document document) {
    documentsOfFile++;
    sentencesOfFile += document.sentences().size();
    listener.documentRead(bytesRead());
  }

  /**
   * Where reading stands.
   *
   * @return where another reader of the same files goes on after the document returned last, which
   *     is valid until {@link #hasNext} is called again
   */
  public CorpusPosition position() {
    return new CorpusPosition(nextFile - 1, documentsOfFile, bytesOfClosedFiles, closedFiles);
  }

  /**
   * How far reading has come, out of {@link Corpus#bytes()}.
   *
   * @return bytes read
   */
  public long bytesRead() {
    return bytesOfClosedFiles + (lines == null ? 0 : bytes.bytesRead());
  }

  /**
   * Lines left out because they cannot be read.
   *
   * @return their number so far
   */
  public long droppedLines() {
    return leftOut().broken();
  }

  /**
   * Lines that are not part of the text.
   *
   * @return how many so far, also before a position that reading went on at, and why
   */
  public LeftOut leftOut() {
    return lines == null
        ? closedFiles.leftOut()
        : closedFiles.leftOut().plus(assembler.leftOut(lines));
  }

  /** What was in the files up to here. */
  private CorpusSummary summary() {
    return new CorpusSummary(
        closedFiles.documents() + documentsOfFile,
        closedFiles.sentences() + sentencesOfFile,
        leftOut());
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
      open(nextFile++);
    }
    next = assembler.poll();
    if (next != null) {
      return;
    }
    String line = parser.needsWholeLines() ? lines.readLine() : lines.readPiece();
    if (line != null) {
      parser.line(line, lines.lineEnded(), lines.lineNumber(), assembler);
      return;
    }
    parser.end(assembler);
    next = assembler.poll();
    if (next == null) {
      closeFile();
    }
  }

  private void open(int index) throws IOException {
    Path file = corpus.files().get(index);
    CorpusForm form = corpus.forms().get(index);
    CorpusOptions options = corpus.options();
    corpus.found().get(index).requireUnchanged();
    listener.fileOpened(file, form.format());
    if (form.consequence() != null) {
      listener.noted(file, form.consequence());
    }
    bytes = TextStream.open(file, options.encoding(), options.onInvalidUtf8());
    lines = new LineReader(bytes, file.toString(), options.onInvalidUtf8());
    parser = LineParser.of(form.format(), options.textColumn());
    assembler = new DocumentAssembler(file, note -> listener.noted(file, note));
  }

  private void closeFile() throws IOException {
    if (passOver > 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: has %d documents, expected %d more to go on after; it was changed",
              corpus.files().get(nextFile - 1),
              documentsOfFile,
              passOver));
    }
    corpus.found().get(nextFile - 1).requireRead(bytes.bytesRead());
    closedFiles = summary();
    documentsOfFile = 0;
    sentencesOfFile = 0;
    bytesOfClosedFiles += bytes.bytesRead();
    lines.close();
    lines = null;
  }
}
