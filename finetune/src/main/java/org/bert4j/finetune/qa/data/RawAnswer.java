package org.bert4j.finetune.qa.data;

/**
 * An answer as a file has it.
 *
 * @param start characters before it, in the file's unit, or {@link #NO_START}
 */
record RawAnswer(String text, int start) {
  /** Start of an answer that comes without one. */
  static final int NO_START = Integer.MIN_VALUE;

  boolean hasStart() {
    return start != NO_START;
  }
}
