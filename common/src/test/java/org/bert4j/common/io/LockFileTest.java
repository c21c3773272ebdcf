package org.bert4j.common.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LockFileTest {
  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void name() {
    file = directory.resolve("run").resolve("run.lock");
  }

  /** Takes the lock, says whether it has it, and holds it until its input ends. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws Exception {
      Optional<LockFile> lock = LockFile.tryLock(Path.of(arguments[0]));
      System.out.println(lock.isPresent());
      System.out.flush();
      System.in.read();
    }
  }

  private Process start() throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Holder.class.getName(),
            file.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static boolean has(Process process) throws Exception {
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    return Boolean.parseBoolean(reader.readLine());
  }

  @Test
  void whatAKilledProcessHeldIsFree() throws Exception {
    Process holder = start();
    try {
      assertTrue(has(holder));
      assertEquals(Optional.empty(), LockFile.tryLock(file));
      holder.destroyForcibly().waitFor();
      assertTrue(Files.exists(file));
      try (LockFile lock = LockFile.tryLock(file).orElseThrow()) {
        assertTrue(lock.isExclusive());
      }
    } finally {
      holder.destroyForcibly();
    }
  }

  @Test
  void askingAgainInTheSameProcessDoesNotGiveItUp() throws Exception {
    try (LockFile lock = LockFile.tryLock(file).orElseThrow()) {
      assertTrue(lock.isExclusive());
      assertEquals(Optional.empty(), LockFile.tryLock(file));
      Process other = start();
      try {
        assertFalse(has(other));
        other.getOutputStream().close();
        assertTrue(other.waitFor(30, TimeUnit.SECONDS));
      } finally {
        other.destroyForcibly();
      }
    }
    LockFile.tryLock(file).orElseThrow().close();
  }

  @Test
  void aCopyIsNotLocked() throws Exception {
    try (LockFile lock = LockFile.tryLock(file).orElseThrow()) {
      assertTrue(lock.isExclusive());
      Path copy = Files.createFile(directory.resolve("run.lock"));
      LockFile.tryLock(copy).orElseThrow().close();
      assertEquals(Optional.empty(), LockFile.tryLock(file));
    }
  }
}
