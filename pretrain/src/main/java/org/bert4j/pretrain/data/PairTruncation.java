package org.bert4j.pretrain.data;

import org.bert4j.common.random.RandomStream;

/**
 * Cuts a sentence pair to its greatest length, token by token from the longer segment, the second
 * if they are equal, each time at its front or at its back with equal chance. Reused, hence
 * mutable.
 */
final class PairTruncation {
  private int firstFront;
  private int firstRemoved;
  private int secondFront;
  private int secondRemoved;

  /** Decides how many tokens go where. */
  void set(int firstLength, int secondLength, int most, RandomStream random) {
    int excess = (int) Math.max(0, (long) firstLength + secondLength - most);
    int difference = firstLength - secondLength;
    int levelled = Math.min(excess, Math.abs(difference));
    int alternating = excess - levelled;
    firstRemoved = (difference > 0 ? levelled : 0) + alternating / 2;
    secondRemoved = (difference > 0 ? 0 : levelled) + (alternating + 1) / 2;
    firstFront = heads(firstRemoved, random);
    secondFront = heads(secondRemoved, random);
  }

  int firstFront() {
    return firstFront;
  }

  int firstRemoved() {
    return firstRemoved;
  }

  int secondFront() {
    return secondFront;
  }

  int secondRemoved() {
    return secondRemoved;
  }

  /** How many of so many coins fall on one side. */
  private static int heads(int coins, RandomStream random) {
    int heads = 0;
    for (int left = coins; left > 0; left -= Long.SIZE) {
      long bits = random.nextLong();
      heads += Long.bitCount(left < Long.SIZE ? bits >>> (Long.SIZE - left) : bits);
    }
    return heads;
  }
}
