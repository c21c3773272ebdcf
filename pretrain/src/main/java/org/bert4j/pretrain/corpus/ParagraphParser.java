package org.bert4j.pretrain.corpus;

/** A paragraph a line, headings between documents, or blank lines as long as there was none. */
final class ParagraphParser implements LineParser {
  private final SentenceSplitter splitter = new SentenceSplitter();
  private boolean headed;

  @Override
  public void line(String line, long number, DocumentAssembler out) {
    String paragraph = Characters.strip(line);
    switch (Heading.of(paragraph)) {
      case TITLE -> {
        headed = true;
        out.boundary();
      }
      case SECTION -> {}
      case NONE -> {
        if (!paragraph.isEmpty()) {
          splitter.split(paragraph, sentence -> out.sentence(sentence, number));
        } else if (!headed) {
          out.boundary();
        }
      }
    }
  }

  @Override
  public void end(DocumentAssembler out) {
    out.boundary();
  }
}
