package org.bert4j.common.train;

import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.layer.Parameters;

/**
 * Adam whose steps are scaled, matrix by matrix, to the size of the matrix, so that batches of
 * thousands of sequences can be trained on with large learning rates (You et al., 2020):
 *
 * <pre>
 * r = m̂ / (√v̂ + ε) + wd p;  p ← p − lr ‖p‖ / ‖r‖ r
 * </pre>
 *
 * Vectors get neither decay nor scaling, as in the authors' program.
 */
public final class Lamb implements Optimizer {
  private final OptimizerSettings settings;
  private final ComputeEngine engine;
  private final Parameters parameters;
  private final Moments moments;
  private final Chunk.All chunks;
  private final double[] valueSquares;
  private final double[] updateSquares;
  private final double[] ratios;

  /**
   * Makes an optimizer with zero moments.
   *
   * @param engine does the work
   * @param parameters to optimize
   * @param settings of the optimizer
   */
  public Lamb(ComputeEngine engine, Parameters parameters, OptimizerSettings settings) {
    this.engine = engine;
    this.parameters = parameters;
    this.settings = settings;
    moments = new Moments(parameters);
    chunks = new Chunk.All(engine, parameters, moments);
    valueSquares = new double[chunks.count()];
    updateSquares = new double[chunks.count()];
    ratios = new double[parameters.named().size()];
  }

  @Override
  public Moments moments() {
    return moments;
  }

  @Override
  public void step(double learningRate, double gradientNorm) {
    Moments.Correction correction = moments.next(settings);
    float clip = (float) settings.clip(gradientNorm);
    chunks.forEach(
        (i, chunk, arrays) -> {
          chunk.gradient().read(arrays.gradients);
          read(chunk.state(), arrays);
          updateMoments(arrays, clip, chunk.length());
          chunk.state().expAvg().write(arrays.first);
          chunk.state().expAvgSq().write(arrays.second);
          computeUpdate(chunk, arrays, correction);
          valueSquares[i] = squares(arrays.values, chunk.length(), arrays);
          updateSquares[i] = squares(arrays.gradients, chunk.length(), arrays);
        });
    computeRatios();
    chunks.forEach(
        (i, chunk, arrays) -> {
          read(chunk.state(), arrays);
          computeUpdate(chunk, arrays, correction);
          float factor = (float) (learningRate * ratios[chunk.parameter()]);
          for (int j = 0; j < chunk.length(); j++) {
            arrays.values[j] -= factor * arrays.gradients[j];
          }
          chunk.state().value().write(arrays.values);
          chunk.round(arrays.engine());
        });
    parameters.refreshPacked(engine);
  }

  private static void read(Chunk.State state, ChunkArrays arrays) {
    state.value().read(arrays.values);
    state.expAvg().read(arrays.first);
    state.expAvgSq().read(arrays.second);
  }

  private void updateMoments(ChunkArrays arrays, float clip, int length) {
    float[] g = arrays.gradients;
    float[] m = arrays.first;
    float[] v = arrays.second;
    float beta1 = (float) settings.beta1();
    float beta2 = (float) settings.beta2();
    float rest1 = (float) (1 - settings.beta1());
    float rest2 = (float) (1 - settings.beta2());
    for (int i = 0; i < length; i++) {
      float gradient = g[i] * clip;
      m[i] = beta1 * m[i] + rest1 * gradient;
      v[i] = beta2 * v[i] + rest2 * gradient * gradient;
    }
  }

  /** Leaves r where the gradients were. */
  private void computeUpdate(Chunk chunk, ChunkArrays arrays, Moments.Correction correction) {
    float[] r = arrays.gradients;
    float[] p = arrays.values;
    float[] m = arrays.first;
    float[] v = arrays.second;
    float first = (float) correction.first();
    float root = (float) Math.sqrt(correction.second());
    float epsilon = (float) settings.epsilon();
    float decay = chunk.decays() ? (float) settings.weightDecay() : 0;
    for (int i = 0; i < chunk.length(); i++) {
      r[i] = first * m[i] / ((float) Math.sqrt(v[i]) * root + epsilon) + decay * p[i];
    }
  }

  private static double squares(float[] x, int length, ChunkArrays arrays) {
    arrays.squares.clear();
    arrays.squares.add(x, length);
    return arrays.squares.sum();
  }

  private void computeRatios() {
    double[] values = new double[ratios.length];
    double[] updates = new double[ratios.length];
    for (int i = 0; i < chunks.count(); i++) {
      // Where there is no decay, there is no scaling.
      if (chunks.get(i).decays()) {
        values[chunks.get(i).parameter()] += valueSquares[i];
        updates[chunks.get(i).parameter()] += updateSquares[i];
      }
    }
    for (int p = 0; p < ratios.length; p++) {
      ratios[p] = values[p] > 0 && updates[p] > 0 ? Math.sqrt(values[p] / updates[p]) : 1;
    }
  }
}
