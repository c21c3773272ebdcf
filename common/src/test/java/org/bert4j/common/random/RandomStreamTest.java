package org.bert4j.common.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.bert4j.common.random.RandomStream.Purpose;
import org.junit.jupiter.api.Test;

class RandomStreamTest {
  private static final int DRAWS = 100_000;

  @Test
  void sameFourGiveTheSameStreamAndEachOfThemMatters() {
    Set<Long> first = new HashSet<>();
    for (int seed = 0; seed < 8; seed++) {
      for (int epoch = 0; epoch < 8; epoch++) {
        for (int index = 0; index < 8; index++) {
          for (Purpose purpose : Purpose.values()) {
            long draw = RandomStream.of(seed, epoch, index, purpose).nextLong();
            assertEquals(draw, RandomStream.of(seed, epoch, index, purpose).nextLong());
            first.add(draw);
          }
        }
      }
    }
    assertEquals(8 * 8 * 8 * Purpose.values().length, first.size());
  }

  @Test
  void boundedDrawsAreUniform() {
    int[] counts = new int[7];
    RandomStream random = RandomStream.of(1, 0, 0, Purpose.MASKING);
    for (int i = 0; i < DRAWS; i++) {
      counts[random.nextInt(7)]++;
    }
    for (int count : counts) {
      assertEquals(DRAWS / 7.0, count, 5 * Math.sqrt(DRAWS / 7.0));
    }
  }

  @Test
  void boundThatDoesNotDivideTheRangeIsUnbiased() {
    // Without rejection every third number of this range would come up a third less often.
    int bound = 3 << 29;
    RandomStream random = RandomStream.of(2, 0, 0, Purpose.MASKING);
    int low = 0;
    for (int i = 0; i < DRAWS; i++) {
      low += random.nextInt(bound) % 3 == 0 ? 1 : 0;
    }
    assertEquals(DRAWS / 3.0, low, 5 * Math.sqrt(DRAWS / 3.0));
  }

  @Test
  void boundBelowOneIsRefused() {
    RandomStream random = RandomStream.of(0, 0, 0, Purpose.DROPOUT);
    assertThrows(IllegalArgumentException.class, () -> random.nextInt(0));
  }

  @Test
  void firstDrawsOfNeighbouringStreamsAreIndependent() {
    double[] x = new double[DRAWS];
    for (int i = 0; i < DRAWS; i++) {
      x[i] = RandomStream.of(0, 0, i, Purpose.DROPOUT).nextDouble();
    }
    double covariance = 0;
    for (int i = 1; i < DRAWS; i++) {
      covariance += (x[i] - 0.5) * (x[i - 1] - 0.5);
    }
    assertEquals(0.5, Arrays.stream(x).average().orElseThrow(), 0.005);
    assertEquals(0, 12 * covariance / DRAWS, 0.02);
  }

  @Test
  void gaussianHasItsMoments() {
    RandomStream random = RandomStream.of(3, 0, 0, Purpose.INITIALIZATION);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < DRAWS; i++) {
      double value = random.nextGaussian();
      sum += value;
      squares += value * value;
    }
    assertEquals(0, sum / DRAWS, 0.02);
    assertEquals(1, squares / DRAWS, 0.03);
  }

  @Test
  void truncatedNormalStaysWithinTwoDeviations() {
    RandomStream random = RandomStream.of(4, 0, 0, Purpose.INITIALIZATION);
    double squares = 0;
    for (int i = 0; i < DRAWS; i++) {
      double value = random.nextTruncatedNormal();
      assertTrue(Math.abs(value) <= 2);
      squares += value * value;
    }
    // Variance of the standard normal cut off at two: 1 - 2 * 2 * pdf(2) / (cdf(2) - cdf(-2)).
    assertEquals(0.7737, squares / DRAWS, 0.02);
  }

  @Test
  void shuffleKeepsTheElementsAndStaysInItsRange() {
    int[] values = IntStream.range(0, 100).toArray();
    RandomStream.of(5, 0, 0, Purpose.DOCUMENT_ORDER).shuffle(values, 10, 90);
    for (int i = 0; i < 10; i++) {
      assertEquals(i, values[i]);
      assertEquals(99 - i, values[99 - i]);
    }
    assertTrue(IntStream.range(10, 90).filter(i -> values[i] == i).count() < 10);
    Arrays.sort(values);
    assertArrayEquals(IntStream.range(0, 100).toArray(), values);
  }

  @Test
  void shufflePutsEveryElementEverywhereEquallyOften() {
    int[][] counts = new int[4][4];
    for (int i = 0; i < DRAWS; i++) {
      int[] values = {0, 1, 2, 3};
      RandomStream.of(6, 0, i, Purpose.DOCUMENT_ORDER).shuffle(values, 0, 4);
      for (int place = 0; place < 4; place++) {
        counts[place][values[place]]++;
      }
    }
    for (int[] place : counts) {
      for (int count : place) {
        assertEquals(DRAWS / 4.0, count, 5 * Math.sqrt(DRAWS / 4.0));
      }
    }
  }
}
