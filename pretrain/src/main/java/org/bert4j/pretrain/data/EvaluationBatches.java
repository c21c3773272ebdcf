package org.bert4j.pretrain.data;

import java.util.stream.Stream;
import org.bert4j.common.batch.PretrainingBatch;

/**
 * The batches of one evaluation: every held-out document once, in order, with the same pairs and
 * masks each time the same seed is used. The last batch may be smaller. Not thread-safe.
 */
public final class EvaluationBatches {
  /** No epoch of training draws from these streams. */
  private static final long EPOCH = -1;

  private final InstanceBlock block = new InstanceBlock();
  private final BatchAssembler assembler;
  private final Instance[] drawn;
  private int taken;

  /**
   * Pairs the sentences of the documents.
   *
   * @param heldOut documents to evaluate on
   * @param training documents to draw random second segments from if there is only one held out
   * @param pieces the vocabulary of their token ids
   * @param config lengths, probabilities, batch size and seed
   */
  public EvaluationBatches(
      Documents heldOut, Documents training, MaskingVocabulary pieces, DataConfig config) {
    SentencePairs pairs =
        new SentencePairs(heldOut, heldOut.size() > 1 ? heldOut : training, config);
    block.start(EPOCH, 0);
    for (int i = 0; i < heldOut.size(); i++) {
      pairs.add(i, EPOCH, block);
    }
    assembler = new BatchAssembler(pairs, pieces, config);
    drawn = Stream.generate(Instance::new).limit(config.batchSize()).toArray(Instance[]::new);
  }

  /**
   * Number of sequences in all batches.
   *
   * @return sentence pairs of the held-out documents
   */
  public int sequences() {
    return block.size();
  }

  /**
   * Fills the next batch.
   *
   * @param batch to fill
   * @return false, with nothing changed, if there is none left
   */
  public boolean next(PretrainingBatch batch) {
    int count = Math.min(drawn.length, block.size() - taken);
    if (count == 0) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      block.get(taken + i, drawn[i]);
    }
    taken += count;
    assembler.fill(batch, drawn, count);
    return true;
  }
}
