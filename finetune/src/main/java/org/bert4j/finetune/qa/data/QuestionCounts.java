package org.bert4j.finetune.qa.data;

/**
 * Questions of a file.
 *
 * @param total questions read
 * @param unanswered questions that the context does not answer: {@code is_impossible}, or no answer
 *     but an empty one or an empty list of them
 * @param unknown questions of which the file does not say whether and how they are answered
 * @param blank questions without text, which are read like the others
 * @param numbered rows without an id, whose id is their number, 0 for the first
 */
public record QuestionCounts(long total, long unanswered, long unknown, long blank, long numbered) {

  /**
   * The sum over two files.
   *
   * @param other of the other file
   * @return both together
   */
  public QuestionCounts plus(QuestionCounts other) {
    return new QuestionCounts(
        total + other.total,
        unanswered + other.unanswered,
        unknown + other.unknown,
        blank + other.blank,
        numbered + other.numbered);
  }
}
