package org.bert4j.finetune.qa.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.bert4j.common.io.AtomicFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HalfMadeFilesTest {
  @TempDir Path directory;

  /** The last of three cannot be begun: the first two are closed and gone. */
  @Test
  void filesThatCannotAllBeBegunLeaveNoneBehind() throws IOException {
    Path inTheWay =
        Files.createDirectory(directory.resolve(AtomicFile.TEMPORARY_PREFIX + "null_odds.json"));
    assertThrows(IOException.class, () -> new PredictionFiles(directory, true));
    try (Stream<Path> left = Files.list(directory)) {
      assertEquals(List.of(inTheWay), left.toList());
    }
  }
}
