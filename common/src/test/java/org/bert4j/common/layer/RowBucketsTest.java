package org.bert4j.common.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowBucketsTest {
  private static final int MAX_ROWS = 20_000;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void fewRowsAreSpare(int replicas) {
    RowBuckets buckets = new RowBuckets(replicas);
    for (int rows = 1; rows <= MAX_ROWS; rows++) {
      int spare = buckets.roundUp(rows) - rows;
      assertTrue(spare >= 0 && spare * replicas <= 63, rows + " rows, " + spare + " spare");
      assertTrue(spare <= Math.max(15, rows / 16), rows + " rows, " + spare + " spare");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void moreRowsNeverTakeLessMemory(int replicas) {
    RowBuckets buckets = new RowBuckets(replicas);
    for (int rows = 1; rows <= MAX_ROWS; rows++) {
      int rounded = buckets.roundUp(rows);
      assertTrue(rounded <= buckets.roundUp(rows + 1), rows + " rows");
      assertEquals(rounded, buckets.roundUp(rounded));
    }
  }

  @Test
  void lengthsFromAQuarterOfTheLongestUpShareFewBuckets() {
    assertEquals(49, distinct(new RowBuckets(1), 1024, 4096));
    assertEquals(49, distinct(new RowBuckets(2), 512, 2048));
    assertEquals(49, distinct(new RowBuckets(4), 256, 1024));
  }

  private static long distinct(RowBuckets buckets, int from, int to) {
    return IntStream.rangeClosed(from, to).map(buckets::roundUp).distinct().count();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5})
  void refusesOtherNumbersOfReplicas(int replicas) {
    assertThrows(IllegalArgumentException.class, () -> new RowBuckets(replicas));
  }
}
