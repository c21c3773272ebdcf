package org.bert4j.common.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bert4j.common.kernel.Arena;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.kernel.Transfer;
import org.bert4j.common.kernel.Workers;
import org.bert4j.common.layer.ParameterSpec;
import org.bert4j.common.layer.Parameters;

/**
 * Adam with bias correction and decoupled weight decay (Loshchilov and Hutter, 2019, as PyTorch has
 * it), after clipping the gradients' global norm. Weight decay applies to matrices only.
 *
 * <p>Parameters, gradients and moments are walked once, in chunks that are copied into Java arrays:
 * the JVM vectorizes loops over those. What is computed does not depend on the number of threads.
 */
public final class AdamW implements AutoCloseable {
  private static final int CHUNK = 4096;
  private static final int LANES = 256;

  /**
   * Settings of the optimizer.
   *
   * @param beta1 decay of the first moment
   * @param beta2 decay of the second moment
   * @param epsilon added to the root of the second moment
   * @param weightDecay of matrices, times the learning rate a step
   * @param maxGradientNorm global norm that gradients are clipped to
   */
  public record Settings(
      double beta1, double beta2, double epsilon, double weightDecay, double maxGradientNorm) {
    /** As BERT was trained. */
    public static final Settings BERT = new Settings(0.9, 0.999, 1e-6, 0.01, 1.0);

    /** Checks every value. {@inheritDoc} */
    public Settings {
      require("beta1", beta1, beta1 >= 0 && beta1 < 1, "0 to below 1");
      require("beta2", beta2, beta2 >= 0 && beta2 < 1, "0 to below 1");
      require("epsilon", epsilon, epsilon > 0, "above 0");
      require("weight_decay", weightDecay, weightDecay >= 0, "at least 0");
      require("max_gradient_norm", maxGradientNorm, maxGradientNorm > 0, "above 0");
    }

    private static void require(String name, double value, boolean valid, String expected) {
      if (!valid) {
        throw new IllegalArgumentException(
            "%s is %s, expected %s".formatted(name, value, expected));
      }
    }
  }

  /** Consecutive elements that are treated alike. */
  private record Chunk(long from, int length, boolean decay) {}

  /** What one thread works in. */
  private static final class Buffers {
    private final Transfer transfer = new Transfer();
    private final float[] parameter = new float[CHUNK];
    private final float[] gradient = new float[CHUNK];
    private final float[] first = new float[CHUNK];
    private final float[] second = new float[CHUNK];
    private final float[] lanes = new float[LANES];
  }

  /** Factors of one step. */
  private record Factors(
      float clip, float keep, float stepSize, float rootCorrection, float epsilon) {}

  private final Settings settings;
  private final Workers workers;
  private final Parameters parameters;
  private final Arena arena = new Arena();
  private final Tensor expAvg;
  private final Tensor expAvgSq;
  private final List<Chunk> chunks = new ArrayList<>();
  private final double[] squares;
  private final Buffers[] buffers;
  private long steps;

  /**
   * Makes an optimizer with zero moments.
   *
   * @param workers do the work
   * @param parameters to optimize
   * @param settings of the optimizer
   */
  public AdamW(Workers workers, Parameters parameters, Settings settings) {
    this.workers = workers;
    this.parameters = parameters;
    this.settings = settings;
    expAvg = arena.vector(parameters.values().elements());
    expAvgSq = arena.vector(parameters.values().elements());
    for (ParameterSpec spec : parameters.specs()) {
      long start = parameters.offset(spec.name());
      for (long done = 0; done < spec.elements(); done += CHUNK) {
        int length = (int) Math.min(CHUNK, spec.elements() - done);
        chunks.add(new Chunk(start + done, length, spec.isMatrix()));
      }
    }
    squares = new double[chunks.size()];
    buffers = new Buffers[workers.threads()];
    for (int i = 0; i < buffers.length; i++) {
      buffers[i] = new Buffers();
    }
  }

  /**
   * First moments, in the order of the parameters.
   *
   * @return {@code [1, elements]}
   */
  public Tensor expAvg() {
    return expAvg;
  }

  /**
   * Second moments, in the order of the parameters.
   *
   * @return {@code [1, elements]}
   */
  public Tensor expAvgSq() {
    return expAvgSq;
  }

  /**
   * Steps taken so far.
   *
   * @return their number
   */
  public long steps() {
    return steps;
  }

  /**
   * Goes on from saved moments.
   *
   * @param stepsTaken steps that the moments come from
   */
  public void resume(long stepsTaken) {
    steps = stepsTaken;
  }

  /**
   * Global norm of the gradients, in double precision.
   *
   * @return the norm
   */
  public double gradientNorm() {
    workers.run(
        chunks.size(),
        (part, from, to) -> {
          for (int i = (int) from; i < to; i++) {
            squares[i] = sumOfSquares(chunks.get(i), buffers[part]);
          }
        });
    double sum = 0;
    for (double square : squares) {
      sum += square;
    }
    return Math.sqrt(sum);
  }

  /** Sums in as many lanes as a loop can be vectorized over. */
  private double sumOfSquares(Chunk chunk, Buffers buffer) {
    float[] gradient = buffer.gradient;
    float[] lanes = buffer.lanes;
    buffer.transfer.read(parameters.gradients(), chunk.from(), gradient, chunk.length());
    Arrays.fill(gradient, chunk.length(), CHUNK, 0);
    Arrays.fill(lanes, 0);
    for (int start = 0; start < CHUNK; start += LANES) {
      for (int lane = 0; lane < LANES; lane++) {
        lanes[lane] += gradient[start + lane] * gradient[start + lane];
      }
    }
    double sum = 0;
    for (float lane : lanes) {
      sum += lane;
    }
    return sum;
  }

  /**
   * Clips the gradients and updates the parameters.
   *
   * @param learningRate of this step
   * @param gradientNorm as {@link #gradientNorm} gave it
   */
  public void step(double learningRate, double gradientNorm) {
    steps++;
    double clip = Math.min(1, settings.maxGradientNorm() / (gradientNorm + 1e-6));
    Factors matrix = factors(clip, learningRate, settings.weightDecay());
    Factors vector = factors(clip, learningRate, 0);
    workers.run(
        chunks.size(),
        (part, from, to) -> {
          for (int i = (int) from; i < to; i++) {
            Chunk chunk = chunks.get(i);
            update(chunk, buffers[part], chunk.decay() ? matrix : vector);
          }
        });
  }

  private Factors factors(double clip, double learningRate, double weightDecay) {
    double firstCorrection = 1 - Math.pow(settings.beta1(), steps);
    double secondCorrection = 1 - Math.pow(settings.beta2(), steps);
    return new Factors(
        (float) clip,
        (float) (1 - learningRate * weightDecay),
        (float) (learningRate / firstCorrection),
        (float) (1 / Math.sqrt(secondCorrection)),
        (float) settings.epsilon());
  }

  private void update(Chunk chunk, Buffers buffer, Factors factors) {
    int length = chunk.length();
    Transfer transfer = buffer.transfer;
    transfer.read(parameters.values(), chunk.from(), buffer.parameter, length);
    transfer.read(parameters.gradients(), chunk.from(), buffer.gradient, length);
    transfer.read(expAvg, chunk.from(), buffer.first, length);
    transfer.read(expAvgSq, chunk.from(), buffer.second, length);
    update(buffer, factors, length);
    transfer.write(parameters.values(), chunk.from(), buffer.parameter, length);
    transfer.write(expAvg, chunk.from(), buffer.first, length);
    transfer.write(expAvgSq, chunk.from(), buffer.second, length);
  }

  private void update(Buffers buffer, Factors factors, int length) {
    float[] p = buffer.parameter;
    float[] g = buffer.gradient;
    float[] m = buffer.first;
    float[] v = buffer.second;
    float clip = factors.clip();
    float keep = factors.keep();
    float stepSize = factors.stepSize();
    float rootCorrection = factors.rootCorrection();
    float epsilon = factors.epsilon();
    float beta1 = (float) settings.beta1();
    float beta2 = (float) settings.beta2();
    float rest1 = (float) (1 - settings.beta1());
    float rest2 = (float) (1 - settings.beta2());
    for (int i = 0; i < length; i++) {
      float gradient = g[i] * clip;
      m[i] = beta1 * m[i] + rest1 * gradient;
      v[i] = beta2 * v[i] + rest2 * gradient * gradient;
      float root = (float) Math.sqrt(v[i]) * rootCorrection + epsilon;
      p[i] = p[i] * keep - stepSize * m[i] / root;
    }
  }

  @Override
  public void close() {
    arena.close();
  }
}
