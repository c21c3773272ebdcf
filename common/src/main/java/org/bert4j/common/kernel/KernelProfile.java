package org.bert4j.common.kernel;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the time of an engine goes: calls, time, arithmetic and memory traffic of each kernel and
 * shape.
 */
public final class KernelProfile {
  /**
   * Sums over all calls of a kernel.
   *
   * @param kernel name and shapes
   * @param calls number of calls
   * @param nanoseconds time of all calls, summed over the threads that worked on them
   * @param flops floating-point operations of all calls; 0 where they do not matter
   * @param bytes size of all operands of all calls
   */
  public record Row(String kernel, long calls, long nanoseconds, double flops, double bytes) {
    Row plus(Row other) {
      return new Row(
          kernel,
          calls + other.calls,
          nanoseconds + other.nanoseconds,
          flops + other.flops,
          bytes + other.bytes);
    }
  }

  private final Map<String, Row> rows = new HashMap<>();

  /** Makes an empty profile. */
  public KernelProfile() {}

  /**
   * Adds a call; several threads may.
   *
   * @param kernel name and shapes
   * @param nanoseconds its time, times the threads that worked on it
   * @param flops its floating-point operations
   * @param bytes size of its operands
   */
  synchronized void add(String kernel, long nanoseconds, double flops, double bytes) {
    rows.merge(kernel, new Row(kernel, 1, nanoseconds, flops, bytes), Row::plus);
  }

  /**
   * The kernels so far.
   *
   * @return rows, the one with the most time first
   */
  public synchronized List<Row> rows() {
    return rows.values().stream()
        .sorted(Comparator.comparingLong(Row::nanoseconds).reversed())
        .toList();
  }
}
