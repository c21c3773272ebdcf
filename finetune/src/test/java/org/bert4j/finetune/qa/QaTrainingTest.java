package org.bert4j.finetune.qa;

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
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.common.checkpoint.SafeTensors;
import org.bert4j.common.io.JsonFile;
import org.bert4j.common.io.OffsetUnit;
import org.bert4j.common.kernel.Precision;
import org.bert4j.common.run.ModelConfig;
import org.bert4j.finetune.FineTuningConfig;
import org.bert4j.finetune.FineTuningHyperparameters;
import org.bert4j.finetune.FineTuningListener;
import org.bert4j.finetune.FineTuningRuntime;
import org.bert4j.finetune.qa.decode.DecodingConfig;
import org.bert4j.tokenizer.BertTokenizer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training, from files to a model that answers. */
class QaTrainingTest {
  private static final List<String> WORDS = List.of("cat", "b", "c", "d", "e", "mat", "naive");

  @TempDir Path directory;
  private Path model;
  private Path tokenizer;

  @BeforeEach
  void writeModel() throws IOException {
    tokenizer = Files.createDirectory(directory.resolve("words"));
    try (BertTokenizer small = SmallTokenizer.uncased()) {
      small.save(tokenizer);
      model = directory.resolve("model.json");
      JsonFile.write(
          model,
          SmallModel.config(small.vocabularySize(), 24)
              .put("hidden_size", 32)
              .put("initializer_range", 0.1)
              .put("hidden_dropout_prob", 0)
              .put("attention_probs_dropout_prob", 0));
    }
  }

  /** "What sat" asks for the word before "sat"; nothing of the text answers "who sat". */
  private Path questions(String name, int from, int to, boolean negative) throws IOException {
    StringBuilder articles = new StringBuilder();
    for (int i = from; i < to; i++) {
      String answer = WORDS.get(i % WORDS.size());
      String before = WORDS.get((i * 3 + 1) % WORDS.size());
      String after = WORDS.get((i * 5 + 2) % WORDS.size());
      String context = "the %s the %s sat on the %s".formatted(before, answer, after);
      articles
          .append(i == from ? "" : ",")
          .append("{\"context\": \"%s\", \"qas\": [".formatted(context))
          .append("{\"id\": \"%d\", \"question\": \"what sat?\", ".formatted(i))
          .append("\"answers\": [{\"text\": \"%s\", ".formatted(answer))
          .append("\"answer_start\": %d}]}".formatted(context.indexOf(answer + " sat")));
      if (negative) {
        articles
            .append(", {\"id\": \"%d-none\", \"question\": \"who sat?\", ".formatted(i))
            .append("\"answers\": [], \"is_impossible\": true}");
      }
      articles.append("]}");
    }
    return Files.writeString(
        directory.resolve(name), "{\"data\": [{\"paragraphs\": [" + articles + "]}]}");
  }

  private FineTuningConfig<QaConfig> config(Path output, boolean negative, int epochs)
      throws IOException {
    Path train = questions("train.json", 0, 28, negative);
    return new FineTuningConfig<>(
        ModelConfig.random(model.toString()),
        tokenizer,
        new QaConfig(
            List.of(train, questions("more.json", 28, 35, negative)),
            questions("validation.json", 0, 14, negative),
            questions("test.json", 14, 28, negative),
            8,
            4,
            new DecodingConfig(5, 3, negative, 0),
            OffsetUnit.AUTO),
        new FineTuningHyperparameters(epochs, 8, 1, 5e-3, 0.1, 0.01, 16, 1, 0, null),
        new FineTuningRuntime(output, true, Precision.FP32, 1, 100, null));
  }

  @Test
  void learnsToAnswer() throws IOException {
    Path output = directory.resolve("run");
    ObjectNode results =
        QaTraining.run(config(output, false, 12), FineTuningListener.NONE).orElseThrow();
    assertEquals(List.of("exact_match", "f1"), keys(results.path("test")));
    assertEquals(100, results.at("/validation/f1").doubleValue(), results.toString());
    assertEquals(100, results.at("/test/exact_match").doubleValue());
    try (QuestionAnswerer answerer = QuestionAnswerer.load(output)) {
      Answer answer = answerer.answer("what sat?", "the naive the mat sat on the a");
      assertEquals(new Answer("mat", 14, 17, answer.probability()), answer);
      SquadEvaluation again =
          answerer.evaluate(directory.resolve("test.json"), null, answered -> {});
      assertEquals(100.0, again.scores().get("exact_match"));
    }
    assertEquals(results.toString(), JsonFile.read(output.resolve("results.json")).toString());
  }

  /** At a learning rate of next to nothing, what a run begins with is what it ends with. */
  @Test
  void aNewHeadLeavesOutThatOfTheModel() throws IOException {
    Path first = directory.resolve("first");
    QaTraining.run(config(first, false, 1), FineTuningListener.NONE).orElseThrow();
    String encoder = "bert.encoder.layer.1.output.dense.weight";
    String head = "qa_outputs.weight";
    for (boolean newHead : new boolean[] {false, true}) {
      FineTuningConfig<QaConfig> base = config(directory.resolve("head-" + newHead), false, 1);
      FineTuningConfig<QaConfig> config =
          new FineTuningConfig<>(
              ModelConfig.existing(first).withNewHead(newHead),
              null,
              base.data(),
              new FineTuningHyperparameters(1, 8, 1, 1e-300, 0.1, 0.01, 16, 2, 0, null),
              base.runtime());
      QaTraining.run(config, FineTuningListener.NONE).orElseThrow();
      Path second = base.runtime().output();
      assertArrayEquals(tensor(first, encoder), tensor(second, encoder));
      assertEquals(!newHead, Arrays.equals(tensor(first, head), tensor(second, head)));
    }
  }

  /** Runs from before there was a choice counted so. */
  @Test
  void savedRunsThatDoNotSayWhatOffsetsCountTakeCodePoints() throws IOException {
    Path output = directory.resolve("run");
    QaTraining.run(config(output, false, 1), FineTuningListener.NONE).orElseThrow();
    assertEquals(OffsetUnit.AUTO, QaTraining.savedConfig(output).orElseThrow().data().offsets());
    Path saved = output.resolve("finetuning.json");
    ObjectNode json = JsonFile.read(saved);
    assertTrue(((ObjectNode) json.get("data")).remove("offsets") != null);
    JsonFile.write(saved, json);
    assertEquals(
        OffsetUnit.CODE_POINTS, QaTraining.savedConfig(output).orElseThrow().data().offsets());
  }

  private static float[] tensor(Path run, String name) throws IOException {
    Path checkpoint = CheckpointDirectory.open(run).path();
    try (SafeTensors file = SafeTensors.open(checkpoint.resolve("model.safetensors"))) {
      return file.floats(name);
    }
  }

  @Test
  void learnsNotToAnswerAndKeepsTheTunedThreshold() throws IOException {
    Path output = directory.resolve("run");
    List<String> told = new ArrayList<>();
    FineTuningListener listener =
        new FineTuningListener() {
          @Override
          public void preparing(String message) {
            told.add(message);
          }
        };
    ObjectNode results = QaTraining.run(config(output, true, 12), listener).orElseThrow();
    assertTrue(told.contains("validation: 28 questions, 14 of them without an answer"));
    JsonNode validation = results.path("validation");
    assertEquals(28, validation.path("total").intValue());
    assertEquals(100, validation.path("HasAns_f1").doubleValue(), results.toString());
    assertEquals(100, validation.path("NoAns_f1").doubleValue());
    AnswerSettings kept = AnswerSettings.read(CheckpointDirectory.open(output).path());
    assertTrue(kept.decoding().version2WithNegative());
    double threshold = kept.decoding().nullScoreDiffThreshold();
    assertEquals(validation.path("best_f1_thresh").doubleValue(), threshold);
    assertTrue(threshold != 0);
    try (QuestionAnswerer answerer = QuestionAnswerer.load(output)) {
      assertFalse(answerer.answer("who sat?", "the naive the mat sat on the a").isPresent());
      assertEquals(
          validation.path("f1").doubleValue(),
          answerer
              .evaluate(directory.resolve("validation.json"), null, answered -> {})
              .scores()
              .get("f1"));
    }
  }

  @Test
  void aStoppedRunGoesOnToTheSameModel() throws IOException {
    Path whole = directory.resolve("whole");
    Path stopped = directory.resolve("stopped");
    QaTraining.run(config(whole, true, 2), FineTuningListener.NONE);
    FineTuningListener afterEveryStep =
        new FineTuningListener() {
          @Override
          public boolean stopRequested() {
            return true;
          }
        };
    int starts = 1;
    while (QaTraining.run(config(stopped, true, 2), afterEveryStep).isEmpty()) {
      starts++;
    }
    assertTrue(starts > 5, () -> "stopped too rarely");
    for (String file : List.of("model.safetensors", "config.json")) {
      assertArrayEquals(
          Files.readAllBytes(CheckpointDirectory.open(whole).path().resolve(file)),
          Files.readAllBytes(CheckpointDirectory.open(stopped).path().resolve(file)),
          file);
    }
  }

  @Test
  void wrongDataLeaveNothingBehind() throws IOException {
    Path output = directory.resolve("run");
    FineTuningConfig<QaConfig> config = config(output, false, 1);
    Files.writeString(config.data().test(), "{\"data\": [\n1]}");
    assertRefused(config, "test.json:2: data[0] is 1");
    Files.writeString(config.data().test(), "{\"data\": []}");
    assertRefused(config, "test.json: no questions");
    String twice =
        "{\"id\": \"1\", \"question\": \"%s\", \"answers\": []}".formatted("a ".repeat(13));
    String paragraphs = "{\"data\": [{\"paragraphs\": [{\"context\": \"a\", \"qas\": [%s]}]}]}";
    Files.writeString(config.data().test(), paragraphs.formatted(twice + "," + twice));
    assertRefused(config, "test.json: question id 1 occurs twice");
    Files.writeString(config.data().test(), paragraphs.formatted(twice));
    assertRefused(withLongQueries(config), "test.json: question 1: 13 word pieces");
    Files.delete(config.data().test());
    assertRefused(config, "test.json: no such file");
    assertThrows(
        IllegalArgumentException.class, () -> QaConfig.of(List.of(), config.data().test()));
    assertThrows(IllegalArgumentException.class, () -> QaConfig.of(config.data().train(), null));
    try (Stream<Path> left = Files.list(output)) {
      assertEquals(List.of(), left.toList());
    }
  }

  private static FineTuningConfig<QaConfig> withLongQueries(FineTuningConfig<QaConfig> config) {
    QaConfig data = config.data();
    return new FineTuningConfig<>(
        config.model(),
        config.tokenizer(),
        new QaConfig(
            data.train(), data.validation(), data.test(), 8, 13, data.decoding(), data.offsets()),
        config.training(),
        config.runtime());
  }

  private static void assertRefused(FineTuningConfig<QaConfig> config, String words) {
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class, () -> QaTraining.run(config, FineTuningListener.NONE));
    assertTrue(error.getMessage().contains(words), error.getMessage());
  }

  private static List<String> keys(JsonNode object) {
    List<String> keys = new ArrayList<>();
    object.fieldNames().forEachRemaining(keys::add);
    return keys;
  }
}
