package org.bert4j.common.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bert4j.common.io.JsonFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints of which only the pointers were fetched. */
class GitLfsPointerTest {
  @TempDir Path directory;

  @Test
  void pointersAreNamed() throws IOException {
    Path file = directory.resolve("pointer");
    Files.writeString(file, "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n");
    List<Executable> readers =
        List.of(
            () -> SafeTensors.open(file),
            () -> PyTorchFile.open(file),
            () -> TensorFlowCheckpoint.open(file),
            () -> JsonFile.read(file));
    for (Executable reader : readers) {
      assertEquals(
          file
              + ": a Git LFS pointer, which stands for a file that was not fetched; fetch it with"
              + " \"git lfs pull\"",
          assertThrows(IllegalArgumentException.class, reader).getMessage());
    }
  }
}
