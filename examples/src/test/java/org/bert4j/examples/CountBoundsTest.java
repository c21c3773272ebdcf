package org.bert4j.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Counts that threads, memory or sums cannot follow are refused at once. */
class CountBoundsTest {
  @TempDir static Path shared;
  private static Path run;

  @TempDir Path directory;

  @BeforeAll
  static void train() throws IOException {
    run = shared.resolve("run");
    SmallModel.in(shared).pretrain(run).succeeds();
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MAX_VALUE, 1025, 0, -1, Integer.MIN_VALUE})
  void threadsOfAModelInUse(int threads) {
    CommandLineRun.of("fill-mask", "--model", run, "--text", "[MASK]", "--threads", threads)
        .isRefusedWith("threads is " + threads + ", expected 1 to 1,024");
  }

  @ParameterizedTest
  @CsvSource({
    "--threads, 2147483647, threads",
    "--batch-size, 2147483647, batch_size",
    "--batch-size, 0, batch_size",
    "--gradient-accumulation, 2147483647, gradient_accumulation",
    "--gradient-accumulation, 65536, gradient_accumulation"
  })
  void ofTraining(String option, int value, String name) throws IOException {
    Path data = Files.writeString(directory.resolve("a.conll"), "Anna B-PER\nsleeps O\n");
    String words = name + " is " + value + ", expected 1 to ";
    CommandLineRun.of(
            "ner",
            "train",
            "--init",
            run,
            "--train",
            data,
            "--validation",
            data,
            "--output",
            directory.resolve("ner"),
            option,
            value)
        .isRefusedWith(words);
    SmallModel.in(directory).pretrain(directory.resolve("mlm"), option, value).isRefusedWith(words);
  }

  @Test
  void ofTime() throws IOException {
    CommandLineRun.of("pretrain", "--minutes", "1e308", "--output", directory.resolve("run"))
        .isRefusedWith("minutes is 1.0E308");
  }

  @ParameterizedTest
  @CsvSource({
    "--steps, steps",
    "--warm-up, warm_up",
    "--threads, threads",
    "--batch-size, batch_size"
  })
  void ofBenchmarks(String option, String name) {
    CommandLineRun.of("bench", "--model", "tiny", option, Integer.MAX_VALUE)
        .isRefusedWith(name + " is 2147483647, expected ");
  }
}
