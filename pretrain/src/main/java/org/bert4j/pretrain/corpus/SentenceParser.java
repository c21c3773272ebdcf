package org.bert4j.pretrain.corpus;

/** A sentence a line, a blank line between documents. */
final class SentenceParser implements LineParser {
  @Override
  public void line(String line, long number, DocumentAssembler out) {
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
