package org.bert4j.pretrain.corpus;

/** Finds sentences and document boundaries in the lines of one file. */
interface LineParser {
  /**
   * Takes the next line, or the next piece of a long one.
   *
   * @param line its text
   * @param ended whether the line ends with it; always where {@link #needsWholeLines}
   * @param number the line's number in the file
   * @param out takes what is found
   */
  void line(String line, boolean ended, long number, DocumentAssembler out);

  /** Takes the end of the file. */
  void end(DocumentAssembler out);

  /** Whether a line means nothing before its end, so that there is a limit to its length. */
  default boolean needsWholeLines() {
    return false;
  }

  /** The parser of a form other than {@link CorpusFormat#AUTO}. */
  static LineParser of(CorpusFormat format, String textColumn) {
    return switch (format) {
      case AUTO -> throw new IllegalArgumentException("a form must have been chosen");
      case SENTENCES -> new SentencePerLineParser();
      case PARAGRAPHS -> new ParagraphParser();
      case PROSE -> new ProseParser();
      case JSONL -> new JsonLinesParser(textColumn);
      case JSON -> new JsonArrayParser(textColumn);
      case CSV -> new CsvParser(textColumn);
      case WIKI -> new WikiParser();
    };
  }
}
