package org.bert4j.finetune;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.bert4j.common.run.Range;
import org.bert4j.common.train.LearningRateSchedule.Curve;

/**
 * How long and how a model is fine-tuned. The optimizer is AdamW, its other constants those of
 * BERT; gradients are clipped to a norm of 1.
 *
 * @param epochs passes over the training windows at most
 * @param batchSize windows of a micro-batch
 * @param gradientAccumulation micro-batches of a step
 * @param learningRate highest learning rate, reached after the warm-up
 * @param warmup share of the steps of all epochs in which the learning rate rises, 0 to 1; without
 *     effect where the schedule has no warm-up
 * @param weightDecay of matrices, times the learning rate a step
 * @param maxSeqLength longest window in tokens, special tokens included
 * @param seed of random parameters, the order of windows and dropout
 * @param patience epochs without a better validation score after which training stops, 0 for never
 * @param schedule of the learning rate over all epochs; null is taken as linear
 */
@RecordBuilder
public record FineTuningHyperparameters(
    int epochs,
    int batchSize,
    int gradientAccumulation,
    double learningRate,
    double warmup,
    double weightDecay,
    int maxSeqLength,
    long seed,
    int patience,
    Curve schedule)
    implements FineTuningHyperparametersBuilder.With {
  private static final int TINY = 128;
  private static final int TINY_RATE = 20;
  private static final int MINI = 256;
  private static final int MINI_RATE = 10;

  /**
   * Checks every value. {@inheritDoc}
   *
   * @throws IllegalArgumentException if one is out of its range; the message names it
   */
  public FineTuningHyperparameters {
    Range.atLeast("epochs", epochs, 1);
    Range.within("batch_size", batchSize, 1, Range.MAX_BATCH_SIZE);
    Range.within("gradient_accumulation", gradientAccumulation, 1, Range.MAX_GRADIENT_ACCUMULATION);
    Range.between("learning_rate", learningRate, Double.MIN_VALUE, 1);
    Range.between("warmup", warmup, 0, 1);
    Range.between("weight_decay", weightDecay, 0, 1);
    Range.atLeast("max_seq_length", maxSeqLength, 1);
    Range.atLeast("patience", patience, 0);
    schedule = schedule == null ? Curve.LINEAR : schedule;
  }

  /**
   * The same for a model of some size: windows that are no longer than it has positions, and, as
   * the usual learning rates are those of BERT's sizes, 20 times as much for hidden states of up to
   * 128 units and 10 times for those of up to 256.
   *
   * @param hiddenSize units of the model's hidden states, H
   * @param positions tokens of its longest sequence
   * @return settings for it
   */
  public FineTuningHyperparameters fitting(int hiddenSize, int positions) {
    double factor = hiddenSize <= TINY ? TINY_RATE : hiddenSize <= MINI ? MINI_RATE : 1;
    return withLearningRate(factor * learningRate)
        .withMaxSeqLength(Math.min(positions, maxSeqLength));
  }

  /** Windows of a step. */
  int stepSize() {
    return batchSize * gradientAccumulation;
  }
}
