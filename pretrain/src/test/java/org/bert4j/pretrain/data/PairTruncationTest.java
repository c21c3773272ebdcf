package org.bert4j.pretrain.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.bert4j.common.random.RandomStream;
import org.bert4j.common.random.RandomStream.Purpose;
import org.junit.jupiter.api.Test;

class PairTruncationTest {
  private final PairTruncation truncation = new PairTruncation();

  private static RandomStream random(int index) {
    return RandomStream.of(3, 0, index, Purpose.TRUNCATION);
  }

  /** The rule as it is usually written: one token after the other from the longer segment. */
  @Property(tries = 1000)
  void lengthsAreThoseOfTheStepwiseRule(
      @ForAll @IntRange(min = 1, max = 300) int first,
      @ForAll @IntRange(min = 1, max = 300) int second,
      @ForAll @IntRange(min = 2, max = 509) int most) {
    int a = first;
    int b = second;
    while (a + b > most) {
      if (a > b) {
        a--;
      } else {
        b--;
      }
    }
    truncation.set(first, second, most, random(first));
    assertEquals(a, first - truncation.firstRemoved());
    assertEquals(b, second - truncation.secondRemoved());
    assertTrue(a >= 1 && b >= 1);
    assertTrue(truncation.firstFront() >= 0 && truncation.firstFront() <= first - a);
    assertTrue(truncation.secondFront() >= 0 && truncation.secondFront() <= second - b);
  }

  @Test
  void frontAndBackAreCutEquallyOften() {
    int draws = 0;
    long front = 0;
    double squares = 0;
    int pairs = 1_000;
    for (int i = 0; i < pairs; i++) {
      truncation.set(180, 70, 125, random(i));
      int removed = truncation.firstRemoved() + truncation.secondRemoved();
      int atFront = truncation.firstFront() + truncation.secondFront();
      draws += removed;
      front += atFront;
      squares += (atFront - removed / 2.0) * (atFront - removed / 2.0);
    }
    assertEquals(125_000, draws);
    assertEquals(0.5, (double) front / draws, 0.007);
    // Independent coins: the variance of 125 of them is 125 / 4.
    assertEquals(125 / 4.0, squares / pairs, 8);
  }
}
