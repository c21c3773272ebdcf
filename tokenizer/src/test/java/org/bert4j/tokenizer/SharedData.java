package org.bert4j.tokenizer;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reference values and foreign tokenizers that lie beside the repository where they may be kept.
 */
public final class SharedData {

  private SharedData() {}

  /** A path below {@code ../shared}; the test is skipped where it is absent. */
  public static Path require(String path) {
    Path file = Path.of("..", "..", "shared").resolve(path);
    assumeTrue(
        Files.exists(file), () -> "skipped: no " + path + " in ../shared beside the project");
    return file;
  }
}
