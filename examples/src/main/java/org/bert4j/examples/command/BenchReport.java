package org.bert4j.examples.command;

import java.io.PrintWriter;
import org.bert4j.common.kernel.KernelProfile;
import org.bert4j.pretrain.bench.BenchmarkConfig;
import org.bert4j.pretrain.bench.BenchmarkResult;
import org.bert4j.pretrain.bench.SteadyState;

/** Prints a benchmark for a reader. */
final class BenchReport {
  private static final int PROFILE_ROWS = 40;
  private static final double MILLION = 1e6;

  private final BenchmarkConfig config;
  private final PrintWriter out;

  BenchReport(BenchmarkConfig config, PrintWriter out) {
    this.config = config;
    this.out = out;
  }

  /** Prints everything; kernels may be null. */
  void print(BenchmarkResult result, SteadyState state, KernelProfile kernels) {
    out.printf(
        "%s (%.1f million parameters), %d sequences of %s%d tokens, %s, %d threads%n",
        result.model(),
        result.parameters() / MILLION,
        result.batchSize(),
        config.ragged() ? "up to " : "",
        result.maxSeqLength(),
        result.precision(),
        config.threads());
    out.printf("%12.1f ms a step (median of %d)%n", result.msPerStep(), config.steps());
    out.printf("%12.0f tokens/s%n", result.tokensPerSecond());
    out.printf("%12.0f GFLOP/s, the peak of matrix products here%n", result.gemmPeakGflops());
    out.printf(
        "%12.1f %% of that peak (model FLOPs utilization)%n", 100 * result.modelFlopsUtilization());
    out.printf(
        "%12.0f MB in memory, %+.0f MB since the warm-up%n",
        state.residentBytes() / MILLION, state.residentGrowth() / MILLION);
    out.printf("%12.1f KB of Java objects a step%n", state.garbageBytes() / 1e3);
    out.printf(
        "%12d compiled kernels, %d of them since the warm-up%n",
        state.primitives(), state.newPrimitives());
    if (kernels != null) {
      print(result, kernels);
    }
  }

  private void print(BenchmarkResult result, KernelProfile kernels) {
    double perStep = MILLION * config.steps() * config.threads();
    double measured = 0;
    out.printf("%n%8s %6s %6s %8s %7s  kernel%n", "ms/step", "share", "calls", "GFLOP/s", "GB/s");
    int printed = 0;
    for (KernelProfile.Row row : kernels.rows()) {
      measured += row.nanoseconds() / perStep;
      if (printed++ < PROFILE_ROWS) {
        print(row, row.nanoseconds() / perStep, result.msPerStep());
      }
    }
    double rest = result.msPerStep() - measured;
    out.printf(
        "%8.2f %5.1f%%  calls, and waiting for the slower thread%n",
        rest, 100 * rest / result.msPerStep());
  }

  private void print(KernelProfile.Row row, double milliseconds, double step) {
    out.printf(
        "%8.2f %5.1f%% %6d %8.0f %7.1f  %s%n",
        milliseconds,
        100 * milliseconds / step,
        Math.round((double) row.calls() / config.steps()),
        config.threads() * row.flops() / row.nanoseconds(),
        config.threads() * row.bytes() / row.nanoseconds(),
        row.kernel());
  }
}
