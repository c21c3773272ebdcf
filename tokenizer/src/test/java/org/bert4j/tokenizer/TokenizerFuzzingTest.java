package org.bert4j.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenizerFuzzingTest {

  /** What the profile {@code fuzz} says of each test; 20 files take a second. */
  private static final int SECONDS = Integer.getInteger("fuzz.seconds", 0);

  private static final int FILES = SECONDS == 0 ? 250 : 20 * SECONDS;

  /** Damaged files are used or refused; {@link TokenizerFuzzing} repeats it for any number. */
  @Test
  void damagedTokenizersNeitherEndTheProcessNorHoldItUp() throws IOException, InterruptedException {
    long seed = Long.getLong("fuzz.seed", System.nanoTime() >>> 16);
    TokenizerFuzzing.Report report = TokenizerFuzzing.run(seed, FILES, null);
    assertEquals(List.of(), report.failures(), "seed " + seed);
    assertTrue(
        report.count("accepted") > FILES / 10, () -> "seed " + seed + ": " + report.outcomes());
    assertTrue(
        report.count("refused") > FILES / 10, () -> "seed " + seed + ": " + report.outcomes());
  }
}
