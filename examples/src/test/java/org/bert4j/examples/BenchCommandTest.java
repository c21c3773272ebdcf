package org.bert4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchCommandTest {
  @Test
  void oneLineOfJsonHasEveryFigure() throws IOException {
    CommandLineRun run =
        CommandLineRun.of(
            "bench",
            "--model",
            "tiny",
            "--batch-size",
            "2",
            "--max-seq-length",
            "16",
            "--steps",
            "2",
            "--precision",
            "fp32",
            "--warm-up",
            "0",
            "--json");
    assertEquals(0, run.exitCode(), run.err());
    JsonNode figures = new ObjectMapper().readTree(run.out());
    assertEquals(32, figures.get("tokens").asInt());
    assertEquals("fp32", figures.get("precision").asText());
    for (String name :
        List.of("ms_per_step", "tokens_per_second", "gemm_peak_gflops", "parameters")) {
      assertTrue(figures.get(name).asDouble() > 0, name);
    }
    double utilization = figures.get("model_flops_utilization").asDouble();
    assertTrue(utilization > 0 && utilization < 1, "utilization " + utilization);
  }

  /** Before it is taken: the system kills a process that fills its memory, without a word. */
  @Test
  void aBatchThatTakesMoreMemoryThanThereIsIsRefused() {
    CommandLineRun.of("bench", "--model", "large", "--batch-size", "65536")
        .isRefusedWith("GB are free", "--batch-size");
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    CommandLineRun.of("bench", "--model", "enormous").isRefusedWith("enormous");
    CommandLineRun.of("bench", "--batch-size", "0").isRefusedWith("batch_size is 0");
    CommandLineRun.of("bench", "--max-seq-length", "513").isRefusedWith("max_seq_length is 513");
    CommandLineRun.of("bench", "--steps", "0").isRefusedWith("steps is 0");
    CommandLineRun.of("bench", "--warm-up", "-1").isRefusedWith("warm_up is -1");
  }
}
