package org.bert4j.pretrain.corpus;

/**
 * A sentence a line, a blank line between documents. A line of more than a megabyte is no sentence:
 * it is cut into some.
 */
final class SentencePerLineParser implements LineParser {
  private final ParagraphBuffer longLine = new ParagraphBuffer();
  private boolean inside;

  @Override
  public void line(String line, boolean ended, long number, DocumentAssembler out) {
    if (inside || !ended) {
      longLine.append(line, false, number, out);
      inside = !ended;
      if (ended) {
        longLine.end(number, out);
      }
      return;
    }
    String sentence = Characters.strip(line);
    if (sentence.isEmpty()) {
      out.boundary();
    } else {
      out.sentence(sentence, number);
    }
  }

  @Override
  public void end(DocumentAssembler out) {
    out.boundary();
  }
}
