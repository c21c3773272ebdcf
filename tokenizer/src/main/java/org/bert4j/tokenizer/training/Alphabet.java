package org.bert4j.tokenizer.training;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.bert4j.tokenizer.Vocabulary;

/** The characters that a vocabulary spells words with. */
final class Alphabet {

  private final BitSet characters = new BitSet();

  private Alphabet() {}

  /**
   * The most frequent characters, until they make up the coverage. Of equally frequent ones the
   * smaller code point is taken first.
   */
  static Alphabet of(Iterable<WordCount> words, double coverage) {
    long[] counts = new long[Character.MAX_CODE_POINT + 1];
    long total = 0;
    for (WordCount word : words) {
      for (int c : word.codePoints()) {
        counts[c] += word.count();
      }
      total += word.count() * word.codePoints().length;
    }
    // The sort is stable, so equally frequent characters stay in the order of their code points.
    List<Integer> byFrequency =
        IntStream.range(0, counts.length)
            .filter(c -> counts[c] > 0)
            .boxed()
            .sorted(Comparator.comparing(c -> -counts[c]))
            .toList();
    Alphabet alphabet = new Alphabet();
    long covered = 0;
    for (int c : byFrequency) {
      if (covered >= coverage * total) {
        break;
      }
      alphabet.characters.set(c);
      covered += counts[c];
    }
    return alphabet;
  }

  /** Whether the word consists of these characters. */
  boolean covers(WordCount word) {
    for (int c : word.codePoints()) {
      if (!characters.get(c)) {
        return false;
      }
    }
    return true;
  }

  /**
   * The characters, then those that continue a word with their prefix, each by code point.
   *
   * @param continuing the characters that continue words
   */
  List<String> pieces(BitSet continuing) {
    List<String> pieces = new ArrayList<>();
    characters.stream().mapToObj(Character::toString).forEach(pieces::add);
    continuing.stream()
        .mapToObj(c -> Vocabulary.CONTINUATION + Character.toString(c))
        .forEach(pieces::add);
    return pieces;
  }
}
