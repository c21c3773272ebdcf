package org.bert4j.pretrain.corpus;

/**
 * A paragraph that comes in pieces and is cut into sentences. Its memory is bounded: of a long
 * paragraph the sentences that are complete are handed on, and only the last one waits for more.
 */
final class ParagraphBuffer {
  /** So much is gathered before the sentences in it are handed on. */
  private static final int MAX_CHARS = 1 << 18;

  private final SentenceSplitter splitter = new SentenceSplitter();
  private final StringBuilder text = new StringBuilder();
  private String held;

  /** Adds text of a line; a space goes before it where lines are wrapped between words. */
  void append(String piece, boolean newLine, long line, DocumentAssembler out) {
    boolean apart = newLine && text.length() > 0 && !piece.isEmpty();
    if (apart && Characters.spaceBetween(text.charAt(text.length() - 1), piece.charAt(0))) {
      text.append(' ');
    }
    text.append(piece);
    if (text.length() > MAX_CHARS) {
      handOnCompleteSentences(line, out);
    }
  }

  /** The text gathered so far, apart from what was handed on. */
  String text() {
    return text.toString();
  }

  boolean isEmpty() {
    return text.length() == 0;
  }

  /** Ends the paragraph. */
  void end(long line, DocumentAssembler out) {
    splitter.split(text.toString(), sentence -> out.sentence(sentence, line));
    text.setLength(0);
  }

  /** Forgets the paragraph. */
  void clear() {
    text.setLength(0);
  }

  private void handOnCompleteSentences(long line, DocumentAssembler out) {
    boolean space = Characters.isSpace(text.charAt(text.length() - 1));
    held = null;
    splitter.split(
        text.toString(),
        sentence -> {
          if (held != null) {
            out.sentence(held, line);
          }
          held = sentence;
        });
    text.setLength(0);
    if (held == null) {
      return;
    }
    if (held.length() > MAX_CHARS / 2) {
      out.sentence(held, line); // no sentence is that long: nothing waits for its end
      return;
    }
    text.append(held).append(space ? " " : "");
  }
}
