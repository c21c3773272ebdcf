package org.bert4j.finetune.qa.data;

/**
 * What of a file is not read.
 *
 * @param contexts contexts without text
 * @param ofContexts questions about them
 * @param questions questions without text about other contexts
 * @param first the first such place, and what was expected there; null if there is none
 */
public record LeftOut(long contexts, long ofContexts, long questions, String first) {

  /**
   * The sum over two files.
   *
   * @param other of the other file
   * @return both together
   */
  public LeftOut plus(LeftOut other) {
    return new LeftOut(
        contexts + other.contexts,
        ofContexts + other.ofContexts,
        questions + other.questions,
        first == null ? other.first : first);
  }
}
