package org.bert4j.finetune.qa.features;

/**
 * A window to train on.
 *
 * @param question the question, shared by all its windows
 * @param window one of its windows
 * @param start position of the answer's first piece in the sequence, 0 if it is not in the window
 * @param end position of the answer's last piece in the sequence, 0 if it is not in the window
 */
public record TrainingWindow(QuestionFeatures question, Window window, int start, int end) {

  /**
   * The length S of the sequence.
   *
   * @return its number of tokens, special ones included
   */
  public int length() {
    return question.length(window);
  }

  /**
   * Whether there is an answer to learn.
   *
   * @return false if the model shall point to [CLS]
   */
  public boolean hasAnswer() {
    return start > 0;
  }
}
