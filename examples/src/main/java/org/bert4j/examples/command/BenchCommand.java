package org.bert4j.examples.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.bert4j.common.kernel.KernelProfile;
import org.bert4j.common.kernel.Precision;
import org.bert4j.pretrain.bench.Benchmark;
import org.bert4j.pretrain.bench.BenchmarkConfig;
import org.bert4j.pretrain.bench.BenchmarkResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bert4j bench}: times training steps on made-up batches. */
@Command(
    name = "bench",
    sortOptions = false,
    description = "Time whole pre-training steps on made-up batches.")
public final class BenchCommand implements Callable<Integer> {
  private static final int PROFILE_ROWS = 40;

  @Spec private CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = "tiny|mini|small|medium|base|large",
      defaultValue = "mini",
      description = "Size of the model. Default: ${DEFAULT-VALUE}.")
  private String model;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      defaultValue = "32",
      description = "Sequences of a step. Default: ${DEFAULT-VALUE}.")
  private int batchSize;

  @Option(
      names = "--max-seq-length",
      paramLabel = "N",
      defaultValue = "128",
      description = "Tokens of the longest sequence. Default: ${DEFAULT-VALUE}.")
  private int maxSeqLength;

  @Option(
      names = "--precision",
      paramLabel = "fp32|bf16|auto",
      defaultValue = "auto",
      description = "Type of the inputs of matrix products. Default: ${DEFAULT-VALUE}.")
  private Precision precision;

  @Option(
      names = "--ragged",
      description = "Draw lengths from a quarter of --max-seq-length up to it, every step anew.")
  private boolean ragged;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "20",
      description = "Steps that are measured, after a warm-up. Default: ${DEFAULT-VALUE}.")
  private int steps;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that compute. Default: all cores.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--profile",
      description = "Also print where the time goes, a kernel and shape a row.")
  private boolean profile;

  @Option(names = "--json", description = "Print one line of JSON.")
  private boolean json;

  /** Makes the command. */
  public BenchCommand() {}

  @Override
  public Integer call() throws Exception {
    BenchmarkConfig config =
        new BenchmarkConfig(
            model, batchSize, maxSeqLength, precision.dataType(), ragged, steps, threads);
    PrintWriter out = spec.commandLine().getOut();
    KernelProfile kernels = profile ? new KernelProfile() : null;
    BenchmarkResult result;
    try (Benchmark benchmark = new Benchmark(config)) {
      result = benchmark.run(kernels);
      if (json) {
        out.println(new ObjectMapper().writeValueAsString(result));
      } else {
        print(out, result);
      }
    }
    if (profile) {
      print(out, result, kernels);
    }
    return 0;
  }

  private void print(PrintWriter out, BenchmarkResult result) {
    out.printf(
        "%s (%.1f million parameters), %d sequences of %s%d tokens, %s, %d threads%n",
        result.model(),
        result.parameters() / 1e6,
        result.batchSize(),
        ragged ? "up to " : "",
        result.maxSeqLength(),
        result.precision(),
        threads);
    out.printf("%12.1f ms a step (median of %d)%n", result.msPerStep(), steps);
    out.printf("%12.0f tokens/s%n", result.tokensPerSecond());
    out.printf("%12.0f GFLOP/s, the peak of matrix products here%n", result.gemmPeakGflops());
    out.printf(
        "%12.1f %% of that peak (model FLOPs utilization)%n", 100 * result.modelFlopsUtilization());
  }

  private void print(PrintWriter out, BenchmarkResult result, KernelProfile kernels) {
    double total = result.msPerStep() * 1e6 * steps * threads;
    double measured = kernels.rows().stream().mapToDouble(KernelProfile.Row::nanoseconds).sum();
    out.printf(
        "%n%8s %6s %6s %8s %7s  %s%n", "ms/step", "share", "calls", "GFLOP/s", "GB/s", "kernel");
    kernels.rows().stream()
        .limit(PROFILE_ROWS)
        .forEach(
            row ->
                out.printf(
                    "%8.2f %5.1f%% %6d %8.0f %7.1f  %s%n",
                    row.nanoseconds() / 1e6 / steps / threads,
                    100 * row.nanoseconds() / total,
                    row.calls() / steps,
                    threads * row.flops() / row.nanoseconds(),
                    threads * row.bytes() / row.nanoseconds(),
                    row.kernel()));
    out.printf(
        "%8.2f %5.1f%%  between kernels, and waiting for the slower thread%n",
        (total - measured) / 1e6 / steps / threads, 100 * (total - measured) / total);
  }
}
