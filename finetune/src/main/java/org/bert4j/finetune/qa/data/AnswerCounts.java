package org.bert4j.finetune.qa.data;

/**
 * Answers of a file.
 *
 * @param total answers read
 * @param located answers without {@code answer_start}, taken where their text stands first
 * @param misplaced answers that do not stand at their {@code answer_start}, or without one nowhere
 *     in the context
 */
public record AnswerCounts(long total, long located, long misplaced) {

  /**
   * The sum over two files.
   *
   * @param other of the other file
   * @return both together
   */
  public AnswerCounts plus(AnswerCounts other) {
    return new AnswerCounts(
        total + other.total, located + other.located, misplaced + other.misplaced);
  }
}
