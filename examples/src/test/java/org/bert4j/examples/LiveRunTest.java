package org.bert4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bert4j.common.checkpoint.RunDirectory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands beside a run at work, and {@code --resume} where there is no run. */
class LiveRunTest {
  @TempDir static Path shared;
  private static SmallModel small;
  private static Path pretraining;
  private static Path naming;
  private static Path tagged;

  @TempDir Path directory;

  /** Two runs as they are while they are at work: without results, a checkpoint half-written. */
  @BeforeAll
  static void train() throws IOException {
    small = SmallModel.in(shared);
    pretraining = shared.resolve("pretraining");
    small.pretrain(pretraining).succeeds();
    tagged = Files.writeString(shared.resolve("a.conll"), "the O\ncat B-机构名\n\n".repeat(4));
    naming = shared.resolve("naming");
    nameInto(naming).succeeds();
    for (Path run : List.of(pretraining, naming)) {
      Files.delete(run.resolve("results.json"));
      Files.createDirectory(run.resolve(".tmp-checkpoint-9"));
    }
  }

  private static CommandLineRun nameInto(Path output, Object... options) {
    List<Object> arguments = new ArrayList<>(List.of("ner", "train", "--init", pretraining));
    arguments.addAll(List.of("--train", tagged, "--validation", tagged, "--epochs", 1));
    arguments.addAll(List.of("--threads", 1, "--output", output));
    arguments.addAll(List.of(options));
    return CommandLineRun.of(arguments.toArray());
  }

  /** Every file of a run, with its bytes; what is locked is not opened. */
  private static Map<String, String> content(Path root) throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.filter(path -> !path.endsWith(RunDirectory.LOCK)).toList()) {
        content.put(
            path.toString(),
            Files.isDirectory(path) ? "" : Arrays.toString(Files.readAllBytes(path)));
      }
    }
    return content;
  }

  @Test
  void aSecondProcessIsRefusedAndReadersAreNot() throws IOException {
    Path text = Files.writeString(directory.resolve("text.txt"), "the cat\n");
    try (RunDirectory first = RunDirectory.open(pretraining);
        RunDirectory second = RunDirectory.open(naming)) {
      for (RunDirectory run : List.of(first, second)) {
        assertFalse(run.checkpoints().isEmpty());
      }
      Files.createDirectory(pretraining.resolve(".tmp-checkpoint-9"));
      Files.createDirectory(naming.resolve(".tmp-checkpoint-9"));
      Map<String, String> before = content(shared);
      CommandLineRun.of("pretrain", "--resume", "--output", pretraining)
          .isRefusedWith(pretraining, "another process is training this run");
      CommandLineRun.of("ner", "train", "--resume", "--output", naming)
          .isRefusedWith(naming, "another process is training this run");
      small.pretrain(pretraining).isRefusedWith(pretraining, "not empty");
      CommandLineRun.of("fill-mask", "--model", pretraining, "--text", "the [MASK]").succeeds();
      CommandLineRun.of(
              "features",
              "--model",
              pretraining,
              "--input",
              text,
              "--max-seq-length",
              16,
              "--output",
              directory.resolve("features.jsonl"))
          .succeeds();
      CommandLineRun.of("curves", "--run", pretraining, "--output", directory.resolve("curves.png"))
          .succeeds();
      CommandLineRun.of("ner", "evaluate", "--model", naming, "--input", tagged).succeeds();
      CommandLineRun.of("ner", "predict", "--model", naming, "--input", text).succeedsWith();
      nameInto(directory.resolve("next")).succeeds();
      assertEquals(before, content(shared));
    }
    CommandLineRun.of("pretrain", "--resume", "--output", pretraining).succeeds();
    CommandLineRun.of("ner", "train", "--resume", "--output", naming).succeeds();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pretrain", "ner train", "qa train"})
  void resumingNeedsARunWhereNothingElseIsSaid(String command) throws IOException {
    List<Object> arguments = new ArrayList<>(List.of(command.split(" ")));
    Path output = directory.resolve("typo");
    arguments.addAll(List.of("--resume", "--output", output));
    CommandLineRun.of(arguments.toArray()).isRefusedWith(output, "no run to resume");
    assertFalse(Files.exists(output));
    // What a process leaves that was killed right after its start.
    Files.createDirectory(output);
    Files.createFile(output.resolve("run.lock"));
    Files.createFile(output.resolve(".tmp-pretraining.json"));
    Map<String, String> before = content(output);
    arguments.add("--verbose");
    assertEquals(2, CommandLineRun.of(arguments.toArray()).exitCode());
    assertEquals(before, content(output));
  }

  @Test
  void resumingWithTheOptionsOfARunBeginsIt() throws IOException {
    Path output = directory.resolve("begun");
    Files.createDirectory(output);
    Files.createFile(output.resolve("run.lock"));
    Files.createFile(output.resolve(".tmp-finetuning.json"));
    nameInto(output, "--resume").succeeds();
    assertFalse(Files.exists(output.resolve(".tmp-finetuning.json")));
    nameInto(directory.resolve("missing"), "--resume").succeeds();
  }
}
