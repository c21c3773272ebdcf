package org.bert4j.tokenizer.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.bert4j.tokenizer.BertTokenizer;

/** Vocabularies learned in little memory against those learned in plenty. */
class BoundedTrainingTest {

  private static final long LITTLE = 1 << 16;
  private static final long PLENTY = 1 << 28;
  private static final int VOCABULARY_SIZE = 300;

  /** All other words consist of its letters, which it has at the start and inside. */
  private static final String FREQUENT = "etaoin noiate tt ee aa oo ii nn ";

  @Property(tries = 12)
  void onlyTheRarestWordsAreLeftOut(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int threads) {
    Map<String, Integer> words = words(new Random(seed), 6000);
    Learned little = learn(lines(words, 1), LITTLE, threads);
    WordStatistics statistics = little.statistics();

    assertEquals(words.size(), statistics.distinctWords());
    assertEquals(sum(words, 1, Integer.MAX_VALUE), statistics.words());
    int least = (int) statistics.leastCount();
    assertTrue(least > 1, "memory does not suffice");
    assertEquals(number(words, 1, least - 1), statistics.distinctLeftOut());
    assertEquals(sum(words, 1, least - 1), statistics.wordsLeftOut());
    int bound = (int) (LITTLE / WordSelection.CHARACTER_BYTES);
    assertTrue(characters(words, least) <= bound, "what is taken fits");
    assertTrue(characters(words, least - 1) > bound, "what is not taken does not fit");

    // The vocabulary of the frequent words alone is the same; so is that of fewer threads.
    assertEquals(learn(lines(words, least), PLENTY, 1).tokens(), little.tokens());
  }

  @Property(tries = 12)
  void enoughMemoryLeavesNothingOut(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int threads) {
    // 900 characters are merged in 64 KiB, but four tables of 8 KiB do not hold so many words.
    Map<String, Integer> words = words(new Random(seed), 220);
    Learned little = learn(lines(words, 1), LITTLE, threads);
    Learned plenty = learn(lines(words, 1), PLENTY, 1);
    assertEquals(plenty, little);
    assertEquals(0, little.statistics().distinctLeftOut());
    assertEquals(1, little.statistics().leastCount());
  }

  private record Learned(List<String> tokens, WordStatistics statistics) {}

  private static Learned learn(List<String> lines, long memory, int threads) {
    WordPieceTraining training =
        new WordPieceTraining(VOCABULARY_SIZE, false, 1, 1.0, threads, memory);
    AtomicReference<WordStatistics> statistics = new AtomicReference<>();
    List<List<String>> batches = new ArrayList<>();
    lines.forEach(line -> batches.add(List.of(line)));
    try (BertTokenizer tokenizer = new WordPieceTrainer(training).train(batches, statistics::set)) {
      return new Learned(tokenizer.tokens(), statistics.get());
    }
  }

  /** Random words, some far more frequent than others, and those that hold all letters. */
  private static Map<String, Integer> words(Random random, int number) {
    Map<String, Integer> words = new HashMap<>();
    for (int i = 0; i < number; i++) {
      StringBuilder word = new StringBuilder();
      for (int length = 1 + random.nextInt(6); length > 0; length--) {
        word.append("etaoin".charAt(random.nextInt(6)));
      }
      words.merge(word.toString(), 1 + (int) (3 / (0.01 + random.nextDouble())), Integer::sum);
    }
    for (String word : FREQUENT.split(" ")) {
      words.put(word, 5000);
    }
    return words;
  }

  /** The words that occur so often, shuffled over lines. */
  private static List<String> lines(Map<String, Integer> words, int leastCount) {
    List<String> text = new ArrayList<>();
    words.forEach(
        (word, count) -> {
          if (count >= leastCount) {
            text.addAll(Collections.nCopies(count, word));
          }
        });
    Collections.shuffle(text, new Random(1));
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < text.size(); i += 500) {
      lines.add(String.join(" ", text.subList(i, Math.min(i + 500, text.size()))));
    }
    return lines;
  }

  private static long number(Map<String, Integer> words, int from, int to) {
    return words.values().stream().filter(count -> count >= from && count <= to).count();
  }

  private static long sum(Map<String, Integer> words, int from, int to) {
    return words.values().stream()
        .filter(count -> count >= from && count <= to)
        .mapToLong(count -> count)
        .sum();
  }

  private static int characters(Map<String, Integer> words, int leastCount) {
    return words.entrySet().stream()
        .filter(word -> word.getValue() >= leastCount)
        .mapToInt(word -> word.getKey().length())
        .sum();
  }
}
