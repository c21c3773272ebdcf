package org.bert4j.pretrain.corpus;

/**
 * Paragraphs wrapped over several lines; a document ends at a heading or when it is long enough.
 */
final class ProseParser implements LineParser {
  static final int LONG_ENOUGH_SENTENCES = 200;

  private final ParagraphBuffer paragraph = new ParagraphBuffer();
  private boolean inside;
  private int lines;
  private long firstLine;

  @Override
  public void line(String line, boolean ended, long number, DocumentAssembler out) {
    if (inside) {
      paragraph.append(line, false, firstLine, out);
      inside = !ended;
      return;
    }
    inside = !ended;
    String text = Characters.strip(line);
    if (text.isEmpty()) {
      endParagraph(out);
      return;
    }
    if (ended && (lines == 0 || Heading.isChinese(text))) {
      Heading heading = Heading.of(text);
      if (heading != Heading.NONE) {
        endParagraph(out);
        endAt(heading, out);
        return;
      }
    }
    firstLine = lines == 0 ? number : firstLine;
    lines++;
    // Spaces at the end of a piece are between words of its line.
    paragraph.append(ended ? text : line, true, firstLine, out);
  }

  @Override
  public void end(DocumentAssembler out) {
    endParagraph(out);
    out.boundary();
  }

  private void endParagraph(DocumentAssembler out) {
    if (lines == 0) {
      return;
    }
    if (lines == 1 && !paragraph.isEmpty() && Heading.isStandaloneTitle(paragraph.text())) {
      paragraph.clear();
      endAt(Heading.TITLE, out);
    } else {
      paragraph.end(firstLine, out);
      if (out.sentences() >= LONG_ENOUGH_SENTENCES) {
        out.boundary();
      }
    }
    lines = 0;
  }

  private static void endAt(Heading heading, DocumentAssembler out) {
    if (heading == Heading.TITLE) {
      out.boundary();
    }
    out.leaveOutHeading();
  }
}
