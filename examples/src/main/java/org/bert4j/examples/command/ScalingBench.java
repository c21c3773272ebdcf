package org.bert4j.examples.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bert4j.common.kernel.DataType;
import org.bert4j.examples.bench.Benchmark;
import org.bert4j.examples.bench.BenchmarkConfig;
import org.bert4j.examples.bench.BenchmarkResult;
import org.bert4j.examples.plot.ScalingChart;

/** Measures how the time of a step grows with the work in it. */
final class ScalingBench {
  private static final int TOKENS = 4096;

  /** Each kind of step is measured so often, between the others; its median counts. */
  private static final int ROUNDS = 3;

  private final DataType precision;
  private final int threads;
  private final int steps;

  ScalingBench(DataType precision, int threads, int steps) {
    this.precision = precision;
    this.threads = threads;
    this.steps = steps;
  }

  /** Prints a line a measurement and draws all of them. */
  void run(Path picture, Duration warmUp, PrintWriter out) throws IOException {
    try (Benchmark benchmark = new Benchmark(config("mini", 8, 128))) {
      benchmark.warmUp(warmUp);
    }
    Map<BenchmarkConfig, List<BenchmarkResult>> measured = new HashMap<>();
    for (int round = 1; round <= ROUNDS; round++) {
      for (List<BenchmarkConfig> configs : List.of(batches(), lengths(), models())) {
        for (BenchmarkConfig config : configs) {
          try (Benchmark benchmark = new Benchmark(config)) {
            measured.computeIfAbsent(config, any -> new ArrayList<>()).add(benchmark.run(null));
          }
        }
      }
      out.printf(Locale.ROOT, "round %d of %d%n", round, ROUNDS);
      out.flush();
    }
    List<ScalingChart.Series> series =
        List.of(
            series("batch size: mini, N × 128", batches(), measured, out),
            series("length: mini, 4,096 tokens", lengths(), measured, out),
            series("model: tiny to base, 8 × 128", models(), measured, out));
    ScalingChart.draw(series, picture);
    out.println(picture);
  }

  private List<BenchmarkConfig> batches() {
    List<BenchmarkConfig> configs = new ArrayList<>();
    for (int batch = 2; batch <= 128; batch *= 2) {
      configs.add(config("mini", batch, 128));
    }
    return configs;
  }

  private List<BenchmarkConfig> lengths() {
    List<BenchmarkConfig> configs = new ArrayList<>();
    for (int length = 64; length <= 512; length += 64) {
      configs.add(config("mini", TOKENS / length, length));
    }
    return configs;
  }

  private List<BenchmarkConfig> models() {
    List<BenchmarkConfig> configs = new ArrayList<>();
    for (String model : List.of("tiny", "mini", "small", "medium", "base")) {
      configs.add(config(model, 8, 128));
    }
    return configs;
  }

  private BenchmarkConfig config(String model, int batch, int length) {
    return new BenchmarkConfig(model, batch, length, precision, false, steps, threads);
  }

  private static ScalingChart.Series series(
      String name,
      List<BenchmarkConfig> configs,
      Map<BenchmarkConfig, List<BenchmarkResult>> measured,
      PrintWriter out) {
    List<ScalingChart.Point> points = new ArrayList<>();
    for (BenchmarkConfig config : configs) {
      List<BenchmarkResult> results = measured.get(config);
      results.sort(Comparator.comparingDouble(BenchmarkResult::msPerStep));
      BenchmarkResult result = results.get(results.size() / 2);
      double gflops =
          result.modelFlopsUtilization() * result.gemmPeakGflops() * result.msPerStep() / 1e3;
      points.add(new ScalingChart.Point(gflops, result.msPerStep(), result.gemmPeakGflops()));
      out.printf(
          Locale.ROOT,
          "%-6s %3d × %3d  %8.1f GFLOP %9.1f ms  %5.1f %% of the peak%n",
          config.model(),
          config.batchSize(),
          config.maxSeqLength(),
          gflops,
          result.msPerStep(),
          100 * result.modelFlopsUtilization());
      out.flush();
    }
    return new ScalingChart.Series(name, points);
  }
}
