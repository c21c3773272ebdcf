package org.bert4j.common.train;

import org.bert4j.common.kernel.Arena;
import org.bert4j.common.kernel.PrecisionBenchmark;
import org.bert4j.common.layer.Linear;
import org.bert4j.common.layer.Parameters;
import org.bert4j.common.layer.Pass;
import org.bert4j.common.train.Optimizer.Algorithm;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** What follows the gradients of a step, on as many parameters as one encoder layer has. */
public class OptimizerBenchmark extends PrecisionBenchmark {
  private static final double LEARNING_RATE = 1e-4;

  /** Rows of all weight matrices together, in hidden sizes. */
  private static final int WEIGHTS = 12;

  /** Which optimizer. */
  @Param("ADAMW")
  public Algorithm algorithm;

  private Optimizer optimizer;
  private GradientNorm norm;

  /** Made by JMH. */
  public OptimizerBenchmark() {}

  @Override
  protected void prepare() {
    long hidden = shape.hiddenSize();
    Linear weights = new Linear(hidden, WEIGHTS * hidden);
    Parameters parameters = owned(Parameters.trained(weights, type(), new Arena()));
    operands().randomize(parameters.values());
    operands().randomize(parameters.gradientParts().get(0));
    parameters.refreshCompute(engine());
    Pass pass = Pass.evaluation(engine(), null);
    weights.backward(
        pass, owned(new Arena()).matrix(type(), 1, WEIGHTS * hidden)); // packs from now on
    optimizer = owned(algorithm.of(engine(), parameters, OptimizerSettings.BERT));
    norm = new GradientNorm(engine(), parameters);
  }

  /** Moves the parameters; the clipping of the gradients is part of it. */
  @Benchmark
  public void step() {
    optimizer.step(LEARNING_RATE, 1);
  }

  /**
   * Computes the global norm of the gradients.
   *
   * @return the norm
   */
  @Benchmark
  public double gradientNorm() {
    return norm.compute();
  }
}
