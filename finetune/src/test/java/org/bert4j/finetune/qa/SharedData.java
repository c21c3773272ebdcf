package org.bert4j.finetune.qa;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Data that lies beside the repository where it may be kept. */
public final class SharedData {
  private SharedData() {}

  /** A path below {@code ../shared}; the test is skipped where it is absent. */
  public static Path require(String path) {
    Path file = Path.of("..", "..", "shared").resolve(path);
    assumeTrue(
        Files.exists(file), () -> "skipped: no " + path + " in ../shared beside the project");
    return file;
  }

  /** All files with questions. */
  public static List<Path> questionFiles() throws IOException {
    try (Stream<Path> files = Files.walk(require("data/qa"))) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .filter(file -> !file.toString().contains("published-predictions"))
          .sorted()
          .toList();
    }
  }
}
