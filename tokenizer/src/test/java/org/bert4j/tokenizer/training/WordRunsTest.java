package org.bert4j.tokenizer.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Words counted in tables of a few kilobytes against a map that holds them all. */
class WordRunsTest {

  private static final long SMALLEST = 1;

  /** Their hashes have the same upper bits, so only their bytes tell their order. */
  private static final List<String> COLLIDING = List.of("w3483270", "w1581489");

  @Provide
  Arbitrary<List<String>> words() {
    Arbitrary<String> word =
        Arbitraries.of("a", "é", "中", "😀", "z", "\u0000", "w")
            .list()
            .ofMinSize(1)
            .ofMaxSize(6)
            .map(characters -> String.join("", characters));
    return Arbitraries.oneOf(word, Arbitraries.of(COLLIDING)).list().ofMaxSize(2000);
  }

  @Property(tries = 100)
  void countsAreExact(
      @ForAll("words") List<String> words, @ForAll @IntRange(min = 1, max = 4) int n)
      throws IOException {
    check(words, n);
  }

  @Test
  void runsAreMergedInSeveralLevels() throws IOException {
    // Two levels take more than FAN_IN² runs of at least 128 words.
    int distinct = 140 * WordRuns.FAN_IN * WordRuns.FAN_IN;
    Random random = new Random(5);
    List<String> words = new ArrayList<>();
    for (int i = 0; i < distinct; i++) {
      words.add("w" + (i % 10 == 0 ? random.nextInt(distinct) : i));
    }
    assertTrue(check(words, 1), "on the disk");
  }

  @Test
  void whatFitsInMemoryStaysThere() throws IOException {
    assertFalse(check(List.of("a", "b", "a"), 2), "on the disk");
  }

  @Test
  void wordsOfEqualHashesAreTold() throws IOException {
    WordEntry left = entry(COLLIDING.get(0));
    WordEntry right = entry(COLLIDING.get(1));
    assertEquals(left.hash() >> WordEntry.UNORDERED_BITS, right.hash() >> WordEntry.UNORDERED_BITS);
    assertTrue(left.compareTo(right) > 0);
    check(COLLIDING, 1);
    check(List.of(COLLIDING.get(1), COLLIDING.get(0), COLLIDING.get(0)), 2);
  }

  @Property(tries = 300)
  void entriesAreUtf8(@ForAll String text) {
    WordEntry entry = entry(text);
    byte[] expected =
        text.codePoints()
            .map(c -> Character.isBmpCodePoint(c) && Character.isSurrogate((char) c) ? 0xFFFD : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString()
            .getBytes(StandardCharsets.UTF_8);
    assertArrayEquals(expected, java.util.Arrays.copyOf(entry.bytes(), entry.length()));
  }

  /** Deals the words out to so many tables; returns whether some went to the disk. */
  private static boolean check(List<String> words, int tables) throws IOException {
    Map<String, Long> expected = new HashMap<>();
    try (WordRuns runs = new WordRuns()) {
      for (int t = 0; t < tables; t++) {
        WordTable table = new WordTable(SMALLEST);
        for (int i = t; i < words.size(); i += tables) {
          WordEntry entry = entry(words.get(i));
          entry.setCount(1L << i % 50);
          expected.merge(words.get(i), entry.count(), Long::sum);
          runs.add(entry, table);
        }
        runs.finish(table);
      }
      runs.merge();
      for (int round = 0; round < 2; round++) { // reading does not use the words up
        Map<String, Long> actual = new HashMap<>();
        for (WordCount word : runs) {
          String text = new String(word.codePoints(), 0, word.codePoints().length);
          assertEquals(null, actual.put(text, word.count()), text + " comes twice");
        }
        assertEquals(expected, actual);
      }
      return runs.spilled();
    }
  }

  private static WordEntry entry(String text) {
    WordEntry entry = new WordEntry();
    entry.set(text, 0, text.length());
    return entry;
  }
}
