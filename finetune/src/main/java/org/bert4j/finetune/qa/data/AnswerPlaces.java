package org.bert4j.finetune.qa.data;

/** Finds where answers stand in a context, in Java {@code char}s. */
final class AnswerPlaces {
  private final String context;
  private final boolean surrogates;

  AnswerPlaces(String context) {
    this.context = context;
    this.surrogates = context.chars().anyMatch(c -> Character.isSurrogate((char) c));
  }

  /**
   * The place of an answer.
   *
   * @param start code points before it, or {@link QuestionReader#NO_START} for its first occurrence
   * @return its first char, or {@link GoldAnswer#NOWHERE}
   */
  int of(String text, long start) {
    if (text.isEmpty()) {
      return GoldAnswer.NOWHERE;
    }
    if (start == QuestionReader.NO_START) {
      int found = context.indexOf(text);
      return found < 0 ? GoldAnswer.NOWHERE : found;
    }
    if (start < 0 || start >= context.length()) {
      return GoldAnswer.NOWHERE;
    }
    int index = (int) start;
    if (surrogates) {
      if (start >= context.codePointCount(0, context.length())) {
        return GoldAnswer.NOWHERE;
      }
      index = context.offsetByCodePoints(0, index);
    }
    return context.startsWith(text, index) ? index : GoldAnswer.NOWHERE;
  }
}
