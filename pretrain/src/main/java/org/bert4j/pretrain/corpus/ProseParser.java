package org.bert4j.pretrain.corpus;

/**
 * Paragraphs wrapped over several lines; a document ends at a heading or when it is long enough.
 */
final class ProseParser implements LineParser {
  static final int LONG_ENOUGH_SENTENCES = 200;

  /** A text without blank lines is cut here, between two lines. */
  private static final int MAX_PARAGRAPH_CHARS = 1 << 18;

  private final SentenceSplitter splitter = new SentenceSplitter();
  private final StringBuilder paragraph = new StringBuilder();
  private int lines;
  private long firstLine;

  @Override
  public void line(String line, long number, DocumentAssembler out) {
    String text = Characters.strip(line);
    if (text.isEmpty()) {
      endParagraph(out);
      return;
    }
    if (lines == 0 || Heading.isChinese(text)) {
      Heading heading = Heading.of(text);
      if (heading != Heading.NONE) {
        endParagraph(out);
        if (heading == Heading.TITLE) {
          out.boundary();
        }
        return;
      }
    }
    append(text, number);
    if (paragraph.length() > MAX_PARAGRAPH_CHARS) {
      endParagraph(out);
    }
  }

  @Override
  public void end(DocumentAssembler out) {
    endParagraph(out);
    out.boundary();
  }

  private void append(String text, long number) {
    if (lines == 0) {
      firstLine = number;
    } else if (Characters.spaceBetween(paragraph.charAt(paragraph.length() - 1), text.charAt(0))) {
      paragraph.append(' ');
    }
    paragraph.append(text);
    lines++;
  }

  private void endParagraph(DocumentAssembler out) {
    if (lines == 0) {
      return;
    }
    String text = paragraph.toString();
    if (lines == 1 && Heading.isStandaloneTitle(text)) {
      out.boundary();
    } else {
      splitter.split(text, sentence -> out.sentence(sentence, firstLine));
      if (out.sentences() >= LONG_ENOUGH_SENTENCES) {
        out.boundary();
      }
    }
    paragraph.setLength(0);
    lines = 0;
  }
}
