package org.bert4j.common.model;

import java.util.Arrays;
import java.util.Locale;
import org.bert4j.common.batch.SentencePairBatch;

/**
 * What is minimized over the embeddings of pairs, as functions of their cosines.
 *
 * @param kind which loss
 * @param scale factor of the cosines before the softmax of {@link Kind#IN_BATCH_NEGATIVES}
 */
public record PairLoss(Kind kind, double scale) {
  /** The scale that sentence-transformers uses unless told otherwise. */
  public static final double DEFAULT_SCALE = 20;

  /** Losses of pairs. */
  public enum Kind {
    /** Squared difference between a pair's cosine and its score, a mean over pairs. */
    COSINE,

    /**
     * Cross-entropy of finding a first sequence's partner among the second sequences of all pairs
     * of the batch, by the softmax of their scaled cosines (Henderson et al., 2017).
     */
    IN_BATCH_NEGATIVES
  }

  /**
   * Checks the scale. {@inheritDoc}
   *
   * @throws IllegalArgumentException if it is not above 0
   */
  public PairLoss {
    if (!(scale > 0)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "scale is %s, expected a number above 0", scale));
    }
  }

  /**
   * The loss of a batch and its gradient.
   *
   * @param batch pairs, and the scores that {@link Kind#COSINE} compares with
   * @param embeddings {@code [B, H]} of its sequences, row by row; those of no length have no
   *     direction and get no gradient
   * @param factor factor of each pair's loss
   * @param gradient receives {@code [B, H]} the gradient of the embeddings
   * @return sum of the pairs' losses
   */
  Sum of(SentencePairBatch batch, float[] embeddings, double factor, float[] gradient) {
    int size = embeddings.length / batch.sequences().sequences();
    double[] lengths = new double[batch.sequences().sequences()];
    float[] unit = unit(embeddings, size, lengths);
    float[] dUnit = new float[embeddings.length];
    Sum sum =
        kind == Kind.COSINE
            ? cosine(batch, unit, factor, dUnit)
            : inBatchNegatives(batch.pairs(), unit, factor, dUnit);
    for (int s = 0; s < lengths.length; s++) {
      // d (x / |x|) keeps what is orthogonal to x, over |x|.
      double along = dot(dUnit, s * size, unit, s * size, size);
      double scale = lengths[s] == 0 ? 0 : 1 / lengths[s];
      for (int i = s * size; i < (s + 1) * size; i++) {
        gradient[i] = (float) (scale * (dUnit[i] - along * unit[i]));
      }
    }
    return sum;
  }

  /**
   * A batch's loss.
   *
   * @param loss sum over pairs
   * @param correct pairs whose first sequence is closer to the second than to all others; −1 where
   *     there are no others
   */
  record Sum(double loss, int correct) {}

  private static float[] unit(float[] embeddings, int size, double[] lengths) {
    float[] unit = new float[embeddings.length];
    for (int s = 0; s < lengths.length; s++) {
      lengths[s] = Math.sqrt(dot(embeddings, s * size, embeddings, s * size, size));
      double scale = lengths[s] == 0 ? 0 : 1 / lengths[s];
      for (int i = s * size; i < (s + 1) * size; i++) {
        unit[i] = (float) (scale * embeddings[i]);
      }
    }
    return unit;
  }

  private static double dot(float[] x, int ofX, float[] y, int ofY, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += (double) x[ofX + i] * y[ofY + i];
    }
    return sum;
  }

  private static Sum cosine(
      SentencePairBatch batch, float[] unit, double factor, float[] gradient) {
    double sum = 0;
    int size = unit.length / batch.sequences().sequences();
    for (int i = 0; i < batch.pairs(); i++) {
      int first = 2 * i * size;
      int second = first + size;
      double difference = dot(unit, first, unit, second, size) - batch.score(i);
      sum += difference * difference;
      float slope = (float) (factor * 2 * difference);
      addScaled(slope, new Slice(unit, second), new Slice(gradient, first), size);
      addScaled(slope, new Slice(unit, first), new Slice(gradient, second), size);
    }
    return new Sum(sum, -1);
  }

  private Sum inBatchNegatives(int pairs, float[] unit, double factor, float[] gradient) {
    int size = unit.length / (2 * pairs);
    float[] seconds = new float[size * pairs]; // [H, pairs], so that inner loops are vectorized
    for (int j = 0; j < pairs; j++) {
      for (int h = 0; h < size; h++) {
        seconds[h * pairs + j] = unit[(2 * j + 1) * size + h];
      }
    }
    double sum = 0;
    int correct = 0;
    float[] row = new float[pairs];
    for (int i = 0; i < pairs; i++) {
      int first = 2 * i * size;
      Arrays.fill(row, 0);
      for (int h = 0; h < size; h++) {
        addScaled(unit[first + h], new Slice(seconds, h * pairs), new Slice(row, 0), pairs);
      }
      correct += isLargest(row, i) ? 1 : 0;
      sum += softmax(row, i, factor);
      for (int j = 0; j < pairs; j++) {
        int second = (2 * j + 1) * size;
        addScaled(row[j], new Slice(unit, second), new Slice(gradient, first), size);
        addScaled(row[j], new Slice(unit, first), new Slice(gradient, second), size);
      }
    }
    return new Sum(sum, correct);
  }

  private static boolean isLargest(float[] row, int label) {
    for (float each : row) {
      if (!(each <= row[label])) {
        return false;
      }
    }
    return true;
  }

  /** Replaces cosines by the gradient of the loss, which is returned. */
  private double softmax(float[] row, int label, double factor) {
    double sum = 0;
    for (float cosine : row) {
      sum += Math.exp(scale * (cosine - 1)); // no cosine is above 1 but for rounding
    }
    double logOfSum = Math.log(sum) + scale;
    double loss = logOfSum - scale * row[label];
    for (int j = 0; j < row.length; j++) {
      double probability = Math.exp(scale * row[j] - logOfSum);
      row[j] = (float) (factor * scale * (probability - (j == label ? 1 : 0)));
    }
    return loss;
  }

  /** A part of an array. */
  private record Slice(float[] values, int from) {}

  private static void addScaled(float scale, Slice source, Slice target, int count) {
    float[] x = source.values();
    float[] y = target.values();
    int ofX = source.from();
    int ofY = target.from();
    for (int i = 0; i < count; i++) {
      y[ofY + i] += scale * x[ofX + i];
    }
  }
}
