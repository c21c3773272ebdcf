package org.bert4j.examples;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bert4j.common.kernel.Precision;
import org.bert4j.common.train.LearningRateSchedule.Curve;
import org.bert4j.pretrain.PretrainingConfig;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Model.OptionSpec;

class PretrainCommandTest {
  @TempDir static Path shared;
  private static SmallModel small;
  private static Path run;

  @TempDir Path directory;

  @BeforeAll
  static void train() throws IOException {
    small = SmallModel.in(shared);
    run = shared.resolve("run");
    small.pretrain(run).succeeds();
  }

  @Test
  void theHelpTellsTheDefaultsThatHold() {
    PretrainingConfig text = PretrainingConfig.defaults(Path.of("run"));
    PretrainingConfig sample = PretrainingConfig.sample(Path.of("run"));
    assertDefault("--batch-size", c -> c.data().batchSize(), text, sample);
    assertDefault("--max-seq-length", c -> c.data().maxSeqLength(), text, sample);
    assertDefault("--short-seq-prob", c -> c.data().shortSeqProb(), text, sample);
    assertDefault("--masked-lm-prob", c -> c.data().maskedLmProb(), text, sample);
    assertDefault("--seed", c -> c.data().seed(), text, sample);
    assertDefault("--vocab-size", c -> c.text().vocabulary().vocabSize(), text, sample);
    assertDefault("--minutes", c -> c.training().minutes(), text, sample);
    String steps = String.join(" ", option("--steps").description());
    assertTrue(steps.endsWith(sample.training().steps() + " for the sample."), steps);
    assertDefault("--gradient-accumulation", c -> c.training().gradientAccumulation(), text);
    assertDefault("--learning-rate", c -> c.training().learningRate(), text, sample);
    assertDefault("--checkpoint-every", c -> c.runtime().checkpointEvery(), text, sample);
    assertDefault("--evaluate-every", c -> c.runtime().evaluateEvery(), text, sample);
    assertDefault("--keep-checkpoints", c -> c.runtime().keepCheckpoints(), text);
    assertDefault("--keep-checkpoints", c -> c.runtime().keepCheckpoints(), sample);
    assertDefault("--log-every", c -> c.runtime().logEvery(), text, sample);
    assertEquals(Curve.LINEAR, text.training().schedule());
    assertEquals(Curve.LINEAR, sample.training().schedule());
    assertEquals("tiny", text.model().preset());
    assertEquals(Precision.AUTO, text.runtime().precision());
  }

  /** A default is told as one number, or first that of a text and then that of the sample. */
  private static void assertDefault(
      String option, Function<PretrainingConfig, Number> setting, PretrainingConfig... configs) {
    String described = String.join(" ", option(option).description());
    String told = described.replaceAll("(?s).*Default: (.*)\\.", "$1");
    String[] numbers = told.replaceAll(" for [^,]*", "").split(", ");
    for (int i = 0; i < configs.length; i++) {
      double expected = setting.apply(configs[i]).doubleValue();
      String number = numbers[Math.min(i, numbers.length - 1)];
      assertEquals(expected, Double.parseDouble(number), option);
    }
  }

  private static OptionSpec option(String name) {
    return Bert4j.commandLine().getSubcommands().get("pretrain").getCommandSpec().findOption(name);
  }

  @Test
  void saysWhatWasFoundAndWhereTheResultIs() {
    String out = small.pretrain(directory.resolve("run")).succeeds().out();
    assertTrue(out.contains("reading " + small.corpus() + " as sentences"), out);
    assertTrue(out.contains("checkpoint-2"), out);
    assertTrue(out.contains("held-out MLM: loss"), out);
    assertTrue(out.contains("next: bert4j fill-mask --model"), out);
  }

  @Test
  void preparedDataAndAnEarlierModelCanBeTrainedOn() {
    Path store = directory.resolve("store");
    CommandLineRun.of(
            "prepare",
            "--corpus",
            small.corpus(),
            "--tokenizer",
            run.resolve("tokenizer"),
            "--output",
            store)
        .succeeds();
    CommandLineRun.of(
            "pretrain",
            "--data",
            store,
            "--init",
            run,
            "--validation",
            small.corpus(),
            "--output",
            directory.resolve("next"),
            "--max-seq-length",
            24,
            "--steps",
            1)
        .succeeds();
    CommandLineRun.of("pretrain", "--data", store, "--tokenizer", run.resolve("tokenizer"))
        .isRefusedWith("tokenizer", "contains its own tokenizer");
  }

  @Test
  void aFinishedRunIsNotTrainedAgain() {
    String out = CommandLineRun.of("pretrain", "--resume", "--output", run).succeeds().out();
    assertTrue(out.contains("finished already"), out);
    assertFalse(out.contains("step 1"), out);
  }

  @Test
  void anOutputThatIsNotEmptyIsRefusedAndLeftAlone() throws IOException {
    Path kept = Files.writeString(directory.resolve("kept.txt"), "mine");
    small.pretrain(directory).isRefusedWith(directory, "not empty");
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(List.of(kept), files.toList());
    }
  }

  @Test
  void resumingWithAnotherVocabularyIsRefused() {
    CommandLineRun.of("pretrain", "--resume", "--output", run, "--vocab-size", 900)
        .isRefusedWith("vocab_size is 900", "1500");
    CommandLineRun.of("pretrain", "--resume", "--output", run, "--tokenizer", shared)
        .isRefusedWith("tokenizer is", "leave it out");
  }

  @Test
  void resumingWithAnotherLengthIsRefused() {
    CommandLineRun.of("pretrain", "--resume", "--output", run, "--steps", 3)
        .isRefusedWith("steps is 3", "started with 2");
  }

  @ParameterizedTest
  @CsvSource({
    "--steps, 0, steps",
    "--steps, -5, steps",
    "--minutes, -1, minutes",
    "--batch-size, 0, batch_size",
    "--gradient-accumulation, 0, gradient_accumulation",
    "--max-seq-length, 4, max_seq_length",
    "--max-seq-length, 33, max_seq_length",
    "--short-seq-prob, 1.5, short_seq_prob",
    "--masked-lm-prob, 0, masked_lm_prob",
    "--masked-lm-prob, NaN, masked_lm_prob",
    "--learning-rate, -1, learning_rate",
    "--warmup-steps, 3, warmup_steps",
    "--precision, bf17, --precision",
    "--threads, 0, threads",
    "--checkpoint-every, -1, checkpoint_every",
    "--evaluate-every, -1, evaluate_every",
    "--log-every, 0, log_every",
    "--keep-checkpoints, 0, keep_checkpoints",
    "--keep-checkpoints, -1, keep_checkpoints",
    "--vocab-size, 0, vocab_size",
    "--vocab-size, 10, 'vocabulary size 10'",
    "--model, huge, huge",
    "--format, pdf, --format",
  })
  void optionsOutOfRangeAreRefused(String option, String value, String named) {
    Path output = directory.resolve("run");
    small.pretrain(output, option, value).isRefusedWith(named);
    assertFalse(Files.exists(output));
  }

  @Test
  void theInitializationBelongsToTheRun() throws IOException {
    Path bert = directory.resolve("bert");
    Path neighbours = directory.resolve("neighbours");
    small.pretrain(bert).succeeds();
    small.pretrain(neighbours, "--initialization", "neighbours").succeeds();
    assertTrue(Files.readString(neighbours.resolve("pretraining.json")).contains("neighbours"));
    assertNotEquals(
        Files.readString(bert.resolve("results.json")),
        Files.readString(neighbours.resolve("results.json")));
    CommandLineRun.of("pretrain", "--resume", "--output", neighbours, "--initialization", "bert")
        .isRefusedWith("initialization is \"bert\"", "started with \"neighbours\"");
    CommandLineRun.of("pretrain", "--init", bert, "--initialization", "neighbours")
        .isRefusedWith("initialization is neighbours", "init is");
  }

  @Test
  void twoOfWhatExcludesAnotherAreRefused() {
    Path output = directory.resolve("run");
    small.pretrain(output, "--minutes", 1).isRefusedWith("steps is 2", "minutes is 1");
    small.pretrain(output, "--init", run).isRefusedWith("--vocab-size");
    small.pretrain(output, "--data", run).isRefusedWith("--vocab-size");
    assertFalse(Files.exists(output));
  }

  @Test
  void brokenModelsAreRefused() throws IOException {
    refusedModel(SmallModel.json(15), "hidden_size is 15", "num_attention_heads");
    refusedModel("{\"hidden_size\": 16,", "broken JSON");
    Path other = directory.resolve("other.json");
    Files.writeString(other, SmallModel.json(16).replace("{", "{\"vocab_size\": 77, "));
    Path learned = directory.resolve("learned");
    small
        .pretrain(learned, "--model", other)
        .isRefusedWith("vocab_size", "77", "kept", learned.resolve("tokenizer"));
    small
        .pretrain(directory.resolve("run"), "--model", directory.resolve("no.json"))
        .isRefusedWith("no.json");
  }

  @Test
  void brokenCheckpointsAreRefused() throws IOException {
    Path broken = directory.resolve("broken");
    Files.createDirectory(broken);
    Path checkpoint = run.resolve("checkpoint-2");
    for (String file : List.of("config.json", "tokenizer.json", "model.safetensors")) {
      Files.copy(checkpoint.resolve(file), broken.resolve(file));
    }
    Path weights = broken.resolve("model.safetensors");
    try (RandomAccessFile file = new RandomAccessFile(weights.toFile(), "rw")) {
      file.setLength(file.length() - 1);
    }
    refusedInit(broken, "model.safetensors");
    Files.write(weights, new byte[] {-1, -1, -1, -1, -1, -1, -1, 127});
    refusedInit(broken, "model.safetensors");
    Files.write(weights, new byte[] {100, 0, 0, 0, 0, 0, 0, 0, '{', '"'});
    refusedInit(broken, "model.safetensors");
    String config = Files.readString(broken.resolve("config.json"));
    Files.copy(checkpoint.resolve("model.safetensors"), weights, REPLACE_EXISTING);
    String wider = config.replaceAll("\"intermediate_size\" *: *\\d+", "\"intermediate_size\": 40");
    Files.writeString(broken.resolve("config.json"), wider);
    refusedInit(broken, "intermediate.dense");
    String deeper = config.replaceAll("\"num_hidden_layers\" *: *\\d+", "\"num_hidden_layers\": 3");
    Files.writeString(broken.resolve("config.json"), deeper);
    refusedInit(broken, "bert.encoder.layer.");
    Files.delete(weights);
    refusedInit(broken, "no checkpoint");
  }

  @Test
  void aVocabularyWithoutMaskIsRefused() throws IOException {
    Path tokenizer = Files.createDirectory(directory.resolve("tokenizer"));
    Files.writeString(tokenizer.resolve("vocab.txt"), "[PAD]\n[UNK]\n[CLS]\n[SEP]\na\n");
    Path output = directory.resolve("run");
    CommandLineRun.of(
            "pretrain", "--corpus", small.corpus(), "--tokenizer", tokenizer, "--output", output)
        .isRefusedWith("[MASK]");
    assertFalse(Files.exists(output));
  }

  @Test
  void textThatCannotBeTrainedOnIsRefused() throws IOException {
    refusedCorpus(Files.writeString(directory.resolve("empty.txt"), "\n"), "empty");
    refusedCorpus(
        Files.writeString(directory.resolve("short.txt"), "One.\nTwo.\n\nThree.\n"),
        "too few",
        "blank lines");
    Path latin1 = directory.resolve("latin1.txt");
    Files.write(latin1, new byte[] {'a', '\n', (byte) 0xE9, '\n'});
    refusedCorpus(latin1, latin1 + ":2");
    refusedCorpus(Files.createDirectory(directory.resolve("photos")), "no text");
  }

  private void refusedModel(String json, Object... words) throws IOException {
    Path config = Files.writeString(directory.resolve("model.json"), json);
    Path output = directory.resolve("run");
    small.pretrain(output, "--model", config).isRefusedWith(words);
    assertFalse(Files.exists(output));
  }

  private void refusedInit(Path init, Object... words) {
    Path output = directory.resolve("run");
    CommandLineRun.of(
            "pretrain",
            "--corpus",
            small.corpus(),
            "--init",
            init,
            "--max-seq-length",
            24,
            "--output",
            output)
        .isRefusedWith(words);
    assertFalse(Files.exists(output));
  }

  private void refusedCorpus(Path corpus, Object... words) {
    Path output = directory.resolve("run");
    CommandLineRun.of("pretrain", "--corpus", corpus, "--vocab-size", 60, "--output", output)
        .isRefusedWith(words);
    assertFalse(Files.exists(output));
  }
}
