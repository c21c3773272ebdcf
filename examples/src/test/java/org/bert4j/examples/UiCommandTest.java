package org.bert4j.examples;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said where the training user interface is not there, or has nothing to show. */
class UiCommandTest {
  @TempDir Path directory;

  @Test
  void withoutTheInterfaceARunDoesNotBegin() throws IOException {
    Path output = directory.resolve("run");
    CommandLineRun.of("pretrain", "--ui", "--output", output)
        .isRefusedWith("the training user interface is not on the class path; start with");
    assertFalse(Files.exists(output));
  }

  @Test
  void aPortWithoutTheInterfaceIsAMistake() {
    CommandLineRun.of("pretrain", "--ui-port", 0, "--output", directory.resolve("run"))
        .isRefusedWith("--ui-port was given without --ui; give both");
  }

  @Test
  void aDirectoryWithoutRecordingsHasNothingToShow() {
    CommandLineRun.of("ui", directory).isRefusedWith(directory, "no recording (training-ui-*.db)");
    CommandLineRun.of("ui", directory.resolve("none")).isRefusedWith("no such directory");
  }
}
