package org.bert4j.common.dl4j;

import java.util.NoSuchElementException;
import org.bert4j.common.batch.Batch;
import org.bert4j.common.batch.TokenBatch;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.MultiDataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Batches of bert4j for Deeplearning4j's {@code fit}. T is the longest sequence of a batch;
 * features are token ids {@code [B, 1, T]} and, where asked for, token types {@code [B, 1, T]},
 * both with a mask {@code [B, T]} of ones for tokens. Arrays are new in every batch and belong to
 * no workspace, so that Deeplearning4j may prefetch them.
 *
 * @param <B> the kind of batch
 */
public abstract class SequenceIterator<B extends Batch<B>> implements MultiDataSetIterator {
  private static final long serialVersionUID = 1L;

  private final boolean withTypes;
  private transient MultiDataSetPreProcessor preProcessor;

  /**
   * Makes an iterator.
   *
   * @param withTypes whether token types are a second feature
   */
  protected SequenceIterator(boolean withTypes) {
    this.withTypes = withTypes;
  }

  /**
   * Labels of a batch.
   *
   * @param labels the array
   * @param mask {@code [B, T]}, 1 where there is one; null where there is one a sequence
   */
  public record Labels(INDArray labels, INDArray mask) {}

  /**
   * Fills the next batch.
   *
   * @param sequences how many sequences at most, 0 for the size of batches
   * @return the batch, valid until the next call
   */
  protected abstract B nextBatch(int sequences);

  /**
   * The labels of a batch.
   *
   * @param batch the batch
   * @param length T
   * @return its labels
   */
  protected abstract Labels labels(B batch, int length);

  @Override
  public MultiDataSet next() {
    return next(0);
  }

  @Override
  @SuppressWarnings("try") // the scope is closed, nothing else
  public MultiDataSet next(int sequences) {
    if (!hasNext()) {
      throw new NoSuchElementException("the epoch is over, call reset()");
    }
    MultiDataSet data;
    try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      data = dataSet(nextBatch(sequences));
    }
    if (preProcessor != null) {
      preProcessor.preProcess(data);
    }
    return data;
  }

  private MultiDataSet dataSet(B batch) {
    TokenBatch tokens = batch.sequences();
    int count = tokens.sequences();
    int length = tokens.longest();
    float[] ids = new float[count * length];
    float[] types = new float[count * length];
    float[] mask = new float[count * length];
    for (int s = 0; s < count; s++) {
      for (int i = 0; i < tokens.length(s); i++) {
        ids[s * length + i] = tokens.inputId(tokens.start(s) + i);
        types[s * length + i] = tokens.tokenTypeId(tokens.start(s) + i);
        mask[s * length + i] = 1;
      }
    }
    Labels labels = labels(batch, length);
    INDArray idArray = Nd4jArrays.of(ids, count, 1, length);
    INDArray maskArray = Nd4jArrays.of(mask, count, length);
    INDArray[] features =
        withTypes
            ? new INDArray[] {idArray, Nd4jArrays.of(types, count, 1, length)}
            : new INDArray[] {idArray};
    INDArray[] masks =
        withTypes ? new INDArray[] {maskArray, maskArray.dup()} : new INDArray[] {maskArray};
    return new org.nd4j.linalg.dataset.MultiDataSet(
        features,
        new INDArray[] {labels.labels()},
        masks,
        labels.mask() == null ? null : new INDArray[] {labels.mask()});
  }

  @Override
  public void setPreProcessor(MultiDataSetPreProcessor newPreProcessor) {
    preProcessor = newPreProcessor;
  }

  @Override
  public MultiDataSetPreProcessor getPreProcessor() {
    return preProcessor;
  }

  @Override
  public boolean resetSupported() {
    return true;
  }

  @Override
  public boolean asyncSupported() {
    return true;
  }
}
