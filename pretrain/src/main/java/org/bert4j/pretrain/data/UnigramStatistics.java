package org.bert4j.pretrain.data;

import java.util.stream.LongStream;
import org.bert4j.pretrain.store.TokenStore;

/**
 * What a model that ignores the context can reach on documents, to compare Masked LM with. Counted
 * over all tokens that masking can choose, which its positions are a sample of: the sample alone
 * would make the entropy look smaller.
 *
 * @param entropy entropy of the documents' own token distribution, in nats: the least Masked LM
 *     loss without context
 * @param mostFrequentTokenShare share of the most frequent token: the best Masked LM accuracy
 *     without context, 0 … 1
 */
public record UnigramStatistics(double entropy, double mostFrequentTokenShare) {
  /**
   * Counts the tokens of documents.
   *
   * @param documents the documents, those held out as a rule
   * @param pieces the vocabulary of their token ids
   * @return both figures, 0 if there is no token but special ones
   */
  public static UnigramStatistics of(Documents documents, MaskingVocabulary pieces) {
    long[] counts = new long[pieces.vocabularySize()];
    int[] ids = new int[1 << 12];
    TokenStore store = documents.store();
    for (int i = 0; i < documents.size(); i++) {
      int document = documents.index(i);
      int tokens = store.tokens(document);
      for (int from = 0; from < tokens; from += ids.length) {
        int count = Math.min(ids.length, tokens - from);
        store.copyTokens(document, from, ids, 0, count);
        count(ids, count, pieces, counts);
      }
    }
    return of(counts);
  }

  private static void count(int[] ids, int count, MaskingVocabulary pieces, long[] counts) {
    for (int i = 0; i < count; i++) {
      counts[ids[i]] += pieces.isSpecial(ids[i]) ? 0 : 1;
    }
  }

  private static UnigramStatistics of(long[] counts) {
    double total = LongStream.of(counts).sum();
    if (total == 0) {
      return new UnigramStatistics(0, 0);
    }
    double entropy = 0;
    for (long count : counts) {
      double share = count / total;
      entropy -= count == 0 ? 0 : share * Math.log(share);
    }
    return new UnigramStatistics(entropy, LongStream.of(counts).max().orElseThrow() / total);
  }
}
