package org.bert4j.examples.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.bert4j.common.kernel.KernelProfile;

/**
 * What a kernel takes of a step.
 *
 * @param kernel name and shapes
 * @param calls calls of a step, the mean where they vary
 * @param msPerStep time of a step's calls in milliseconds, the mean over the steps
 * @param share of the median step, a fraction
 * @param gflops floating-point operations of all threads, in 10⁹ a second; 0 where they do not
 *     matter
 * @param gigabytesPerSecond size of the operands of all threads, in 10⁹ bytes a second
 */
public record KernelShare(
    @JsonProperty("kernel") String kernel,
    @JsonProperty("calls") double calls,
    @JsonProperty("ms_per_step") double msPerStep,
    @JsonProperty("share") double share,
    @JsonProperty("gflops") double gflops,
    @JsonProperty("gigabytes_per_second") double gigabytesPerSecond) {
  private static final double NANOS_PER_MS = 1e6;

  /**
   * The kernels of a benchmark.
   *
   * @param profile received their calls
   * @param config what was measured
   * @param result its figures
   * @return the kernels, the one with the most time first
   */
  public static List<KernelShare> of(
      KernelProfile profile, BenchmarkConfig config, BenchmarkResult result) {
    return profile.rows().stream().map(row -> of(row, config, result)).toList();
  }

  private static KernelShare of(
      KernelProfile.Row row, BenchmarkConfig config, BenchmarkResult result) {
    double milliseconds = row.nanoseconds() / (NANOS_PER_MS * config.steps() * config.threads());
    return new KernelShare(
        row.kernel(),
        (double) row.calls() / config.steps(),
        milliseconds,
        milliseconds / result.msPerStep(),
        config.threads() * row.flops() / row.nanoseconds(),
        config.threads() * row.bytes() / row.nanoseconds());
  }
}
