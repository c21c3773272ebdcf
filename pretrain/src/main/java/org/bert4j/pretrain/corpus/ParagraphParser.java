package org.bert4j.pretrain.corpus;

/** A paragraph a line, headings between documents, or blank lines as long as there was none. */
final class ParagraphParser implements LineParser {
  private final ParagraphBuffer paragraph = new ParagraphBuffer();
  private boolean inside;
  private boolean headed;

  @Override
  public void line(String line, boolean ended, long number, DocumentAssembler out) {
    if (!inside && ended && isBoundary(Characters.strip(line), out)) {
      return;
    }
    paragraph.append(line, false, number, out);
    inside = !ended;
    if (ended) {
      paragraph.end(number, out);
    }
  }

  @Override
  public void end(DocumentAssembler out) {
    out.boundary();
  }

  /** Whether the line is not part of the text. */
  private boolean isBoundary(String line, DocumentAssembler out) {
    Heading heading = Heading.of(line);
    if (heading == Heading.NONE) {
      if (line.isEmpty() && !headed) {
        out.boundary();
      }
      return line.isEmpty();
    }
    if (heading == Heading.TITLE) {
      headed = true;
      out.boundary();
    }
    out.leaveOutHeading();
    return true;
  }
}
