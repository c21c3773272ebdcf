package org.bert4j.common.train;

import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.FloatView;
import org.bert4j.common.layer.Parameters;

/**
 * Adam with bias correction and decoupled weight decay (Loshchilov and Hutter, 2019), as PyTorch
 * computes it:
 *
 * <pre>
 * p ← p (1 − lr wd);  m ← β₁ m + (1 − β₁) g;  v ← β₂ v + (1 − β₂) g²;  p ← p − lr m̂ / (√v̂ + ε)
 * </pre>
 *
 * Weight decay applies to matrices that are trained. One pass over the memory does it all, the
 * rounding of the new values for matrix products included; in it, the arithmetic of an element
 * hides behind the reading of others.
 */
public final class AdamW implements Optimizer {
  private final OptimizerSettings settings;
  private final ComputeEngine engine;
  private final Parameters parameters;
  private final Moments moments;
  private final Chunk.All chunks;

  /** Factors of one step for one kind of parameter. */
  private record Factors(
      float clip, float keep, float stepSize, float rootCorrection, float epsilon) {}

  /**
   * Makes an optimizer with zero moments.
   *
   * @param engine does the work
   * @param parameters to optimize
   * @param settings of the optimizer
   */
  public AdamW(ComputeEngine engine, Parameters parameters, OptimizerSettings settings) {
    this.engine = engine;
    this.parameters = parameters;
    this.settings = settings;
    moments = new Moments(parameters);
    chunks = new Chunk.All(engine, parameters, moments);
  }

  @Override
  public Moments moments() {
    return moments;
  }

  @Override
  public void step(double learningRate, double gradientNorm) {
    Moments.Correction correction = moments.next(settings);
    double clip = settings.clip(gradientNorm);
    Factors matrix = factors(clip, learningRate, settings.weightDecay(), correction);
    Factors vector = factors(clip, learningRate, 0, correction);
    chunks.forEach(
        (i, chunk, arrays) -> {
          chunk.gradient().read(arrays.gradients);
          update(chunk.state(), arrays, chunk.decays() ? matrix : vector);
          chunk.state().value().write(arrays.values);
          chunk.state().expAvg().write(arrays.first);
          chunk.state().expAvgSq().write(arrays.second);
          chunk.round(arrays.engine());
        });
    parameters.refreshPacked(engine);
  }

  private Factors factors(
      double clip, double learningRate, double weightDecay, Moments.Correction correction) {
    return new Factors(
        (float) clip,
        (float) (1 - learningRate * weightDecay),
        (float) (learningRate * correction.first()),
        (float) Math.sqrt(correction.second()),
        (float) settings.epsilon());
  }

  private void update(Chunk.State old, ChunkArrays arrays, Factors factors) {
    FloatView oldValue = old.value();
    FloatView oldFirst = old.expAvg();
    FloatView oldSecond = old.expAvgSq();
    float[] p = arrays.values;
    float[] g = arrays.gradients;
    float[] m = arrays.first;
    float[] v = arrays.second;
    float clip = factors.clip();
    float keep = factors.keep();
    float stepSize = factors.stepSize();
    float rootCorrection = factors.rootCorrection();
    float epsilon = factors.epsilon();
    float beta1 = (float) settings.beta1();
    float beta2 = (float) settings.beta2();
    float rest1 = (float) (1 - settings.beta1());
    float rest2 = (float) (1 - settings.beta2());
    int length = oldValue.length();
    for (int i = 0; i < length; i++) {
      float gradient = g[i] * clip;
      float first = beta1 * oldFirst.get(i) + rest1 * gradient;
      float second = beta2 * oldSecond.get(i) + rest2 * gradient * gradient;
      float root = (float) Math.sqrt(second) * rootCorrection + epsilon;
      m[i] = first;
      v[i] = second;
      p[i] = oldValue.get(i) * keep - stepSize * first / root;
    }
  }
}
