package org.bert4j.tokenizer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The characters that a vocabulary spells words with. */
final class Alphabet {

  private final Set<Integer> characters;
  private final List<WordCount> spelled = new ArrayList<>();

  private Alphabet(Set<Integer> characters, List<WordCount> words) {
    this.characters = characters;
    for (WordCount word : words) {
      if (covers(word)) {
        spelled.add(word);
      }
    }
  }

  /**
   * The most frequent characters, until they make up the coverage. Of equally frequent ones the
   * smaller code point is taken first.
   */
  static Alphabet of(List<WordCount> words, double coverage) {
    Map<Integer, Long> counts = new TreeMap<>();
    long total = 0;
    for (WordCount word : words) {
      for (int c : word.codePoints()) {
        counts.merge(c, word.count(), Long::sum);
      }
      total += word.count() * word.codePoints().length;
    }
    // The sort is stable, so equally frequent characters stay in the order of their code points.
    List<Integer> byFrequency = new ArrayList<>(counts.keySet());
    byFrequency.sort(Comparator.comparing(counts::get, Comparator.reverseOrder()));
    Set<Integer> characters = new HashSet<>();
    long covered = 0;
    for (int c : byFrequency) {
      if (covered >= coverage * total) {
        break;
      }
      characters.add(c);
      covered += counts.get(c);
    }
    return new Alphabet(characters, words);
  }

  /** The words that consist of these characters. */
  List<WordCount> spelled() {
    return spelled;
  }

  /** The characters, then those that continue a word with their prefix, each by code point. */
  List<String> pieces() {
    Set<Integer> continuing = new TreeSet<>();
    for (WordCount word : spelled) {
      for (int i = 1; i < word.codePoints().length; i++) {
        continuing.add(word.codePoints()[i]);
      }
    }
    List<String> pieces = new ArrayList<>();
    for (int c : new TreeSet<>(characters)) {
      pieces.add(Character.toString(c));
    }
    for (int c : continuing) {
      pieces.add(Vocabulary.CONTINUATION + Character.toString(c));
    }
    return pieces;
  }

  private boolean covers(WordCount word) {
    for (int c : word.codePoints()) {
      if (!characters.contains(c)) {
        return false;
      }
    }
    return true;
  }
}
