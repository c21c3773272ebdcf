package org.bert4j.common.model;

import org.bert4j.common.kernel.Transfer;
import org.bert4j.common.layer.Parameter;
import org.bert4j.common.layer.TransformerLayer;

/**
 * First parameters under which the first heads of each layer attend to the tokens one and two
 * places before and behind. A model that begins so need not find out first what its position
 * embeddings are for, which takes BERT thousands of steps in which it learns little but word
 * frequencies. All parameters are trained as usual.
 *
 * <p>The position embeddings begin as sinusoids {@code sin ωp, cos ωp} of decreasing frequency, all
 * together as large as the word embeddings, in a quarter of the columns at most: there they stand
 * out from the words, with which a token would attend to itself. A head for offset δ projects those
 * columns, keys as they are, queries turned by the angle {@code ωδ}; their product, {@code Σ cos
 * ω(p + δ − p')}, is largest at {@code p' = p + δ}. The idea that attention may begin with a
 * structure in which training usually ends is that of mimetic initialization (Trockman and Kolter,
 * 2023).
 */
final class NeighbourHeads {
  private static final int[] OFFSETS = {-1, 1, -2, 2};

  /** Frequency of pair i of H / 2: {@code BASE^(−2i / H)}. */
  private static final double BASE = 1000;

  /** Attention score of the neighbour, with which a head gives it most of its attention. */
  private static final double SCORE = 18;

  /** Variance of a normal distribution that is truncated at two standard deviations. */
  private static final double TRUNCATED = 0.774;

  private final BertConfig config;
  private final int hidden;
  private final int headSize;
  private final int pairs;

  NeighbourHeads(BertConfig config) {
    this.config = config;
    hidden = config.hiddenSize();
    headSize = hidden / config.numAttentionHeads();
    pairs = Math.min(headSize / 2, hidden / 8);
  }

  /**
   * Sets position embeddings, and adds to what query and key projections begin with; nothing where
   * heads are too small for a pair of columns.
   */
  void set(BertModel bert) {
    if (pairs == 0) {
      return;
    }
    double amplitude = setPositions(bert.embeddings.positionEmbeddings());
    // the pairs' products, summed and scaled as attention does
    double gain = Math.sqrt(SCORE * Math.sqrt(headSize) / pairs) / amplitude;
    for (TransformerLayer layer : bert.encoder.layers()) {
      for (int head = 0; head < Math.min(config.numAttentionHeads(), OFFSETS.length); head++) {
        addHead(layer.selfAttention().query().weight(), head, gain, OFFSETS[head]);
        addHead(layer.selfAttention().key().weight(), head, gain, 0);
      }
    }
  }

  /** Gives the amplitude of the positions' sinusoids behind the embeddings' normalization. */
  private double setPositions(Parameter embeddings) {
    double range = config.initializerRange();
    if (config.sinusoidalPosEmbds()) {
      return 1 / Math.sqrt(0.5 + range * range * TRUNCATED);
    }
    double amplitude = Math.sqrt(hidden / (double) pairs);
    int positions = config.maxPositionEmbeddings();
    float[] table = new float[positions * hidden];
    for (int p = 0; p < positions; p++) {
      for (int pair = 0; pair < pairs; pair++) {
        double angle = p * frequency(pair);
        table[p * hidden + 2 * pair] = (float) (range * amplitude * Math.sin(angle));
        table[p * hidden + 2 * pair + 1] = (float) (range * amplitude * Math.cos(angle));
      }
    }
    Transfer.fromArray(table, embeddings.value());
    return amplitude / Math.sqrt(1 + TRUNCATED);
  }

  /** Adds rows that turn each pair of a position's embedding by the angle of an offset. */
  private void addHead(Parameter projection, int head, double gain, int offset) {
    float[] rows = new float[headSize * hidden];
    long start = (long) head * headSize * hidden;
    Transfer transfer = new Transfer();
    transfer.read(projection.value(), start, rows, rows.length);
    for (int pair = 0; pair < pairs; pair++) {
      double angle = frequency(pair) * offset;
      int even = 2 * pair * hidden + 2 * pair;
      int odd = even + hidden;
      rows[even] += (float) (gain * Math.cos(angle));
      rows[even + 1] += (float) (gain * Math.sin(angle));
      rows[odd] -= (float) (gain * Math.sin(angle));
      rows[odd + 1] += (float) (gain * Math.cos(angle));
    }
    transfer.write(projection.value(), start, rows, rows.length);
  }

  private double frequency(int pair) {
    return Math.pow(config.sinusoidalPosEmbds() ? 10_000 : BASE, -2.0 * pair / hidden);
  }
}
