package org.bert4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A machine for which there are no native libraries. */
class PlatformTest {
  @TempDir Path folder;

  @Test
  @EnabledOnOs(OS.LINUX)
  void aPlatformWithoutNativeLibrariesIsNamedInOneLine() throws Exception {
    List<String> java =
        ChildProcess.java(
            Bert4j.class, List.of("-Dos.arch=riscv64"), "bench", "--model", "tiny", "--steps", 1);
    ChildProcess run = ChildProcess.run(folder, Map.of(), java);
    assertEquals(2, run.exitCode(), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().startsWith("bert4j: linux-riscv64: no library "), run.err());
  }
}
