package org.bert4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that the disk cannot give back. The system's reason names none of them: every command does,
 * and its exit code says that the machine failed, not the input.
 */
class UnreadableFilesTest {
  /** Linux shows a process its own memory in it, of which the first page is never there. */
  private static final Path UNREADABLE = Path.of("/proc/self/mem");

  @TempDir Path directory;
  private Path link;

  @BeforeEach
  void isLinux() {
    assumeTrue(Files.isReadable(UNREADABLE));
  }

  /** JUnit warns about links that lead out of its directory. */
  @AfterEach
  void removeLink() throws IOException {
    if (link != null) {
      Files.deleteIfExists(link);
    }
  }

  private Path unreadable(String name) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    link = Files.createSymbolicLink(file, UNREADABLE);
    return link;
  }

  private static void assertNames(Path file, CommandLineRun run) {
    assertEquals("bert4j: " + file + ": Input/output error\n", run.err());
    assertEquals(1, run.exitCode());
  }

  @Test
  void aCorpus() throws IOException {
    Path corpus = unreadable("corpus.txt");
    Path output = directory.resolve("tokenizer");
    assertNames(corpus, CommandLineRun.of("vocab", "--corpus", corpus, "--output", output));
  }

  @Test
  void questionsAndPredictions() throws IOException {
    Path questions = Files.writeString(directory.resolve("questions.json"), "{\"data\": []}");
    Path predictions = Files.writeString(directory.resolve("predictions.json"), "{}");
    Path broken = unreadable("broken.json");
    assertNames(
        broken,
        CommandLineRun.of("qa", "evaluate", "--input", broken, "--predictions", predictions));
    assertNames(
        broken, CommandLineRun.of("qa", "evaluate", "--input", questions, "--predictions", broken));
  }

  @Test
  void aTokenizer() throws IOException {
    Path tokenizer = unreadable("model/tokenizer.json");
    Path corpus = Files.writeString(directory.resolve("corpus.txt"), "a\n\nb\n\nc\n");
    assertNames(
        tokenizer,
        CommandLineRun.of(
            "prepare",
            "--corpus",
            corpus,
            "--tokenizer",
            tokenizer.getParent(),
            "--output",
            directory.resolve("store")));
  }

  @Test
  void theMetricsOfARun() throws IOException {
    Path metrics = unreadable("run/metrics.jsonl");
    assertNames(
        metrics,
        CommandLineRun.of(
            "curves", "--run", metrics.getParent(), "--output", directory.resolve("a.png")));
  }
}
