package org.bert4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.bert4j.tokenizer.BertNormalization;
import org.bert4j.tokenizer.BertTokenizer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that something happened to is refused by those who read it: one line, exit code 2. */
class PrepareCommandTest {
  @TempDir Path directory;
  private SmallModel small;
  private Path tokenizer;
  private Path store;

  @BeforeEach
  void prepare() throws IOException {
    small = SmallModel.in(directory);
    tokenizer = directory.resolve("tokenizer");
    Stream<String> letters = "abcdefghijklmnopqrstuvwxyz.".chars().mapToObj(Character::toString);
    Stream<String> special = Stream.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");
    try (BertTokenizer characters =
        BertTokenizer.of(
            Stream.concat(special, letters.flatMap(c -> Stream.of(c, "##" + c))).toList(),
            BertNormalization.uncased())) {
      characters.save(tokenizer);
    }
    store = directory.resolve("store");
    String out = prepare(store).succeeds().out();
    assertTrue(
        out.contains(
            "output: %s (after an interruption, --output %s goes on)".formatted(store, store)),
        out);
    assertTrue(out.contains("next: bert4j pretrain --data " + store), out);
  }

  private CommandLineRun prepare(Path output) {
    return CommandLineRun.of(
        "prepare", "--corpus", small.corpus(), "--tokenizer", tokenizer, "--output", output);
  }

  private CommandLineRun pretrain() {
    return CommandLineRun.of(
        "pretrain",
        "--data",
        store,
        "--model",
        small.config(),
        "--max-seq-length",
        24,
        "--batch-size",
        4,
        "--steps",
        2,
        "--output",
        directory.resolve("run"));
  }

  @Test
  void aWholeStoreIsTrainedOn() {
    pretrain().succeeds();
  }

  @Test
  void aFlippedByteIsRefusedByTraining() throws IOException {
    Path shard = store.resolve("shard-00000.bin");
    byte[] bytes = Files.readAllBytes(shard);
    bytes[bytes.length / 2] ^= 1;
    Files.write(shard, bytes);
    pretrain().isRefusedWith(shard + ": block 0 ", "is corrupt", "prepare the store again");
    assertFalse(Files.exists(directory.resolve("run/pretraining.json")));
  }

  @Test
  void aTruncatedOrMissingFileIsRefusedByTraining() throws IOException {
    Path shard = store.resolve("shard-00000.bin");
    byte[] bytes = Files.readAllBytes(shard);
    Files.write(shard, Arrays.copyOf(bytes, bytes.length - 5));
    pretrain().isRefusedWith(shard, bytes.length - 5 + " bytes where the manifest says");
    Files.delete(shard);
    pretrain().isRefusedWith(shard, "missing");
    Files.delete(store.resolve("manifest.json"));
    pretrain().isRefusedWith(store, "no manifest.json in it");
  }

  @Test
  void preparationGoesOnOnlyWithTheSameCorpus() throws IOException {
    Path output = directory.resolve("next");
    Path unfinished = Files.createDirectories(directory.resolve("next.incomplete/store"));
    Files.copy(store.resolve("shard-00000.bin"), unfinished.resolve("shard-00000.bin"));
    Files.writeString(unfinished.resolveSibling("progress.json"), "{}");
    Files.writeString(unfinished.resolveSibling("source.json"), "{}");
    prepare(output).isRefusedWith("progress.json is broken", "delete " + unfinished.getParent());
    assertFalse(Files.exists(output), "no empty directory is left");
    assertEquals(
        Files.size(store.resolve("shard-00000.bin")),
        Files.size(unfinished.resolve("shard-00000.bin")));
  }
}
