package org.bert4j.tokenizer.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bert4j.tokenizer.Vocabulary;

/**
 * Merges the pair of neighbouring pieces whose count is largest against the product of its pieces'
 * counts, count(ab) / (count(a) count(b)): the criterion that WordPiece is said to use, to compare
 * with {@link PairMerger}. Looks at all pairs at every merge, because the score of a pair also
 * changes where the pair does not occur.
 */
final class LikelihoodRatioMerger {

  private final List<String> tokens;
  private final int minFrequency;
  private final List<int[]> words = new ArrayList<>();
  private final List<Long> counts = new ArrayList<>();
  private final PairTable pairs = new PairTable();
  private long[] pieces = new long[1 << 10];

  LikelihoodRatioMerger(List<String> tokens, int minFrequency) {
    this.tokens = tokens;
    this.minFrequency = minFrequency;
  }

  void add(WordCount word) {
    int[] ids = new int[word.codePoints().length];
    for (int i = 0; i < ids.length; i++) {
      String character = Character.toString(word.codePoints()[i]);
      ids[i] = tokens.indexOf(i == 0 ? character : Vocabulary.CONTINUATION + character);
    }
    words.add(ids);
    counts.add(word.count());
    count(words.size() - 1, 1);
  }

  List<String> merge(int vocabularySize) {
    while (tokens.size() < vocabularySize) {
      long best = -1;
      double bestScore = 0;
      for (long pair : pairs.pairs()) {
        long count = pairs.count(pair);
        double score = (double) count / pieces[left(pair)] / pieces[right(pair)];
        boolean better = score > bestScore || score == bestScore && pair < best;
        if (count >= minFrequency && better) {
          best = pair;
          bestScore = score;
        }
      }
      if (best < 0) {
        break;
      }
      merge(best);
    }
    return tokens;
  }

  private void merge(long pair) {
    String token =
        tokens.get(left(pair))
            + tokens.get(right(pair)).substring(Vocabulary.CONTINUATION.length());
    int merged = tokens.indexOf(token);
    if (merged < 0) {
      merged = tokens.size();
      tokens.add(token);
    }
    for (int word : pairs.removeWords(pair)) {
      count(word, -1);
      int[] before = words.get(word);
      int[] ids = before.clone();
      int size = 0;
      for (int i = 0; i < ids.length; i++) {
        boolean here = i + 1 < ids.length && ids[i] == left(pair) && ids[i + 1] == right(pair);
        ids[size++] = here ? merged : ids[i];
        i += here ? 1 : 0;
      }
      words.set(word, Arrays.copyOf(ids, size));
      count(word, 1);
      for (int i = 0; i + 1 < before.length; i++) {
        pairs.removeIfGone((long) before[i] << Integer.SIZE | before[i + 1]);
      }
    }
    pairs.removeIfGone(pair);
  }

  private void count(int word, int sign) {
    int[] ids = words.get(word);
    long count = sign * counts.get(word);
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] >= pieces.length) {
        pieces = Arrays.copyOf(pieces, 2 * ids[i]);
      }
      pieces[ids[i]] += count;
      if (i + 1 < ids.length) {
        long pair = (long) ids[i] << Integer.SIZE | ids[i + 1];
        pairs.add(pair, count);
        if (sign > 0) {
          pairs.addWord(pair, word);
        }
      }
    }
  }

  private static int left(long pair) {
    return (int) (pair >>> Integer.SIZE);
  }

  private static int right(long pair) {
    return (int) pair;
  }
}
