package org.bert4j.pretrain;

/** Range checks of configuration values. */
final class Range {
  private Range() {}

  static void atLeast(String name, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s is %d, expected at least %d".formatted(name, value, least));
    }
  }

  static void between(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          most == Double.MAX_VALUE
              ? "%s is %s, expected a number of at least %s".formatted(name, value, least)
              : "%s is %s, expected a number from %s to %s".formatted(name, value, least, most));
    }
  }
}
