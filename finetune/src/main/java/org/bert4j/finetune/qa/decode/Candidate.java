package org.bert4j.finetune.qa.decode;

/**
 * A possible answer.
 *
 * @param text the answer, empty for none; {@code "empty"} where no span is admissible
 * @param start first Java {@code char} in the context, −1 if the text does not stand there
 * @param end Java {@code char} after the last one, −1 if the text does not stand there
 * @param startLogit score of its first token
 * @param endLogit score of its last token
 * @param probability its share of the softmax over the scores of all candidates
 */
public record Candidate(
    String text, int start, int end, float startLogit, float endLogit, double probability) {

  /**
   * Whether this is a piece of the context.
   *
   * @return false for no answer and for {@code "empty"}
   */
  public boolean isSpan() {
    return start >= 0;
  }
}
