package org.bert4j.examples.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.KernelProfile;
import org.junit.jupiter.api.Test;

class BenchmarkTest {
  private static final long GARBAGE = 100_000; // the bound of a step, in bytes

  private static BenchmarkConfig config(boolean ragged) {
    return new BenchmarkConfig("tiny", 8, 32, DataType.FP32, ragged, 6, 2);
  }

  @Test
  void equalStepsTakeNothingNew() {
    try (Benchmark benchmark = new Benchmark(config(false))) {
      BenchmarkResult result = benchmark.run(null);
      assertEquals(8 * 32, result.tokens());
      assertEquals(0, benchmark.steadyState().newPrimitives());
      long garbage = benchmark.steadyState().garbageBytes();
      assertTrue(garbage < GARBAGE, "bytes a step: " + garbage);
    }
  }

  @Test
  void everyKernelIsProfiledOnce() {
    KernelProfile profile = new KernelProfile();
    try (Benchmark benchmark = new Benchmark(config(true))) {
      BenchmarkResult result = benchmark.run(profile);
      assertTrue(result.tokens() < 8 * 32);
    }
    for (String name : new String[] {"AdamW", "gradient norm"}) {
      KernelProfile.Row row =
          profile.rows().stream().filter(each -> each.kernel().equals(name)).findFirst().get();
      assertEquals(6, row.calls(), name);
    }
    assertTrue(profile.rows().stream().noneMatch(row -> row.kernel().contains("[1x32768]")));
  }
}
