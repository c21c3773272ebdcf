package org.bert4j.common.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropoutMasksTest {
  private static final int ELEMENTS = 1_000_000;

  private static float[] draw(int threads, float rate, long seed) {
    try (Workers workers = new Workers(threads);
        Arena arena = new Arena()) {
      DropoutMasks masks = new DropoutMasks(workers, arena, rate, ELEMENTS);
      masks.draw(ELEMENTS, seed);
      return Transfer.toArray(masks.next(1, ELEMENTS));
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {0, 0.1f, 0.5f, 0.9f})
  void zerosComeAtTheRate(float rate) {
    float[] mask = draw(2, rate, 1);
    double zeros = 0;
    for (float element : mask) {
      assertTrue(element == 0 || element == 1);
      zeros += 1 - element;
    }
    double deviation = Math.sqrt(ELEMENTS * rate * (1 - rate));
    double expected = ELEMENTS * (double) DropoutMasks.exactRate(rate);
    assertEquals(expected, zeros, 4 * deviation + 1e-9);
    assertEquals(rate, DropoutMasks.exactRate(rate), 1.0 / (1 << 17));
  }

  /** Pairs of elements at any distance that a row or a word may have must be independent. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16, 31, 64, 128, 256, 8192, 16384})
  void neighboursAreIndependent(int distance) {
    float[] mask = draw(1, 0.5f, 2);
    int pairs = ELEMENTS - distance;
    int equal = 0;
    for (int i = 0; i < pairs; i++) {
      equal += mask[i] == mask[i + distance] ? 1 : 0;
    }
    assertEquals(pairs / 2.0, equal, 4 * Math.sqrt(pairs) / 2);
  }

  @Test
  void masksOfDifferentStepsAreIndependent() {
    float[] first = draw(1, 0.5f, 3);
    float[] second = draw(1, 0.5f, 4);
    int equal = 0;
    for (int i = 0; i < ELEMENTS; i++) {
      equal += first[i] == second[i] ? 1 : 0;
    }
    assertEquals(ELEMENTS / 2.0, equal, 2 * Math.sqrt(ELEMENTS));
  }

  @Test
  void masksDoNotDependOnTheThreads() {
    assertArrayEquals(draw(1, 0.1f, 5), draw(2, 0.1f, 5));
    assertArrayEquals(draw(1, 0.1f, 5), draw(3, 0.1f, 5));
  }
}
