package org.bert4j.pretrain.data;

import java.util.Arrays;
import org.bert4j.common.batch.PretrainingBatch;
import org.bert4j.common.random.RandomStream;
import org.bert4j.common.random.RandomStream.Purpose;

/**
 * Turns instances into a batch: reads their tokens, truncates, adds special tokens, masks.
 * Sequences come in order of length, so that those of equal length, whose attention can be computed
 * together, are neighbours. Not thread-safe; makes no garbage to speak of.
 */
final class BatchAssembler {
  private final SentencePairs pairs;
  private final MaskingVocabulary pieces;
  private final DataConfig config;
  private final MaskedLanguageModeling masking;
  private final PairTruncation truncation = new PairTruncation();
  private final long[] order;
  private final int[] ids;
  private final int[] types;

  BatchAssembler(SentencePairs pairs, MaskingVocabulary pieces, DataConfig config) {
    this.pairs = pairs;
    this.pieces = pieces;
    this.config = config;
    this.masking =
        new MaskedLanguageModeling(pieces, config.maskedLmProb(), config.wholeWordMasking());
    this.order = new long[config.batchSize()];
    this.ids = new int[config.maxSeqLength()];
    this.types = new int[config.maxSeqLength()];
  }

  /** Fills a batch with the first so many instances. */
  void fill(PretrainingBatch batch, Instance[] instances, int count) {
    batch.clear();
    for (int i = 0; i < count; i++) {
      order[i] = (long) instances[i].sequenceLength(config.maxSeqLength()) << Integer.SIZE | i;
    }
    Arrays.sort(order, 0, count);
    for (int i = 0; i < count; i++) {
      add(batch, instances[(int) order[i]]);
      Instance instance = instances[(int) order[i]];
      masking.mask(
          batch,
          i,
          RandomStream.of(config.seed(), instance.epoch, instance.number, Purpose.MASKING));
    }
  }

  /** Appends {@code [CLS] first [SEP] second [SEP]}. */
  private void add(PretrainingBatch batch, Instance instance) {
    boolean next = instance.otherDocument == Instance.NEXT;
    Documents others = next ? pairs.documents() : pairs.others();
    int other = next ? instance.document : instance.otherDocument;
    truncation.set(
        instance.firstLength,
        instance.secondLength,
        config.maxPairLength(),
        RandomStream.of(config.seed(), instance.epoch, instance.number, Purpose.TRUNCATION));
    int first = instance.firstLength - truncation.firstRemoved();
    int second = instance.secondLength - truncation.secondRemoved();
    int separator = first + 1;
    int length = first + second + 3;
    ids[0] = pieces.clsId();
    copy(
        pairs.documents(),
        instance.document,
        instance.firstStart + truncation.firstFront(),
        1,
        first);
    ids[separator] = pieces.sepId();
    copy(others, other, instance.secondStart + truncation.secondFront(), separator + 1, second);
    ids[length - 1] = pieces.sepId();
    Arrays.fill(types, 0, separator + 1, 0);
    Arrays.fill(types, separator + 1, length, 1);
    batch.sequences().add(ids, types, 0, length);
    batch.addNextSentenceLabel(next ? PretrainingBatch.IS_NEXT : PretrainingBatch.RANDOM_NEXT);
  }

  private void copy(Documents documents, int document, int from, int at, int count) {
    documents.store().copyTokens(document, from, ids, at, count);
  }
}
