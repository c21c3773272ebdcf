package org.bert4j.common.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativePlatformTest {
  @TempDir Path folder;

  @Test
  void aJvmOnMuslIsToldFromOneOnGlibc() throws IOException {
    Path glibc = maps("/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2");
    assertFalse(NativePlatform.name(glibc).contains("musl"));
    Path musl = maps("/lib/ld-musl-x86_64.so.1");
    assertEquals(NativePlatform.name(glibc) + "-musl", NativePlatform.name(musl));
    assertEquals(NativePlatform.name(glibc), NativePlatform.name(folder.resolve("absent")));
  }

  @Test
  void aPlatformWithoutALibraryIsNamed() {
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> NativePlatform.require("library abc", null))
            .getMessage();
    String platform = NativePlatform.name(folder.resolve("absent"));
    assertTrue(message.startsWith(platform + ": no library abc for this platform"), message);
  }

  /** As Linux lists what a process has mapped. */
  private Path maps(String loader) throws IOException {
    Path file = Files.createTempFile(folder, "maps", null);
    return Files.writeString(
        file, "7f0000000000-7f0000001000 r-xp 00000000 08:01 42    " + loader + "\n");
  }
}
