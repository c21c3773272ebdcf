package org.bert4j.common.train;

import java.util.List;
import org.bert4j.common.kernel.PrecisionBenchmark;
import org.bert4j.common.layer.Parameter;
import org.bert4j.common.layer.ParameterSpec;
import org.bert4j.common.layer.Parameters;
import org.bert4j.common.train.Optimizer.Algorithm;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** What follows the gradients of a step, on as many parameters as one encoder layer has. */
public class OptimizerBenchmark extends PrecisionBenchmark {
  private static final double LEARNING_RATE = 1e-4;

  /** Rows of all weight matrices together, in hidden sizes. */
  private static final int WEIGHTS = 12;

  /** Elements of all biases and normalizations together, in hidden sizes. */
  private static final int VECTORS = 13;

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
    List<ParameterSpec> specs =
        List.of(
            ParameterSpec.matrix("weight", WEIGHTS * hidden, hidden),
            ParameterSpec.vector("bias", VECTORS * hidden));
    Parameters parameters = owned(new Parameters(specs, type()));
    operands().randomize(parameters.values());
    operands().randomize(parameters.gradients());
    parameters.refreshCompute(engine());
    Parameter weight = parameters.get("weight");
    parameters.packed(engine(), weight.compute()); // so that a step packs it again
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
