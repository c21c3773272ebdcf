package org.bert4j.finetune;

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
    Curve schedule) {
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

  /** Windows of a step. */
  int stepSize() {
    return batchSize * gradientAccumulation;
  }
}
