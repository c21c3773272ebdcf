package org.bert4j.tokenizer;

/**
 * How {@link BertTokenizer#encode(String, String, EncodeOptions)} treats its texts.
 *
 * @param truncation which text is shortened when the encoding would be longer than {@code
 *     maxLength}
 * @param maxLength the longest encoding in tokens, [CLS] and [SEP] included, at least 1; without
 *     effect when {@code truncation} is {@link Truncation#NONE}
 * @param recognizeSpecialTokens whether {@code [MASK]}, {@code [SEP]} and the like in a text stand
 *     for the special tokens; otherwise they are characters like any others
 */
public record EncodeOptions(Truncation truncation, int maxLength, boolean recognizeSpecialTokens) {

  /**
   * Checks the values. {@inheritDoc}
   *
   * @throws IllegalArgumentException if {@code maxLength} is not positive
   */
  public EncodeOptions {
    if (maxLength < 1) {
      throw new IllegalArgumentException(
          "max_length " + maxLength + ": expected a positive number of tokens");
    }
  }

  /**
   * The whole text, special tokens recognized.
   *
   * @return the options of {@link BertTokenizer#encode(String)}
   */
  public static EncodeOptions untruncated() {
    return new EncodeOptions(Truncation.NONE, Integer.MAX_VALUE, true);
  }

  /**
   * At most so many tokens, special tokens recognized.
   *
   * @param truncation which text is shortened
   * @param maxLength the longest encoding in tokens, [CLS] and [SEP] included
   * @return the options
   * @throws IllegalArgumentException if {@code maxLength} is not positive
   */
  public static EncodeOptions truncated(Truncation truncation, int maxLength) {
    return new EncodeOptions(truncation, maxLength, true);
  }

  /**
   * The same options for text from strangers: nothing in it is special.
   *
   * @return options that recognize no special token in a text
   */
  public EncodeOptions withoutSpecialTokens() {
    return new EncodeOptions(truncation, maxLength, false);
  }
}
