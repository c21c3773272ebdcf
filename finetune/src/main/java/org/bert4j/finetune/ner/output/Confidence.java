package org.bert4j.finetune.ner.output;

/** Confidences as files have them: more digits would say nothing. */
final class Confidence {
  private static final double DIGITS = 1e6;

  private Confidence() {}

  static double rounded(double confidence) {
    return Math.round(confidence * DIGITS) / DIGITS;
  }
}
