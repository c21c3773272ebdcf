package org.bert4j.examples.bench;

import java.util.Arrays;
import org.bert4j.common.batch.PretrainingBatch;
import org.bert4j.common.random.RandomStream;
import org.bert4j.common.random.RandomStream.Purpose;

/** Batches of random word pieces, ⌊0.15 length⌋ of them masked, refilled every step. */
final class SyntheticBatches {
  /** Share of the tokens that is masked. */
  static final double MASKED = 0.15;

  private static final int FIRST_WORD = 1000;
  private static final int MASK = 103;

  private final BenchmarkConfig config;
  private final PretrainingBatch batch = new PretrainingBatch();
  private final int[] lengths;
  private final int[] ids;
  private final int[] types;

  SyntheticBatches(BenchmarkConfig config) {
    this.config = config;
    lengths = new int[config.batchSize()];
    ids = new int[config.maxSeqLength()];
    types = new int[config.maxSeqLength()];
    Arrays.fill(types, config.maxSeqLength() / 2, config.maxSeqLength(), 1);
  }

  /** The batch of a step, valid until the next call. */
  PretrainingBatch at(int step) {
    RandomStream random = RandomStream.of(0, 0, step, Purpose.BENCHMARK);
    int shortest = config.ragged() ? config.maxSeqLength() / 4 : config.maxSeqLength();
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = shortest + random.nextInt(config.maxSeqLength() - shortest + 1);
    }
    // As in training, sequences lie sorted by length, so that equally long ones are neighbours.
    Arrays.sort(lengths);
    batch.clear();
    for (int length : lengths) {
      add(random, length);
    }
    return batch;
  }

  private void add(RandomStream random, int length) {
    for (int i = 0; i < length; i++) {
      ids[i] = FIRST_WORD + random.nextInt(BenchmarkConfig.VOCAB_SIZE - FIRST_WORD);
    }
    int start = batch.sequences().tokens();
    batch.sequences().add(ids, types, 0, length);
    batch.addNextSentenceLabel(random.nextInt(2));
    int masked = Math.max(1, (int) (MASKED * length));
    for (int i = 0; i < masked; i++) {
      int position = start + (int) ((long) i * length / masked);
      batch.addMasked(position, batch.sequences().inputId(position));
      batch.sequences().setInputId(position, MASK);
    }
  }
}
