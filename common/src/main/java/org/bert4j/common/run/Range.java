package org.bert4j.common.run;

import java.util.Locale;

/** Range checks of configuration values. */
public final class Range {
  /** Sequences of a batch at most: with so many batches a step, an int counts its sequences. */
  public static final int MAX_BATCH_SIZE = 1 << 16;

  /** Batches of a step at most. */
  public static final int MAX_GRADIENT_ACCUMULATION = 1 << 14;

  private Range() {}

  /**
   * Requires a whole number to be large enough.
   *
   * @param name of the value, as a user writes it
   * @param value the value
   * @param least smallest one that is allowed
   * @throws IllegalArgumentException if it is less; the message names it
   */
  public static void atLeast(String name, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s is %d, expected at least %d", name, value, least));
    }
  }

  /**
   * Requires a whole number to lie in a range.
   *
   * @param name of the value, as a user writes it
   * @param value the value
   * @param least smallest one that is allowed
   * @param most largest one that is allowed
   * @throws IllegalArgumentException if it lies outside; the message names it
   */
  public static void within(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s is %d, expected %d to %,d", name, value, least, most));
    }
  }

  /**
   * Requires a number to lie in a range.
   *
   * @param name of the value, as a user writes it
   * @param value the value
   * @param least smallest one that is allowed, {@link Double#MIN_VALUE} for any above 0
   * @param most largest one that is allowed, {@link Double#MAX_VALUE} for any
   * @throws IllegalArgumentException if it lies outside or is not a number; the message names it
   */
  public static void between(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      String from = least == Double.MIN_VALUE ? "above 0" : "of at least " + least;
      String to = most == Double.MAX_VALUE ? "" : " and at most " + most;
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s is %s, expected a number %s%s", name, value, from, to));
    }
  }
}
