package org.bert4j.common.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropoutMasksTest {
  private static final int ELEMENTS = 1_000_000;

  /** Sequences of odd and even sizes, from one element to many blocks. */
  private static final Segments SEGMENTS =
      new Segments(
          5,
          new long[] {0, 1, 100_000, 300_001, 300_032},
          new long[] {1, 99_999, 200_001, 31, ELEMENTS - 300_032},
          new long[] {3, 0, 4, 1, 2});

  private static float[] draw(int threads, float rate, long seed) {
    try (ComputeEngine engine = new ComputeEngine(threads);
        Arena arena = new Arena()) {
      DropoutMasks masks = new DropoutMasks(arena, rate, 1, ELEMENTS);
      masks.start(seed);
      return Transfer.toArray(masks.next(engine, ELEMENTS, SEGMENTS, 1));
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
  void theMasksOfAStepAreIndependent() {
    try (ComputeEngine engine = new ComputeEngine(1);
        Arena arena = new Arena()) {
      DropoutMasks masks = new DropoutMasks(arena, 0.5f, 2, 2 * ELEMENTS);
      masks.start(6);
      float[] first = Transfer.toArray(masks.next(engine, ELEMENTS, SEGMENTS, 1));
      float[] second = Transfer.toArray(masks.next(engine, ELEMENTS, SEGMENTS, 1));
      int equal = 0;
      for (int i = 0; i < ELEMENTS; i++) {
        equal += first[i] == second[i] ? 1 : 0;
      }
      assertEquals(ELEMENTS / 2.0, equal, 2 * Math.sqrt(ELEMENTS));
    }
  }

  @Test
  void aSequenceHasItsMaskWhereverItLies() {
    Segments moved =
        new Segments(1, new long[] {7}, new long[] {SEGMENTS.lengths()[2]}, new long[] {4});
    try (ComputeEngine engine = new ComputeEngine(1);
        Arena arena = new Arena()) {
      DropoutMasks masks = new DropoutMasks(arena, 0.1f, 1, ELEMENTS);
      masks.start(7);
      float[] alone = Transfer.toArray(masks.next(engine, ELEMENTS, moved, 1));
      float[] among = draw(1, 0.1f, 7);
      assertArrayEquals(
          Arrays.copyOfRange(among, 100_000, 300_001), Arrays.copyOfRange(alone, 7, 200_008));
    }
  }

  @Test
  void masksDoNotDependOnTheThreads() {
    assertArrayEquals(draw(1, 0.1f, 5), draw(2, 0.1f, 5));
    assertArrayEquals(draw(1, 0.1f, 5), draw(3, 0.1f, 5));
  }

  /** On a processor without AVX-512 dropout draws what it draws elsewhere. */
  @ParameterizedTest
  @ValueSource(floats = {0, 0.1f, 0.5f})
  void masksDoNotDependOnTheType(float rate) {
    assertArrayEquals(draw(DataType.BF16, rate), draw(DataType.FP32, rate));
  }

  private static float[] draw(DataType type, float rate) {
    try (ComputeEngine engine = new ComputeEngine(2);
        Arena arena = new Arena()) {
      DropoutMasks masks = new DropoutMasks(arena.matrix(type, 1, ELEMENTS), rate);
      masks.start(8);
      return Transfer.toArray(masks.next(engine, ELEMENTS, SEGMENTS, 1));
    }
  }
}
