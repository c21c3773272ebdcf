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
    chunks = new Chunk.All(engine, parameters);
    valueSquares = new double[chunks.count()];
    updateSquares = new double[chunks.count()];
    ratios = new double[parameters.specs().size()];
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
        (i, chunk, buffers) -> {
          buffers.readGradients(chunk, parameters);
          read(chunk, buffers);
          updateMoments(buffers, clip, chunk.length());
          buffers.write(chunk, buffers.first, moments.expAvg());
          buffers.write(chunk, buffers.second, moments.expAvgSq());
          computeUpdate(chunk, buffers, correction);
          valueSquares[i] = buffers.sumOfSquares(buffers.values, chunk.length());
          updateSquares[i] = buffers.sumOfSquares(buffers.gradients, chunk.length());
        });
    computeRatios();
    chunks.forEach(
        (i, chunk, buffers) -> {
          read(chunk, buffers);
          computeUpdate(chunk, buffers, correction);
          float factor = (float) (learningRate * ratios[chunk.parameter()]);
          for (int j = 0; j < chunk.length(); j++) {
            buffers.values[j] -= factor * buffers.gradients[j];
          }
          buffers.write(chunk, buffers.values, parameters.values());
          buffers.round(chunk);
        });
    parameters.refreshPacked(engine);
  }

  private void read(Chunk chunk, Chunk.Buffers buffers) {
    buffers.read(chunk, parameters.values(), buffers.values);
    buffers.read(chunk, moments.expAvg(), buffers.first);
    buffers.read(chunk, moments.expAvgSq(), buffers.second);
  }

  private void updateMoments(Chunk.Buffers buffers, float clip, int length) {
    float[] g = buffers.gradients;
    float[] m = buffers.first;
    float[] v = buffers.second;
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
  private void computeUpdate(Chunk chunk, Chunk.Buffers buffers, Moments.Correction correction) {
    float[] r = buffers.gradients;
    float[] p = buffers.values;
    float[] m = buffers.first;
    float[] v = buffers.second;
    float first = (float) correction.first();
    float root = (float) Math.sqrt(correction.second());
    float epsilon = (float) settings.epsilon();
    float decay = chunk.matrix() ? (float) settings.weightDecay() : 0;
    for (int i = 0; i < chunk.length(); i++) {
      r[i] = first * m[i] / ((float) Math.sqrt(v[i]) * root + epsilon) + decay * p[i];
    }
  }

  private void computeRatios() {
    double[] values = new double[ratios.length];
    double[] updates = new double[ratios.length];
    for (int i = 0; i < chunks.count(); i++) {
      values[chunks.get(i).parameter()] += valueSquares[i];
      updates[chunks.get(i).parameter()] += updateSquares[i];
    }
    for (int p = 0; p < ratios.length; p++) {
      boolean scaled = parameters.specs().get(p).isMatrix() && values[p] > 0 && updates[p] > 0;
      ratios[p] = scaled ? Math.sqrt(values[p] / updates[p]) : 1;
    }
  }
}
