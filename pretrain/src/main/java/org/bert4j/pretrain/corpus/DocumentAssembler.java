package org.bert4j.pretrain.corpus;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.bert4j.common.io.LineReader;

/**
 * Gathers sentences into documents. A document without an end in sight is cut, so that a file
 * without boundaries does not have to fit in memory.
 */
final class DocumentAssembler {
  static final int MAX_SENTENCES = 1 << 16;
  static final int MAX_CHARS = 1 << 24;

  private final Path file;
  private final Consumer<String> notes;
  private final Queue<Document> finished = new ArrayDeque<>();
  private List<String> sentences = new ArrayList<>();
  private long firstLine;
  private int chars;
  private long headings;
  private long withoutText;
  private long tags;

  /**
   * Of a file.
   *
   * @param file the file
   * @param notes hears what is decided while it is read
   */
  DocumentAssembler(Path file, Consumer<String> notes) {
    this.file = file;
    this.notes = notes;
  }

  /** Adds a sentence, which is not blank, of the given line. */
  void sentence(String sentence, long line) {
    if (sentences.isEmpty()) {
      firstLine = line;
    }
    sentences.add(sentence);
    chars += sentence.length();
    if (sentences.size() == MAX_SENTENCES || chars >= MAX_CHARS) {
      boundary();
    }
  }

  /** Number of sentences since the last boundary. */
  int sentences() {
    return sentences.size();
  }

  /** Ends the document, if there is one. */
  void boundary() {
    if (!sentences.isEmpty()) {
      finished.add(new Document(sentences, file + ":" + firstLine));
      sentences = new ArrayList<>();
      chars = 0;
    }
  }

  /** Adds a document of its own: the text of a field, a paragraph a line, or null. */
  void document(String text, SentenceSplitter splitter, long line) {
    boundary();
    if (text == null || text.isBlank()) {
      leaveOutRecord();
      return;
    }
    text.lines()
        .forEach(paragraph -> splitter.split(paragraph, sentence -> sentence(sentence, line)));
    boundary();
  }

  /** Counts a heading, which is not part of the text. */
  void leaveOutHeading() {
    headings++;
  }

  /** Counts a line that is a tag and not part of the text. */
  void leaveOutTag() {
    tags++;
  }

  /** Counts a record that has no text. */
  void leaveOutRecord() {
    withoutText++;
  }

  /** Tells what was decided, which whoever reads the corpus has to know. */
  void note(String note) {
    notes.accept(note);
  }

  /** What was left out so far of the lines read by a reader. */
  LeftOut leftOut(LineReader lines) {
    return new LeftOut(
        lines.droppedLines() - lines.linesWithNul(),
        lines.linesWithNul(),
        headings,
        withoutText,
        tags);
  }

  /** What to throw for a line that cannot be read. */
  IllegalArgumentException error(long line, String message) {
    return new IllegalArgumentException(file + ":" + line + ": " + message);
  }

  /** Takes a finished document, or null. */
  Document poll() {
    return finished.poll();
  }
}
