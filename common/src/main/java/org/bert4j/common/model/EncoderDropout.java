package org.bert4j.common.model;

import org.bert4j.common.kernel.Arena;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DropoutMasks;
import org.bert4j.common.kernel.LateTasks;
import org.bert4j.common.layer.Capacity;
import org.bert4j.common.layer.Pass;
import org.bert4j.common.layer.SequenceLayout;
import org.bert4j.common.random.RandomStream;
import org.bert4j.common.random.RandomStream.Purpose;

/** The dropout masks of an encoder's training step. */
final class EncoderDropout {
  private final DropoutMasks hidden;
  private final DropoutMasks attention;

  /** Reserves memory in the arena for the masks of the largest batch. */
  EncoderDropout(ComputeEngine engine, Arena arena, BertConfig config, Capacity capacity) {
    int layers = config.numHiddenLayers();
    int ofHidden = 1 + 2 * layers; // the embeddings' and those of each layer's two sublayers
    long states = (long) capacity.rows() * config.hiddenSize();
    long scores = config.numAttentionHeads() * capacity.scores();
    float hiddenRate = (float) config.hiddenDropoutProb();
    float attentionRate = (float) config.attentionProbsDropoutProb();
    hidden =
        new DropoutMasks(
            engine, arena, hiddenRate, ofHidden, hiddenRate == 0 ? 0 : ofHidden * states);
    attention =
        new DropoutMasks(
            engine, arena, attentionRate, layers, attentionRate == 0 ? 0 : layers * scores);
  }

  /** Begins a step; all its masks follow from the seed. */
  void start(long seed) {
    RandomStream random = RandomStream.of(seed, 0, 0, Purpose.DROPOUT);
    hidden.start(random.nextLong());
    attention.start(random.nextLong());
  }

  /** A training pass over a batch. */
  Pass pass(SequenceLayout layout, boolean accumulate, LateTasks lateTasks) {
    return new Pass(layout, hidden, attention, accumulate, lateTasks);
  }
}
