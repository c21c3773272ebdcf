package org.bert4j.examples.bench;

import org.bert4j.common.batch.PretrainingBatch;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.model.BertConfig;

/**
 * Floating-point operations that a training step must do: 6 a weight and token it is used for (a
 * multiplication and an addition, once forward and twice backward), and 12 S H a token and layer
 * for attention's products. Nothing is counted for recomputation, normalizations or the optimizer.
 */
final class ModelFlops {
  private static final double PER_WEIGHT = 6;
  private static final double ATTENTION = 12;

  private ModelFlops() {}

  /** Operations of one step on a batch. */
  static double of(BertConfig config, PretrainingBatch batch) {
    double hidden = config.hiddenSize();
    double layerWeights = 4 * hidden * hidden + 2 * hidden * config.intermediateSize();
    TokenBatch sequences = batch.sequences();
    double squares = 0;
    for (int s = 0; s < sequences.sequences(); s++) {
      squares += (double) sequences.length(s) * sequences.length(s);
    }
    double layer = PER_WEIGHT * layerWeights * sequences.tokens() + ATTENTION * hidden * squares;
    double head = PER_WEIGHT * hidden * (hidden + config.vocabSize()) * batch.masked();
    double pooler = PER_WEIGHT * hidden * hidden * sequences.sequences();
    return config.numHiddenLayers() * layer + head + pooler;
  }
}
