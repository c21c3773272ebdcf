package org.bert4j.finetune.ner;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.bert4j.common.io.JsonFile;
import org.bert4j.common.kernel.Precision;
import org.bert4j.common.run.ModelConfig;
import org.bert4j.finetune.FineTuningConfig;
import org.bert4j.finetune.FineTuningHyperparameters;
import org.bert4j.finetune.FineTuningListener;
import org.bert4j.finetune.FineTuningRuntime;
import org.bert4j.finetune.ner.data.NerReaderOptions;
import org.bert4j.finetune.ner.data.WordSplitting;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NerTrainingTest {
  private static final List<String> NAMES = List.of("Anna", "Bob", "Carla", "Dan");
  private static final List<String> PLACES = List.of("Ulm", "Rome", "Kiel", "Bonn");

  @TempDir Path directory;
  private Path tokenizer;
  private Path architecture;

  @BeforeEach
  void makeInput() throws IOException {
    tokenizer = RandomNerModel.in(directory.resolve("tokenizer"), WordSplitting.RUNS, "X");
    architecture =
        Files.writeString(
            directory.resolve("small.json"),
            """
            {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2,
             "intermediate_size": 64, "max_position_embeddings": 40, "hidden_dropout_prob": 0.0,
             "attention_probs_dropout_prob": 0.0}
            """);
  }

  /** Sentences that tell names from places, written in a scheme. */
  private Path data(String name, int sentences, String first, String only) throws IOException {
    Random random = new Random(name.length());
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < sentences; i++) {
      text.append(NAMES.get(random.nextInt(4))).append(' ').append(first).append("-PER\n");
      text.append(NAMES.get(random.nextInt(4))).append(" I-PER\nlives O\nin O\n");
      text.append(PLACES.get(random.nextInt(4))).append(' ').append(only).append("-LOC\n. O\n\n");
    }
    return Files.writeString(directory.resolve(name), text);
  }

  private FineTuningConfig<NerData> config(Path output, boolean resume, int epochs, Path... data) {
    return new FineTuningConfig<>(
        ModelConfig.random(architecture.toString()),
        tokenizer,
        new NerData(
            List.of(data[0]),
            List.of(data[1]),
            data.length > 2 ? List.of(data[2]) : List.of(),
            NerReaderOptions.DEFAULT),
        new FineTuningHyperparameters(epochs, 8, 1, 3e-3, 0.1, 0.01, 24, 1, 0, null),
        new FineTuningRuntime(output, resume, Precision.FP32, 1, 5, null));
  }

  @Test
  void learnsAndIsUsed() throws IOException {
    Path output = directory.resolve("run");
    List<String> lines = new ArrayList<>();
    FineTuningConfig<NerData> config =
        config(
            output,
            false,
            8,
            data("train", 80, "B", "B"),
            data("dev", 20, "I", "I"),
            data("te", 20, "B", "B"));
    JsonNode results = NerTraining.run(config, hearing(lines)).orElseThrow();
    assertEquals(results.toString(), JsonFile.read(output.resolve("results.json")).toString());
    for (String set : List.of("validation", "test")) {
      assertTrue(results.path(set).path("f1").asDouble() > 0.9, results::toString);
      for (String key : List.of("precision", "recall", "per_type", "macro", "confusion")) {
        assertTrue(results.path(set).has(key), key);
      }
      assertEquals(20, results.path(set).at("/per_type/PER/support").asInt());
    }
    assertTrue(lines.stream().anyMatch(line -> line.contains("IOB1")), lines::toString);
    assertTrue(lines.contains("entity types: LOC, PER"), lines::toString);
    try (NerTagger tagger = NerTagger.load(output)) {
      List<Entity> entities = tagger.tag("  Dan Anna lives in Kiel.");
      assertEquals(List.of("Dan Anna", "Kiel"), entities.stream().map(Entity::text).toList());
      assertEquals(List.of("PER", "LOC"), entities.stream().map(Entity::type).toList());
      assertEquals(List.of("O", "B-LOC", "I-LOC", "B-PER", "I-PER"), tagger.labels().names());
      assertEquals(24, tagger.settings().maxSeqLength());
    }
  }

  @Test
  void schemesGiveTheSameModel() throws IOException {
    Path dev = data("dev", 10, "B", "B");
    Path bio = directory.resolve("bio");
    Path iob1 = directory.resolve("iob1");
    NerTraining.run(config(bio, false, 1, data("a", 30, "B", "B"), dev), FineTuningListener.NONE);
    NerTraining.run(config(iob1, false, 1, data("b", 30, "I", "I"), dev), FineTuningListener.NONE);
    assertArrayEquals(model(bio, 4), model(iob1, 4));
  }

  @Test
  void goesOnWhereItWasStopped() throws IOException {
    Path train = data("train", 30, "B", "B");
    Path dev = data("dev", 10, "B", "B");
    Path whole = directory.resolve("whole");
    Path stopped = directory.resolve("stopped");
    NerTraining.run(config(whole, false, 2, train, dev), FineTuningListener.NONE);
    assertTrue(NerTraining.run(config(stopped, false, 2, train, dev), stoppingAfter(3)).isEmpty());
    FineTuningConfig<NerData> saved = NerTraining.savedConfig(stopped).orElseThrow();
    assertEquals(config(stopped, true, 2, train, dev).data(), saved.data());
    // A run that was begun when there were no options of spans goes on with the usual ones.
    Path record = stopped.resolve("finetuning.json");
    ObjectNode json = JsonFile.read(record);
    assertTrue(((ObjectNode) json.at("/data/reader")).remove("spans").isObject());
    JsonFile.write(record, json);
    assertEquals(saved, NerTraining.savedConfig(stopped).orElseThrow());
    NerTraining.run(config(stopped, true, 2, train, dev), FineTuningListener.NONE);
    assertArrayEquals(model(whole, 8), model(stopped, 8));
  }

  private static FineTuningListener stoppingAfter(int count) {
    return new FineTuningListener() {
      private int steps;

      @Override
      public void stepDone(long step, double progress) {
        steps++;
      }

      @Override
      public boolean stopRequested() {
        return steps == count;
      }
    };
  }

  private static byte[] model(Path run, int step) throws IOException {
    return Files.readAllBytes(run.resolve("checkpoint-" + step).resolve("model.safetensors"));
  }

  @Test
  void aModelWithLabelsKeepsThem() throws IOException {
    Path train = data("train", 16, "B", "B");
    Path init =
        RandomNerModel.in(directory.resolve("init"), WordSplitting.RUNS, "LOC", "ORG", "PER");
    Path output = directory.resolve("run");
    NerTraining.run(from(init, output, train), FineTuningListener.NONE).orElseThrow();
    try (NerTagger tagger = NerTagger.load(output)) {
      assertEquals(List.of("LOC", "ORG", "PER"), tagger.labels().types());
    }
  }

  private static FineTuningConfig<NerData> from(Path init, Path output, Path train) {
    return from(ModelConfig.existing(init), output, false, train);
  }

  private static FineTuningConfig<NerData> from(
      ModelConfig model, Path output, boolean resume, Path train) {
    return new FineTuningConfig<>(
        model,
        null,
        new NerData(List.of(train), List.of(train), List.of(), NerReaderOptions.DEFAULT),
        new FineTuningHyperparameters(1, 8, 1, 1e-3, 0.1, 0.01, 24, 1, 0, null),
        new FineTuningRuntime(output, resume, Precision.FP32, 1, 5, null));
  }

  /** Whatever the old head was for: other types, other classes, or classes without names. */
  @Test
  void aNewHeadTakesTheLabelsOfTheData() throws IOException {
    Path train = data("train", 16, "B", "B");
    Path init = RandomNerModel.in(directory.resolve("init"), WordSplitting.RUNS, "LOC", "ORG");
    ModelConfig model = ModelConfig.existing(init).withNewHead(true);
    Path output = directory.resolve("run");
    NerTraining.run(from(model, output, false, train), stoppingAfter(1));
    assertTrue(
        JsonFile.read(output.resolve("finetuning.json")).at("/model/new_head").booleanValue());
    isRefused(
        from(model.withNewHead(false), output, true, train), "new_head is false", "with true");
    NerTraining.run(from(model, output, true, train), FineTuningListener.NONE).orElseThrow();
    assertLocAndPer(output);
    nameLabels(init, "NEGATIVE", "NEUTRAL", "MIXED", "POSITIVE", "OTHER");
    Path sentiment = directory.resolve("sentiment");
    NerTraining.run(from(model, sentiment, false, train), FineTuningListener.NONE).orElseThrow();
    assertLocAndPer(sentiment);
  }

  /** A head that happens to have as many classes is not taken for one that knows them. */
  @Test
  void aHeadWithoutNamesForItsLabelsIsReplaced() throws IOException {
    Path train = data("train", 16, "B", "B");
    for (List<String> types : List.of(List.of("A", "B"), List.of("A", "B", "C"))) {
      Path init = directory.resolve("init" + types.size());
      RandomNerModel.in(init, WordSplitting.RUNS, types.toArray(String[]::new));
      nameLabels(
          init,
          IntStream.rangeClosed(0, 2 * types.size())
              .mapToObj(i -> "LABEL_" + i)
              .toArray(String[]::new));
      Path output = directory.resolve("run" + types.size());
      List<String> lines = new ArrayList<>();
      NerTraining.run(from(init, output, train), hearing(lines)).orElseThrow();
      assertTrue(lines.contains("the head is new and begins with random values"), lines::toString);
      assertLocAndPer(output);
    }
  }

  private static FineTuningListener hearing(List<String> lines) {
    return new FineTuningListener() {
      @Override
      public void preparing(String message) {
        lines.add(message);
      }
    };
  }

  private static void nameLabels(Path model, String... names) throws IOException {
    ObjectNode config = JsonFile.read(model.resolve("config.json"));
    config.remove("label2id");
    ObjectNode labels = config.putObject("id2label");
    for (int id = 0; id < names.length; id++) {
      labels.put(Integer.toString(id), names[id]);
    }
    JsonFile.write(model.resolve("config.json"), config);
  }

  private static void assertLocAndPer(Path run) throws IOException {
    try (NerTagger tagger = NerTagger.load(run)) {
      assertEquals(List.of("O", "B-LOC", "I-LOC", "B-PER", "I-PER"), tagger.labels().names());
    }
  }

  @Test
  void labelsThatDoNotFitTheDataAreOneClearLine() throws IOException {
    Path train = data("train", 4, "B", "B");
    Path init = RandomNerModel.in(directory.resolve("init"), WordSplitting.RUNS, "PER");
    FineTuningConfig<NerData> config = from(init, directory.resolve("run"), train);
    isRefused(config, "train:5: tag \"B-LOC\"", "[PER]", "add --new-head");
    nameLabels(init, "NEGATIVE", "POSITIVE");
    isRefused(config, "NEGATIVE", "not those of a model", "add --new-head");
    assertFalse(Files.exists(directory.resolve("run/finetuning.json")));
  }

  @Test
  void unknownTagsAtTestTimeNameFileAndLine() throws IOException {
    Path train = data("train", 4, "B", "B");
    Path test = Files.writeString(directory.resolve("test.txt"), "Anna B-PER\n\nIBM B-ORG\n");
    isRefused(
        config(directory.resolve("run"), false, 1, train, train, test),
        "test.txt:3: tag \"B-ORG\"",
        "[LOC, PER]");
    Path nothing = Files.writeString(directory.resolve("nothing.txt"), "Anna O\n");
    isRefused(
        config(directory.resolve("run"), false, 1, nothing, nothing), "no entities to learn from");
  }

  private static void isRefused(FineTuningConfig<NerData> config, String... words) {
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class, () -> NerTraining.run(config, FineTuningListener.NONE));
    assertEquals(1, error.getMessage().lines().count(), error.getMessage());
    for (String word : words) {
      assertTrue(error.getMessage().contains(word), error.getMessage() + " should say " + word);
    }
  }
}
