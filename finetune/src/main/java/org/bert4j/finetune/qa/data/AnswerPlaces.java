package org.bert4j.finetune.qa.data;

import org.bert4j.common.io.OffsetUnit;

/** Finds where answers stand in a context, in Java {@code char}s. */
final class AnswerPlaces {
  private final String context;
  private final boolean unitMatters;

  AnswerPlaces(String context) {
    this.context = context;
    this.unitMatters = OffsetUnit.matters(context);
  }

  /** Whether it makes a difference what an answer's start counts. */
  boolean unitMatters() {
    return unitMatters;
  }

  /** Where a text stands first; {@link GoldAnswer#NOWHERE} if it does not or is empty. */
  int first(String text) {
    return text.isEmpty() ? GoldAnswer.NOWHERE : context.indexOf(text); // -1 is nowhere, too
  }

  /**
   * The place of an answer.
   *
   * @param start what stands before it, in the unit
   * @param unit UTF-16 units or code points
   * @return its first char, or {@link GoldAnswer#NOWHERE}
   */
  int of(String text, int start, OffsetUnit unit) {
    boolean convert = unitMatters && unit == OffsetUnit.CODE_POINTS;
    int index = convert ? OffsetUnit.toUtf16(context, start)[0] : start;
    return !text.isEmpty() && context.startsWith(text, index) ? index : GoldAnswer.NOWHERE;
  }
}
