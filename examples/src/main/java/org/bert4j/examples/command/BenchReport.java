package org.bert4j.examples.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.bert4j.examples.bench.BenchmarkConfig;
import org.bert4j.examples.bench.BenchmarkResult;
import org.bert4j.examples.bench.KernelShare;
import org.bert4j.examples.bench.SteadyState;

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

  /** Prints everything; there may be no kernels. */
  void print(BenchmarkResult result, SteadyState state, List<KernelShare> kernels) {
    out.printf(
        Locale.ROOT,
        "%s (%.1f million parameters), %d sequences of %s%d tokens, %s, %d threads%n",
        result.model(),
        result.parameters() / MILLION,
        result.batchSize(),
        config.ragged() ? "up to " : "",
        result.maxSeqLength(),
        result.precision(),
        config.threads());
    out.printf(
        Locale.ROOT, "%12.1f ms a step (median of %d)%n", result.msPerStep(), config.steps());
    out.printf(Locale.ROOT, "%12.0f tokens/s%n", result.tokensPerSecond());
    out.printf(
        Locale.ROOT, "%12.0f GFLOP/s, the peak of matrix products here%n", result.gemmPeakGflops());
    out.printf(
        Locale.ROOT,
        "%12.1f %% of that peak (model FLOPs utilization)%n",
        100 * result.modelFlopsUtilization());
    out.printf(
        Locale.ROOT,
        "%12.0f MB in memory, %+.0f MB since the warm-up%n",
        state.residentBytes() / MILLION,
        state.residentGrowth() / MILLION);
    out.printf(Locale.ROOT, "%12.1f KB of Java objects a step%n", state.garbageBytes() / 1e3);
    out.printf(
        Locale.ROOT,
        "%12d compiled kernels, %d of them since the warm-up%n",
        state.primitives(),
        state.newPrimitives());
    if (!kernels.isEmpty()) {
      print(result, kernels);
    }
  }

  private void print(BenchmarkResult result, List<KernelShare> kernels) {
    out.printf(
        Locale.ROOT,
        "%n%8s %6s %6s %8s %7s  kernel%n",
        "ms/step",
        "share",
        "calls",
        "GFLOP/s",
        "GB/s");
    kernels.stream().limit(PROFILE_ROWS).forEach(this::print);
    double rest = result.msPerStep() - kernels.stream().mapToDouble(KernelShare::msPerStep).sum();
    out.printf(
        Locale.ROOT,
        "%8.2f %5.1f%%  calls, and waiting for the slower thread%n",
        rest,
        100 * rest / result.msPerStep());
  }

  private void print(KernelShare kernel) {
    out.printf(
        Locale.ROOT,
        "%8.2f %5.1f%% %6.0f %8.0f %7.1f  %s%n",
        kernel.msPerStep(),
        100 * kernel.share(),
        kernel.calls(),
        kernel.gflops(),
        kernel.gigabytesPerSecond(),
        kernel.kernel());
  }
}
