package org.bert4j.finetune;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class WindowOrderTest {
  private static int[] lengths(int windows, long seed) {
    return new Random(seed).ints(windows, 1, 100).toArray();
  }

  private static WindowOrder order(int[] lengths, int stepSize) {
    return new WindowOrder(lengths.length, i -> lengths[i], stepSize, 3);
  }

  @Property(tries = 200)
  void everyWindowIsInOneStep(
      @ForAll @IntRange(min = 1, max = 1000) int windows,
      @ForAll @IntRange(min = 1, max = 40) int stepSize,
      @ForAll @IntRange(max = 5) int epoch) {
    int[][] steps = order(lengths(windows, epoch), stepSize).steps(epoch);
    assertEquals((windows + stepSize - 1) / stepSize, steps.length);
    assertTrue(Arrays.stream(steps).allMatch(step -> step.length <= stepSize));
    int[] all = Arrays.stream(steps).flatMapToInt(Arrays::stream).sorted().toArray();
    assertArrayEquals(IntStream.range(0, windows).toArray(), all);
  }

  @Property(tries = 20)
  void windowsOfAStepAreOfSimilarLength(@ForAll @IntRange(max = 100) int seed) {
    int[] lengths = lengths(2000, seed);
    double spread = 0;
    int[][] steps = order(lengths, 16).steps(0);
    for (int[] step : steps) {
      int[] ofStep = Arrays.stream(step).map(i -> lengths[i]).toArray();
      assertTrue(IntStream.range(1, ofStep.length).allMatch(i -> ofStep[i - 1] <= ofStep[i]));
      spread += ofStep[ofStep.length - 1] - ofStep[0];
    }
    // 16 lengths of 1 to 99 drawn without order are 87 apart.
    assertTrue(spread / steps.length < 10, "spread " + spread / steps.length);
  }

  @Property(tries = 20)
  void anEpochIsAlwaysTheSameAndUnlikeOthers(@ForAll @IntRange(max = 100) int seed) {
    int[] lengths = lengths(100, seed);
    int[][] first = order(lengths, 8).steps(4);
    assertTrue(Arrays.deepEquals(first, order(lengths, 8).steps(4)));
    assertFalse(Arrays.deepEquals(first, order(lengths, 8).steps(5)));
  }

  @Property(tries = 20)
  void stepsDoNotGrow(@ForAll @IntRange(max = 100) int seed) {
    int[] lengths = lengths(4000, seed);
    int[][] steps = order(lengths, 16).steps(0);
    double ofFirstHalf = tokens(Arrays.copyOf(steps, steps.length / 2), lengths);
    double all = tokens(steps, lengths);
    assertEquals(0.5, ofFirstHalf / all, 0.15);
  }

  private static double tokens(int[][] steps, int[] lengths) {
    return Arrays.stream(steps).flatMapToInt(Arrays::stream).map(i -> lengths[i]).sum();
  }
}
