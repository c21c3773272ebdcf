package org.bert4j.common.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.kernel.Arena;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.layer.BertConfigs;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.factory.Nd4j;

/** Models need memory off the heap; how much of it there is does not depend on the heap's size. */
class SmallHeapTest {
  private static final String ND4J_FIRST = "ND4J first";

  @ParameterizedTest
  @ValueSource(strings = {"ND4J not at all", ND4J_FIRST})
  void aModelMayTakeManyTimesTheJavaHeap(String order) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-cp",
                System.getProperty("java.class.path"),
                SmallHeapTest.class.getName(),
                order)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals("24 logits", out.strip());
    assertEquals(0, process.waitFor());
  }

  /**
   * A service: touches ten times the heap, then computes what no kernel was compiled for before.
   */
  public static void main(String[] args) {
    if (args[0].equals(ND4J_FIRST)) {
      Nd4j.create(1);
    }
    try (Arena arena = new Arena();
        ComputeEngine engine = new ComputeEngine(2);
        var model =
            DataParallel.used(
                engine,
                () -> new BertForTokenClassification(BertConfigs.of(99, 32, 2, 64), 3),
                DataType.FP32)) {
      Tensor large =
          arena.matrix(DataType.FP32, 10, Runtime.getRuntime().maxMemory() / Float.BYTES);
      engine.zero(large);
      TokenBatch batch = new TokenBatch();
      batch.add(new int[8], new int[8], 0, 8);
      System.out.println(model.logits(batch).length + " logits");
    }
  }
}
