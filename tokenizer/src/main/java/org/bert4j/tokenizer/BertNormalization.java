package org.bert4j.tokenizer;

/**
 * What the BERT normalizer does to a text before it is split into words; HuggingFace's names. It
 * always removes control characters and makes every white space a blank.
 *
 * @param doLowerCase lower case ("uncased")
 * @param stripAccents remove combining marks after canonical decomposition
 * @param tokenizeChineseChars make every Chinese character a word of its own
 */
public record BertNormalization(
    boolean doLowerCase, boolean stripAccents, boolean tokenizeChineseChars) {

  /**
   * The normalization of bert-base-uncased: lower case, no accents, Chinese characters split.
   *
   * @return the normalization that a bare {@code vocab.txt} without capitals means
   */
  public static BertNormalization uncased() {
    return new BertNormalization(true, true, true);
  }

  /**
   * The normalization of bert-base-cased and bert-base-chinese: case and accents kept, Chinese
   * characters split.
   *
   * @return the normalization that changes no letter
   */
  public static BertNormalization cased() {
    return new BertNormalization(false, false, true);
  }
}
