package org.bert4j.tokenizer;

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
  void namesTheVariableWhenTheFolderCannotBeWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    Path root = file.resolve("tokenizers");
    String message =
        assertThrows(IllegalArgumentException.class, () -> NativeLibrary.unpack(root)).getMessage();
    assertTrue(message.startsWith(root + ": DJL's tokenizer library cannot be unpacked"), message);
    assertTrue(message.contains("BERT4J_CACHE_DIR"), message);
  }

  @Test
  void replacesAnotherLibraryInItsPlace() throws IOException {
    Path library = NativeLibrary.unpack(folder.resolve("a").resolve("b"));
    long size = Files.size(library);
    Files.writeString(library, "planted");
    assertEquals(library, NativeLibrary.unpack(folder.resolve("a").resolve("b")));
    assertEquals(size, Files.size(library));
  }

  @Test
  void leavesTheSettingsOfDjlAsTheyWere() {
    String offline = System.getProperty("ai.djl.offline");
    String path = System.getProperty("RUST_LIBRARY_PATH");
    NativeLibrary.load();
    assertEquals(offline, System.getProperty("ai.djl.offline"));
    assertEquals(path, System.getProperty("RUST_LIBRARY_PATH"));
  }
}
