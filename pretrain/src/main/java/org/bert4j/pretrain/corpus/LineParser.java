package org.bert4j.pretrain.corpus;

/** Finds sentences and document boundaries in the lines of one file. */
interface LineParser {
  /** Takes the next line, whose number in the file is given. */
  void line(String line, long number, DocumentAssembler out);

  /** Takes the end of the file. */
  void end(DocumentAssembler out);

  /** The parser of a form other than {@link CorpusFormat#AUTO}. */
  static LineParser of(CorpusFormat format, String textColumn) {
    return switch (format) {
      case AUTO -> throw new IllegalArgumentException("a form must have been chosen");
      case SENTENCES -> new SentenceParser();
      case PARAGRAPHS -> new ParagraphParser();
      case PROSE -> new ProseParser();
      case JSONL -> new JsonLinesParser(textColumn);
      case CSV -> new CsvParser(textColumn);
    };
  }
}
