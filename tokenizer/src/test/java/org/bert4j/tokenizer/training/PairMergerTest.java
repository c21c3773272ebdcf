package org.bert4j.tokenizer.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.bert4j.tokenizer.Vocabulary;

/** The trainer's incremental counts against a trainer that recounts everything at every merge. */
class PairMergerTest {

  /** Words over few letters, so that pairs overlap ("aaa") and pieces arise in several ways. */
  @Provide
  Arbitrary<Map<String, Integer>> corpora() {
    Arbitrary<String> words =
        Arbitraries.of("a", "b", "c", "😀")
            .list()
            .ofMinSize(1)
            .ofMaxSize(9)
            .map(characters -> String.join("", characters));
    return Arbitraries.maps(words, Arbitraries.integers().between(1, 5)).ofMinSize(1).ofMaxSize(40);
  }

  @Property(tries = 300)
  void agreesWithRecounting(
      @ForAll("corpora") Map<String, Integer> corpus,
      @ForAll @IntRange(min = 13, max = 120) int vocabularySize,
      @ForAll @IntRange(min = 1, max = 4) int minFrequency) {
    List<WordCount> words = new ArrayList<>();
    corpus.forEach((word, n) -> words.add(new WordCount(word.codePoints().toArray(), n)));
    WordPieceTraining training =
        new WordPieceTraining(vocabularySize, false, minFrequency, 1.0, 1, 1 << 20);
    assertEquals(
        recounting(corpus, training),
        WordPieceTrainer.merger(words, training, statistics -> {}).merge(vocabularySize));
  }

  private static List<String> recounting(Map<String, Integer> corpus, WordPieceTraining training) {
    Map<List<String>, Integer> words = new HashMap<>();
    TreeSet<String> initials = new TreeSet<>();
    TreeSet<String> continuing = new TreeSet<>();
    corpus.forEach(
        (word, count) -> {
          List<String> pieces = new ArrayList<>();
          word.codePoints()
              .mapToObj(Character::toString)
              .peek(initials::add)
              .forEach(c -> pieces.add(pieces.isEmpty() ? c : "##" + c));
          continuing.addAll(pieces.subList(1, pieces.size()));
          words.merge(pieces, count, Integer::sum);
        });
    List<String> tokens = new ArrayList<>(Vocabulary.SPECIAL_TOKENS);
    tokens.addAll(initials);
    tokens.addAll(continuing);
    while (tokens.size() < training.vocabularySize()) {
      List<String> best = mostFrequentPair(words, tokens, training.minFrequency());
      if (best == null) {
        break;
      }
      String merged = best.get(0) + best.get(1).substring(2);
      if (!tokens.contains(merged)) {
        tokens.add(merged);
      }
      replaceEverywhere(words, best, merged);
    }
    return tokens;
  }

  private static List<String> mostFrequentPair(
      Map<List<String>, Integer> words, List<String> tokens, int minFrequency) {
    Map<Integer, Map<Integer, Integer>> counts = new TreeMap<>();
    words.forEach(
        (word, count) -> {
          for (int i = 0; i + 1 < word.size(); i++) {
            counts
                .computeIfAbsent(tokens.indexOf(word.get(i)), left -> new TreeMap<>())
                .merge(tokens.indexOf(word.get(i + 1)), count, Integer::sum);
          }
        });
    int most = minFrequency - 1;
    List<String> best = null;
    for (var left : counts.entrySet()) {
      for (var right : left.getValue().entrySet()) {
        if (right.getValue() > most) {
          most = right.getValue();
          best = List.of(tokens.get(left.getKey()), tokens.get(right.getKey()));
        }
      }
    }
    return best;
  }

  private static void replaceEverywhere(
      Map<List<String>, Integer> words, List<String> pair, String merged) {
    for (List<String> word : List.copyOf(words.keySet())) {
      List<String> after = new ArrayList<>();
      for (int i = 0; i < word.size(); i++) {
        if (i + 1 < word.size() && word.subList(i, i + 2).equals(pair)) {
          after.add(merged);
          i++;
        } else {
          after.add(word.get(i));
        }
      }
      words.put(after, words.remove(word));
    }
  }
}
