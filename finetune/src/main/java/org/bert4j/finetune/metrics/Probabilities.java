package org.bert4j.finetune.metrics;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * How far the probabilities of one class of K can be trusted, and the temperature that mends them
 * (Guo et al., 2017).
 */
public final class Probabilities {
  private static final int BINS = 15;
  private static final double MIN_PROBABILITY = Math.ulp(1.0);
  private static final double MAX_LOG_TEMPERATURE = Math.log(100);
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;
  private static final int ITERATIONS = 60;

  private Probabilities() {}

  /**
   * The softmax of logits over a temperature.
   *
   * @param logits {@code [K]}
   * @param temperature above 0
   * @return {@code [K]} probabilities
   */
  public static double[] softmax(float[] logits, double temperature) {
    double largest = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      largest = Math.max(largest, logit);
    }
    double[] result = new double[logits.length];
    double sum = 0;
    for (int k = 0; k < result.length; k++) {
      result[k] = Math.exp((logits[k] - largest) / temperature);
      sum += result[k];
    }
    for (int k = 0; k < result.length; k++) {
      result[k] /= sum;
    }
    return result;
  }

  /**
   * The sigmoid of logits over a temperature.
   *
   * @param logits {@code [K]}
   * @param temperature above 0
   * @return {@code [K]} probabilities
   */
  public static double[] sigmoid(float[] logits, double temperature) {
    double[] result = new double[logits.length];
    Arrays.setAll(result, k -> 1 / (1 + Math.exp(-logits[k] / temperature)));
    return result;
  }

  /**
   * Mean of −log of the annotated class's probability; what is closer to 0 or 1 than a double can
   * tell from it counts as that close, as in scikit-learn.
   *
   * @param probabilities {@code [n][K]}
   * @param annotated {@code [n]} classes
   * @return nats
   */
  public static double logLoss(double[][] probabilities, int[] annotated) {
    double sum = 0;
    for (int i = 0; i < annotated.length; i++) {
      double probability = probabilities[i][annotated[i]];
      sum -= Math.log(Math.max(MIN_PROBABILITY, Math.min(1 - MIN_PROBABILITY, probability)));
    }
    return sum / annotated.length;
  }

  /**
   * Expected calibration error: the mean difference between the highest probability and whether it
   * was right, over 15 bins of equal width.
   *
   * @param probabilities {@code [n][K]}
   * @param annotated {@code [n]} classes
   * @return 0 to 1
   */
  public static double calibrationError(double[][] probabilities, int[] annotated) {
    double[] differences = new double[BINS];
    for (int i = 0; i < annotated.length; i++) {
      int best = largest(probabilities[i]);
      double confidence = probabilities[i][best];
      int bin = (int) Math.max(0, Math.min(BINS - 1, Math.ceil(confidence * BINS) - 1));
      differences[bin] += confidence - (best == annotated[i] ? 1 : 0);
    }
    return Arrays.stream(differences).map(Math::abs).sum() / annotated.length;
  }

  /**
   * The first of the largest.
   *
   * @param values {@code [K]}
   * @return its index
   */
  public static int largest(double[] values) {
    int best = 0;
    for (int k = 1; k < values.length; k++) {
      best = values[k] > values[best] ? k : best;
    }
    return best;
  }

  /**
   * The temperature with the smallest log loss, found by golden section search between a hundredth
   * and a hundred: the loss has one minimum.
   *
   * @param logits {@code [n][K]}
   * @param annotated {@code [n]} classes
   * @return the temperature
   */
  public static double temperature(float[][] logits, int[] annotated) {
    DoubleUnaryOperator loss =
        logTemperature -> {
          double temperature = Math.exp(logTemperature);
          double[][] probabilities = new double[logits.length][];
          Arrays.setAll(probabilities, i -> softmax(logits[i], temperature));
          return logLoss(probabilities, annotated);
        };
    double low = -MAX_LOG_TEMPERATURE;
    double high = MAX_LOG_TEMPERATURE;
    for (int i = 0; i < ITERATIONS; i++) {
      double left = high - GOLDEN * (high - low);
      double right = low + GOLDEN * (high - low);
      if (loss.applyAsDouble(left) <= loss.applyAsDouble(right)) {
        high = right;
      } else {
        low = left;
      }
    }
    return Math.exp((low + high) / 2);
  }
}
