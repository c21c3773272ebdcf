package org.bert4j.tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Merges the most frequent pair of neighbouring pieces again and again. A merge touches only the
 * words that contain its pair: their old pairs are taken off the counts, their new ones are added.
 *
 * <p>The queue may hold a pair under a count that has since fallen; such an entry is put back with
 * the true one when it comes up. Counts that rise are queued anew, so the first entry whose count
 * is true is the maximum.
 */
final class PairMerger {

  /** A pair at the count it had when it was queued. */
  private record Candidate(long pair, long count) {
    static final Comparator<Candidate> ORDER =
        Comparator.comparingLong(Candidate::count).reversed().thenComparingLong(Candidate::pair);
  }

  /** How often a pair occurs, and every word that it ever occurred in, perhaps repeated. */
  private static final class Occurrences {
    long count;
    private int[] words = new int[2];
    private int size;

    void add(int word) {
      if (size > 0 && words[size - 1] == word) {
        return;
      }
      if (size == words.length) {
        words = Arrays.copyOf(words, 2 * size);
      }
      words[size++] = word;
    }

    int[] removeWords() {
      int[] removed = Arrays.copyOf(words, size);
      size = 0;
      return removed;
    }
  }

  private final List<String> tokens;
  private final Map<String, Integer> ids = new HashMap<>();
  private final List<int[]> words = new ArrayList<>();
  private final List<Long> counts = new ArrayList<>();
  private final Map<Long, Occurrences> pairs = new HashMap<>();
  private final PriorityQueue<Candidate> queue = new PriorityQueue<>(Candidate.ORDER);

  /**
   * @param tokens the vocabulary so far, single characters included; merged pieces are added to it
   */
  PairMerger(List<String> tokens) {
    this.tokens = tokens;
    for (int id = 0; id < tokens.size(); id++) {
      ids.put(tokens.get(id), id);
    }
  }

  /** Adds a word whose characters are all in the vocabulary. */
  void add(WordCount word) {
    int[] pieces = new int[word.codePoints().length];
    for (int i = 0; i < pieces.length; i++) {
      String character = Character.toString(word.codePoints()[i]);
      pieces[i] = ids.get(i == 0 ? character : Vocabulary.CONTINUATION + character);
    }
    words.add(pieces);
    counts.add(word.count());
    for (int i = 0; i + 1 < pieces.length; i++) {
      long pair = pair(pieces[i], pieces[i + 1]);
      occurrences(pair).count += word.count();
      occurrences(pair).add(words.size() - 1);
    }
  }

  /** Merges until there are so many tokens or no pair occurs so often. */
  void merge(int vocabularySize, int minFrequency) {
    pairs.keySet().forEach(this::enqueue);
    while (tokens.size() < vocabularySize && !queue.isEmpty()) {
      Candidate best = queue.poll();
      long count = occurrences(best.pair()).count;
      if (count != best.count()) {
        enqueue(best.pair());
      } else if (count < minFrequency) {
        return;
      } else {
        merge(best.pair());
      }
    }
  }

  private void enqueue(long pair) {
    long count = occurrences(pair).count;
    if (count > 0) {
      queue.add(new Candidate(pair, count));
    }
  }

  private void merge(long pair) {
    int merged = mergedId(left(pair), right(pair));
    Set<Long> risen = new HashSet<>();
    for (int word : occurrences(pair).removeWords()) {
      int[] before = words.get(word);
      int[] after = replace(before, pair, merged);
      if (after.length < before.length) {
        words.set(word, after);
        recount(word, before, after, merged, risen);
      }
    }
    risen.forEach(this::enqueue);
  }

  /** Only pairs with the merged piece are new to the word; it is listed under all others. */
  private void recount(int word, int[] before, int[] after, int merged, Set<Long> risen) {
    long count = counts.get(word);
    for (int i = 0; i + 1 < before.length; i++) {
      occurrences(pair(before[i], before[i + 1])).count -= count;
    }
    for (int i = 0; i + 1 < after.length; i++) {
      long pair = pair(after[i], after[i + 1]);
      occurrences(pair).count += count;
      if (after[i] == merged || after[i + 1] == merged) {
        occurrences(pair).add(word);
        risen.add(pair);
      }
    }
  }

  /** The id of two pieces joined; different pairs may make the same piece. */
  private int mergedId(int left, int right) {
    String token = tokens.get(left) + tokens.get(right).substring(Vocabulary.CONTINUATION.length());
    Integer known = ids.putIfAbsent(token, tokens.size());
    if (known != null) {
      return known;
    }
    tokens.add(token);
    return tokens.size() - 1;
  }

  private static int[] replace(int[] pieces, long pair, int merged) {
    int[] result = new int[pieces.length];
    int size = 0;
    for (int i = 0; i < pieces.length; i++) {
      if (i + 1 < pieces.length && pair(pieces[i], pieces[i + 1]) == pair) {
        result[size++] = merged;
        i++;
      } else {
        result[size++] = pieces[i];
      }
    }
    return Arrays.copyOf(result, size);
  }

  private Occurrences occurrences(long pair) {
    return pairs.computeIfAbsent(pair, p -> new Occurrences());
  }

  private static long pair(int left, int right) {
    return (long) left << Integer.SIZE | right;
  }

  private static int left(long pair) {
    return (int) (pair >>> Integer.SIZE);
  }

  private static int right(long pair) {
    return (int) pair;
  }
}
