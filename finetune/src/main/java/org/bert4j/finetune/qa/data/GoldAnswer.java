package org.bert4j.finetune.qa.data;

/**
 * An answer that a person gave.
 *
 * @param text the answer's text
 * @param start first Java {@code char} of the answer in its context, or {@link #NOWHERE}
 */
public record GoldAnswer(String text, int start) {

  /** Start of an answer that does not stand where the file says, or nowhere in the context. */
  public static final int NOWHERE = -1;

  /**
   * Whether the answer can be trained on.
   *
   * @return true if it stands in the context
   */
  public boolean stands() {
    return start != NOWHERE;
  }

  /**
   * Java {@code char} after the last one of the answer.
   *
   * @return the end; without meaning if the answer does not stand in the context
   */
  public int end() {
    return start + text.length();
  }
}
