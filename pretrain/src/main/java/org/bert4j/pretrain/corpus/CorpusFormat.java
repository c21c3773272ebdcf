package org.bert4j.pretrain.corpus;

/** How a text file shows where its sentences and documents end. */
public enum CorpusFormat {
  /** One of the others, decided for each file from its first 256 KiB. */
  AUTO,
  /** A sentence a line, a blank line between documents. */
  SENTENCES,
  /**
   * A paragraph a line. Headings such as {@code = Title =} stand between documents; in a file
   * without headings blank lines do. Headings are not part of the text.
   */
  PARAGRAPHS,
  /**
   * Paragraphs wrapped over several lines, a blank line between them. A document ends at a heading
   * (chapter line, line in capitals, {@code 第…回}, {@code = Title =}), or at the first end of a
   * paragraph after 200 sentences. Headings are not part of the text.
   */
  PROSE,
  /** A JSON object a line, one of its fields the text of a document: paragraphs a line. */
  JSONL,
  /** One JSON array of such objects, over any number of lines. */
  JSON,
  /**
   * Values separated by commas, semicolons, tabs or bars (RFC 4180) under a line with the names of
   * the columns, one of them the text of a document: paragraphs a line.
   */
  CSV,
  /**
   * Articles as WikiExtractor writes them, between {@code <doc …>} and {@code </doc>}: a title,
   * which is not part of the text, and paragraphs a line.
   */
  WIKI
}
