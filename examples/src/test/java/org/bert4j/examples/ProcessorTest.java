package org.bert4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processors that have fewer instructions than this one. */
class ProcessorTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"SSE41", "AVX2", "AVX512_CORE"})
  void pretrainingNeedsNoMoreThan(String instructions) throws Exception {
    Path output = folder.resolve("run");
    Object[] pretraining = SmallModel.in(folder).pretraining(output, "--log-every", 1).toArray();
    ChildProcess child =
        ChildProcess.run(
            folder,
            Map.of("ONEDNN_MAX_CPU_ISA", instructions),
            ChildProcess.java(Bert4j.class, List.of(), pretraining));
    assertEquals(0, child.exitCode(), child.err());
    assertEquals(2, Files.readAllLines(output.resolve("metrics.jsonl")).size(), child.out());
  }
}
