package org.bert4j.finetune.qa.data;

/**
 * What a file held.
 *
 * @param version the file's own {@code version}, empty if it has none
 * @param paragraphs paragraphs read
 * @param questions questions read
 * @param unanswered questions without an answer, by {@code is_impossible} or an empty {@code
 *     answers}
 * @param answers answers read
 * @param located answers without {@code answer_start}, taken where their text stands first
 * @param misplaced answers that do not stand at their {@code answer_start}, or without one nowhere
 *     in the context
 * @param marked whether a question has the field {@code is_impossible}
 */
public record SquadSummary(
    String version,
    long paragraphs,
    long questions,
    long unanswered,
    long answers,
    long located,
    long misplaced,
    boolean marked) {

  /**
   * Whether the file is to be scored as SQuAD 2.0: it says so, it marks questions as impossible, or
   * it has questions without an answer.
   *
   * @return true for SQuAD 2.0, false for SQuAD 1.1
   */
  public boolean isVersion2() {
    return marked || unanswered > 0 || version.startsWith("v2") || version.startsWith("2");
  }

  /**
   * The sum over two files.
   *
   * @param other what the other file held
   * @return both together, with this file's version unless it has none
   */
  public SquadSummary plus(SquadSummary other) {
    return new SquadSummary(
        version.isEmpty() ? other.version : version,
        paragraphs + other.paragraphs,
        questions + other.questions,
        unanswered + other.unanswered,
        answers + other.answers,
        located + other.located,
        misplaced + other.misplaced,
        marked || other.marked);
  }
}
