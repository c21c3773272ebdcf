package org.bert4j.examples.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import org.bert4j.common.batch.PretrainingBatch;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.KernelProfile;
import org.bert4j.common.model.BatchShape;
import org.bert4j.common.model.BertConfig;
import org.bert4j.common.model.BertForPreTraining;
import org.bert4j.common.model.DataParallel;
import org.bert4j.common.model.Initialization;
import org.bert4j.common.model.MicroStep;
import org.bert4j.common.run.MemoryEstimate;
import org.bert4j.common.train.AdamW;
import org.bert4j.common.train.GradientNorm;
import org.bert4j.common.train.Optimizer;
import org.bert4j.common.train.OptimizerSettings;

/**
 * Times whole training steps: forward and backward pass with dropout, clipping, AdamW. Filling the
 * batch is not timed, as in training another thread does it.
 */
public final class Benchmark implements AutoCloseable {
  /** Steps before any is measured: all kernels are compiled then, ragged batches need many. */
  private static final int LEAST_BEFORE = 5;

  private static final int LEAST_BEFORE_RAGGED = 40;
  private static final int PEAK_BURSTS = 50;
  private static final double LEARNING_RATE = 1e-4;
  private static final double NANOS_PER_MS = 1e6;
  private static final double NANOS_PER_S = 1e9;

  private final BenchmarkConfig config;
  private final BertConfig bert;
  private final ComputeEngine engine;
  private final DataParallel<BertForPreTraining, PretrainingBatch> model;
  private final Optimizer optimizer;
  private final GradientNorm gradientNorm;
  private final SyntheticBatches batches;
  private final GemmPeak gemmPeak;
  private SteadyState steadyState;
  private int taken;

  /**
   * Makes a randomly initialized model.
   *
   * @param config what to measure
   * @throws IllegalArgumentException if it takes more memory than is free
   */
  public Benchmark(BenchmarkConfig config) {
    this.config = config;
    bert = config.bertConfig();
    int masked = (int) Math.ceil(SyntheticBatches.MASKED * config.maxSeqLength());
    BatchShape batch = new BatchShape(config.batchSize(), config.maxSeqLength(), masked);
    MemoryEstimate.ofTraining(
            () -> new BertForPreTraining(bert), config.precision(), config.threads(), batch)
        .requireFitting();
    engine = new ComputeEngine(config.threads());
    model = DataParallel.trained(engine, () -> new BertForPreTraining(bert), config.precision());
    Initialization.BERT.apply(model, 0);
    optimizer = new AdamW(engine, model.parameters(), OptimizerSettings.BERT);
    gradientNorm = new GradientNorm(engine, model.parameters());
    model.reserve(batch);
    batches = new SyntheticBatches(config);
    gemmPeak = new GemmPeak(config.threads(), config.precision());
  }

  /**
   * Takes steps that are not measured. For some seconds the JVM still compiles what runs often, on
   * the same cores: a step of a small model takes a tenth longer as long as it does.
   *
   * @param time how long
   */
  public void warmUp(Duration time) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < time.toNanos()) {
      step(batches.at(taken));
    }
  }

  /**
   * Measures, after a few steps that compile the kernels.
   *
   * @param profile receives every kernel call of the measured steps, null to measure steps only
   * @return the figures
   */
  public BenchmarkResult run(KernelProfile profile) {
    while (taken < (config.ragged() ? LEAST_BEFORE_RAGGED : LEAST_BEFORE)) {
      step(batches.at(taken));
    }
    model.profile(profile);
    double[] nanoseconds = new double[config.steps()];
    double[] tokens = new double[config.steps()];
    double[] flops = new double[config.steps()];
    double[] peaks = new double[config.steps()];
    int untilPeak = Math.max(1, config.steps() / PEAK_BURSTS);
    SteadyState before = SteadyState.now(model.primitives());
    for (int i = 0; i < config.steps(); i++) {
      PretrainingBatch batch = batches.at(taken);
      tokens[i] = batch.sequences().tokens();
      flops[i] = ModelFlops.of(bert, batch);
      long start = System.nanoTime();
      step(batch);
      nanoseconds[i] = System.nanoTime() - start;
      peaks[i] = i % untilPeak == 0 ? gemmPeak.burst() : peaks[i - 1];
    }
    steadyState = SteadyState.now(model.primitives()).since(before, config.steps());
    double peak = median(i -> peaks[i]);
    model.profile(null);
    return new BenchmarkResult(
        config.model(),
        model.parameters().elements(),
        config.precision().name().toLowerCase(Locale.ROOT),
        config.batchSize(),
        config.maxSeqLength(),
        Math.round(Arrays.stream(tokens).average().orElseThrow()),
        median(i -> nanoseconds[i] / NANOS_PER_MS),
        median(i -> tokens[i] / nanoseconds[i] * NANOS_PER_S),
        peak,
        median(i -> flops[i] / nanoseconds[i]) / peak);
  }

  /**
   * What the steps of the last run took besides time.
   *
   * @return memory and kernels
   */
  public SteadyState steadyState() {
    return steadyState;
  }

  private void step(PretrainingBatch batch) {
    model.forwardBackward(batch, new MicroStep(batch.targets(), taken++, false, false));
    double bytes = Float.BYTES * (double) model.parameters().elements();
    double computeBytes =
        config.precision() == DataType.FP32 ? 0 : bytes / Float.BYTES * config.precision().bytes();
    int parts = model.parameters().gradientParts().size();
    double[] norm = new double[1];
    engine.measured("gradient norm", parts * bytes, () -> norm[0] = gradientNorm.compute());
    engine.measured(
        "AdamW", (6 + parts) * bytes + computeBytes, () -> optimizer.step(LEARNING_RATE, norm[0]));
  }

  private double median(IntToDoubleFunction figure) {
    double[] sorted = new double[config.steps()];
    Arrays.setAll(sorted, figure);
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  @Override
  public void close() {
    gemmPeak.close();
    optimizer.close();
    model.close();
    engine.close();
  }
}
