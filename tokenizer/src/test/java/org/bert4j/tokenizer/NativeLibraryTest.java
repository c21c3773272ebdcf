package org.bert4j.tokenizer;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibraryTest {

  @TempDir Path folder;

  @Test
  void namesTheVariableWhenTheCacheCannotBeWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    Path cache = file.resolve("tokenizers");
    String message =
        assertThrows(IllegalArgumentException.class, () -> NativeLibrary.checkCache(cache))
            .getMessage();
    assertTrue(message.startsWith(cache + ": cannot be written"), message);
    assertTrue(message.contains("DJL_CACHE_DIR"), message);
  }

  @Test
  void acceptsAFolderThatDoesNotExistYet() {
    assertDoesNotThrow(() -> NativeLibrary.checkCache(folder.resolve("a").resolve("b")));
  }

  @Test
  void leavesTheOfflineSettingAsItWas() {
    String before = System.getProperty("ai.djl.offline");
    NativeLibrary.load();
    assertEquals(before, System.getProperty("ai.djl.offline"));
  }
}
