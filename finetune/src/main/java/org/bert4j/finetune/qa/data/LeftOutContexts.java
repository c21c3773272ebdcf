package org.bert4j.finetune.qa.data;

/**
 * What of a file is not read.
 *
 * @param contexts contexts without text
 * @param questions questions about them
 * @param first the first context without text or questions, and what was expected there; null if
 *     there is none
 */
public record LeftOutContexts(long contexts, long questions, String first) {

  /**
   * The sum over two files.
   *
   * @param other of the other file
   * @return both together
   */
  public LeftOutContexts plus(LeftOutContexts other) {
    return new LeftOutContexts(
        contexts + other.contexts,
        questions + other.questions,
        first == null ? other.first : first);
  }
}
