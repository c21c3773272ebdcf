package org.bert4j.tokenizer.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The flat tables of merging against those of the standard library. */
class PairTableTest {

  @Property(tries = 30)
  void tableAgreesWithMaps(@ForAll long seed) {
    Random random = new Random(seed);
    PairTable table = new PairTable();
    Map<Long, Long> counts = new HashMap<>();
    Map<Long, Set<Integer>> words = new HashMap<>();
    int distinct = 1 << 3 + random.nextInt(10);
    for (int i = 0; i < 20_000; i++) {
      // Multiples of 2³² lie on one another in a table that takes the lower bits.
      long pair = (long) random.nextInt(distinct) << (random.nextBoolean() ? 32 : 0);
      switch (random.nextInt(6)) {
        case 0, 1, 2 -> {
          int word = random.nextInt(100);
          table.add(pair, 2);
          table.addWord(pair, word);
          counts.merge(pair, 2L, Long::sum);
          words.computeIfAbsent(pair, p -> new HashSet<>()).add(word);
        }
        case 3 -> {
          if (counts.containsKey(pair)) {
            table.add(pair, -counts.get(pair));
            table.removeIfGone(pair);
            counts.remove(pair);
            words.remove(pair);
          }
        }
        case 4 -> {
          Set<Integer> removed = words.getOrDefault(pair, Set.of());
          Set<Integer> actual = new HashSet<>();
          Arrays.stream(table.removeWords(pair)).forEach(actual::add);
          assertEquals(removed, actual);
          words.remove(pair);
        }
        default -> {
          table.removeIfGone(pair); // does nothing to a pair that occurs
          assertEquals(counts.getOrDefault(pair, 0L), table.count(pair));
        }
      }
    }
    assertEquals(counts.size(), table.size());
    long[] pairs = table.pairs();
    Arrays.sort(pairs);
    assertArrayEquals(counts.keySet().stream().mapToLong(p -> p).sorted().toArray(), pairs);
    counts.forEach((pair, count) -> assertEquals(count, table.count(pair)));
  }

  @Property(tries = 30)
  void queueAgreesWithPriorityQueue(@ForAll long seed) {
    Random random = new Random(seed);
    PairQueue queue = new PairQueue();
    PriorityQueue<long[]> expected =
        new PriorityQueue<>(
            Comparator.<long[]>comparingLong(entry -> -entry[1]).thenComparingLong(e -> e[0]));
    for (int i = 0; i < 10_000; i++) {
      if (random.nextInt(3) > 0 || expected.isEmpty()) {
        long[] entry = {random.nextInt(500), random.nextInt(20)};
        queue.add(entry[0], entry[1]);
        expected.add(entry);
      } else {
        assertArrayEquals(expected.remove(), new long[] {queue.pair(), queue.count()});
        queue.remove();
      }
      assertEquals(expected.size(), queue.size());
    }
    assertTrue(queue.size() > 1 << 10, "it has grown");
  }
}
