package org.bert4j.tokenizer.training;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bert4j.tokenizer.Vocabulary;

/**
 * Merges the most frequent pair of neighbouring pieces again and again. A merge touches only the
 * words that contain its pair: their old pairs are taken off the counts, their new ones are added.
 *
 * <p>The queue may hold a pair under a count that has since fallen; such an entry is put back with
 * the true one when it comes up. Counts that rise are queued anew, so the first entry whose count
 * is true is the maximum.
 */
final class PairMerger {

  private final List<String> tokens;
  private final int minFrequency;
  private final Map<String, Integer> ids = new HashMap<>();

  /** The words' pieces, one word behind the other; a word that has shrunk leaves a gap. */
  private int[] pieces = new int[1 << 10];

  private int[] starts = new int[1 << 8];
  private byte[] lengths = new byte[1 << 8];
  private long[] counts = new long[1 << 8];
  private int words;
  private int end;
  private final PairTable pairs = new PairTable();
  private final PairQueue queue = new PairQueue();

  /**
   * @param tokens the vocabulary so far, single characters included; merged pieces are added to it
   * @param minFrequency how often a pair must occur to be merged, at least 1
   */
  PairMerger(List<String> tokens, int minFrequency) {
    this.tokens = tokens;
    this.minFrequency = minFrequency;
    for (int id = 0; id < tokens.size(); id++) {
      ids.put(tokens.get(id), id);
    }
  }

  /** Adds a word of at most 127 characters, which are all in the vocabulary. */
  void add(WordCount word) {
    int length = word.codePoints().length;
    reserve(length);
    starts[words] = end;
    lengths[words] = (byte) length;
    counts[words] = word.count();
    for (int i = 0; i < length; i++) {
      String character = Character.toString(word.codePoints()[i]);
      pieces[end + i] = ids.get(i == 0 ? character : Vocabulary.CONTINUATION + character);
    }
    for (int i = end; i + 1 < end + length; i++) {
      long pair = pair(pieces[i], pieces[i + 1]);
      pairs.add(pair, word.count());
      pairs.addWord(pair, words);
    }
    end += length;
    words++;
  }

  /** Merges until there are so many tokens or no pair occurs often enough; returns the tokens. */
  List<String> merge(int vocabularySize) {
    refillQueue();
    while (tokens.size() < vocabularySize && queue.size() > 0) {
      long pair = queue.pair();
      long queued = queue.count();
      queue.remove();
      long count = pairs.count(pair);
      if (count == queued) {
        merge(pair);
      } else {
        enqueue(pair, count);
      }
    }
    return tokens;
  }

  /** A pair that occurs too rarely comes back when it occurs more often. */
  private void enqueue(long pair, long count) {
    if (count >= minFrequency) {
      queue.add(pair, count);
    }
  }

  private void refillQueue() {
    queue.clear();
    for (long pair : pairs.pairs()) {
      enqueue(pair, pairs.count(pair));
    }
  }

  private void merge(long pair) {
    int merged = mergedId(left(pair), right(pair));
    Set<Long> risen = new HashSet<>();
    for (int word : pairs.removeWords(pair)) {
      int[] before = Arrays.copyOfRange(pieces, starts[word], starts[word] + lengths[word]);
      int[] after = replace(before, pair, merged);
      if (after.length < before.length) {
        System.arraycopy(after, 0, pieces, starts[word], after.length);
        lengths[word] = (byte) after.length;
        recount(word, before, after, merged, risen);
      }
    }
    risen.forEach(p -> enqueue(p, pairs.count(p)));
    // Most entries of a long queue are old counts of pairs that are queued again.
    if (queue.size() > 2 * pairs.size() + (1 << 16)) {
      refillQueue();
    }
  }

  /** Only pairs with the merged piece are new to the word; it is listed under all others. */
  private void recount(int word, int[] before, int[] after, int merged, Set<Long> risen) {
    long count = counts[word];
    for (int i = 0; i + 1 < before.length; i++) {
      pairs.add(pair(before[i], before[i + 1]), -count);
    }
    for (int i = 0; i + 1 < after.length; i++) {
      long pair = pair(after[i], after[i + 1]);
      pairs.add(pair, count);
      if (after[i] == merged || after[i + 1] == merged) {
        pairs.addWord(pair, word);
        risen.add(pair);
      }
    }
    for (int i = 0; i + 1 < before.length; i++) {
      pairs.removeIfGone(pair(before[i], before[i + 1]));
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

  private void reserve(int length) {
    if (end + length > pieces.length) {
      pieces = Arrays.copyOf(pieces, pieces.length + (pieces.length >> 1));
    }
    if (words == starts.length) {
      int capacity = words + (words >> 1);
      starts = Arrays.copyOf(starts, capacity);
      lengths = Arrays.copyOf(lengths, capacity);
      counts = Arrays.copyOf(counts, capacity);
    }
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
