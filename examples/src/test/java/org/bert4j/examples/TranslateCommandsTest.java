package org.bert4j.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.common.inference.DecoderAttention;
import org.bert4j.common.io.FileTree;
import org.bert4j.finetune.translate.Translation;
import org.bert4j.finetune.translate.TranslationAttention;
import org.bert4j.finetune.translate.Translator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Translation on the command line, of words that are spelled in other letters. */
class TranslateCommandsTest {
  private static final int PAIRS = 64;

  @TempDir static Path models;
  private static Path learned;

  @TempDir Path directory;
  private Path pairs;
  private Path config;

  @BeforeEach
  void write() throws IOException {
    pairs = directory.resolve("pairs.tsv");
    config = directory.resolve("small.json");
    Files.write(pairs, lines(0));
    Files.writeString(config, SmallModel.json(32));
  }

  private static List<String> lines(int from) {
    List<String> lines = new ArrayList<>();
    for (int i = from; i < from + PAIRS; i++) {
      String source = "" + (char) ('a' + i % 8) + " " + (char) ('a' + i / 8 % 8);
      lines.add(source + "\t" + source.toUpperCase(Locale.ROOT));
    }
    return lines;
  }

  private CommandLineRun train(Path output, Object... more) {
    return CommandLineRun.of(training(output, more).toArray());
  }

  /** Options given replace these. */
  private List<Object> training(Path output, Object... more) {
    Map<Object, Object> all = new LinkedHashMap<>();
    all.put("--train", pairs);
    all.put("--validation", pairs);
    all.put("--model", config);
    all.put("--output", output);
    all.put("--batch-size", 16);
    all.put("--max-seq-length", 16);
    all.put("--max-target-length", 8);
    all.put("--epochs", 2);
    all.put("--keep-checkpoints", 2);
    all.put("--threads", 1);
    all.put("--precision", "fp32");
    for (int i = 0; i < more.length; i += 2) {
      all.put(more[i], more[i + 1]);
    }
    List<Object> arguments = new ArrayList<>(List.of("translate", "train"));
    all.forEach((option, value) -> arguments.addAll(List.of(option, value)));
    return arguments;
  }

  /** Trained once for all tests that use it. */
  private Path learned() throws IOException {
    if (learned == null) {
      Path output = models.resolve("learned");
      train(output, "--epochs", 60, "--learning-rate", 5e-3, "--dropout", 0, "--test", pairs)
          .succeeds();
      learned = output;
    }
    return learned;
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }

  @Test
  void whatWasLearnedIsTranslated() throws IOException {
    Path model = learned();
    assertEquals(
        1, json(model.resolve("results.json")).path("test").path("exact_match").asDouble());
    RunPage page = RunPage.of(model).says("Exact translations", "<dt>source</dt>");
    assertTrue(page.isAllRight(), () -> page.examples().toString());
    CommandLineRun evaluated =
        CommandLineRun.of("translate", "evaluate", "--model", model, "--input", pairs).succeeds();
    assertTrue(evaluated.out().contains("pairs.tsv: table of tabs"), evaluated.out());
    assertTrue(evaluated.out().contains("exact match 1.0000 (64 of 64)"), evaluated.out());
    Path texts = directory.resolve("texts.txt");
    Files.writeString(texts, "c d\n\nh a\n");
    assertEquals(
        "C D\n\nH A\n",
        CommandLineRun.of("translate", "predict", "--model", model, "--input", texts)
            .succeeds()
            .out());
    JsonNode line =
        new ObjectMapper()
            .readTree(
                CommandLineRun.of(
                        "translate",
                        "predict",
                        "--model",
                        model,
                        "--text",
                        "e f",
                        "--format",
                        "jsonl",
                        "--beams",
                        3)
                    .succeeds()
                    .out());
    assertEquals("e f", line.path("source").asText());
    assertEquals("E F", line.path("translation").asText());
    assertTrue(line.path("score").asDouble() < 0);
  }

  @Test
  void translationsAreTheSameWithoutTheCacheAndInAnyBatch() throws IOException {
    List<String> sources = List.of("a", "b c d", "h h", "c", "g f e d c b a", "a b");
    List<String> expected = null;
    for (boolean cached : new boolean[] {true, false}) {
      for (int batch : new int[] {1, 4, 32}) {
        Translator.Options options =
            new Translator.Options(
                Translator.Options.DEFAULT.computeType(), 2, batch, 2, null, cached);
        try (Translator translator = Translator.load(learned(), options)) {
          List<String> found =
              translator.translateAll(sources).stream().map(Translation::text).toList();
          expected = expected == null ? found : expected;
          assertEquals(expected, found, "cache " + cached + ", batches of " + batch);
        }
      }
    }
  }

  @Test
  void attentionOfATranslationIsShown() throws IOException {
    try (Translator translator = Translator.load(learned())) {
      TranslationAttention shown = translator.attention("c d");
      assertEquals(List.of("[CLS]", "c", "d", "[SEP]"), shown.source());
      assertEquals(List.of("[CLS]", "C", "D"), shown.read());
      assertEquals(List.of("C", "D", "[SEP]"), shown.written());
      assertArrayEquals(
          shown.layers().get(1).across().probabilities(),
          translator.attention("c d", "C D").layers().get(1).across().probabilities());
      assertEquals(List.of("H", "[SEP]"), translator.attention("c d", "H").written());
      assertFalse(shown.layers().isEmpty());
      for (DecoderAttention layer : shown.layers()) {
        assertEquals(3, layer.across().queries());
        assertEquals(4, layer.across().keys());
        assertEquals(layer.own().heads(), layer.across().heads());
        float[][] mean = layer.across().mean();
        for (int into = 0; into < 3; into++) {
          for (int head = 0; head < layer.own().heads(); head++) {
            double own = 0;
            double across = 0;
            for (int of = 0; of < 3; of++) {
              own += layer.own().at(head, into, of);
              assertEquals(of > into, layer.own().at(head, into, of) == 0, into + " sees " + of);
            }
            for (int of = 0; of < 4; of++) {
              across += layer.across().at(head, into, of);
            }
            assertEquals(1, own, 1e-5);
            assertEquals(1, across, 1e-5);
          }
          assertEquals(1, mean[into][0] + mean[into][1] + mean[into][2] + mean[into][3], 1e-5);
        }
      }
    }
  }

  @Test
  void aStoppedAndResumedRunWritesTheSameBytes() throws IOException {
    Path whole = directory.resolve("whole");
    Path parts = directory.resolve("parts");
    train(whole).succeeds();
    train(parts).succeeds();
    // As if it had been killed before the second epoch's checkpoint.
    Files.delete(parts.resolve("results.json"));
    Path last = parts.resolve("checkpoint-8");
    FileTree.delete(last);
    CommandLineRun.of("report", parts).succeeds();
    assertTrue(Files.readString(parts.resolve("report.html")).contains(", not finished</p>"));
    List<Object> resuming = training(parts);
    resuming.add("--resume");
    CommandLineRun.of(resuming.toArray()).succeeds();
    assertEquals(
        json(whole.resolve("results.json")).path("validation").path("exact"),
        json(parts.resolve("results.json")).path("validation").path("exact"));
    assertArrayEquals(
        Files.readAllBytes(whole.resolve("checkpoint-8/model.safetensors")),
        Files.readAllBytes(last.resolve("model.safetensors")));
    RunPage.of(parts);
  }

  /** Without pairs for validation, some are held out, with all that have the same source. */
  @Test
  void pairsAreHeldOut() throws IOException {
    Path file = directory.resolve("named.csv");
    List<String> rows = new ArrayList<>(List.of("target,source"));
    lines(0).forEach(line -> rows.add(line.split("\t")[1] + "," + line.split("\t")[0]));
    rows.add(rows.get(64));
    Files.write(file, rows);
    Path output = directory.resolve("run");
    List<Object> withoutValidation = training(output, "--train", file);
    int validation = withoutValidation.indexOf("--validation");
    withoutValidation.subList(validation, validation + 2).clear();
    CommandLineRun run = CommandLineRun.of(withoutValidation.toArray()).succeeds();
    assertTrue(run.out().contains("texts in source and target: 65 pairs"), run.out());
    assertTrue(run.out().contains("validation: 5 of 65 pairs, every 20th, held out"), run.out());
    assertTrue(run.out().contains("60 training windows"), run.out());
  }

  @Test
  void madeUpPairsAreInTheDirectionOfTheRun() throws IOException {
    Path run = directory.resolve("run");
    Path checkpoint = run.resolve("checkpoint-1");
    Files.createDirectories(run);
    ObjectNode told = (ObjectNode) json(learned().resolve("finetuning.json"));
    ObjectNode data = (ObjectNode) told.path("data");
    data.put("direction", "zh_en");
    List.of("train", "validation", "test").forEach(data::putArray);
    Files.writeString(run.resolve("finetuning.json"), told.toString());
    Path written = CheckpointDirectory.open(learned()).path();
    try (Stream<Path> files = Files.walk(written)) {
      for (Path file : files.toList()) {
        Files.copy(file, checkpoint.resolve(written.relativize(file).toString()));
      }
    }
    for (Path model : List.of(run, checkpoint)) {
      CommandLineRun asTold =
          CommandLineRun.of("translate", "evaluate", "--model", model, "--pairs", 4).succeeds();
      assertTrue(asTold.out().startsWith("made-up pairs, Chinese to English: 4"), asTold.out());
    }
  }

  @Test
  void madeUpPairsAreReadAsTheyAreWritten() throws IOException {
    String written =
        CommandLineRun.of("translate", "sample", "--direction", "zh-en", "--pairs", 30)
            .succeeds()
            .out();
    assertEquals(31, written.lines().count());
    Path file = directory.resolve("sample.tsv");
    Files.writeString(file, written);
    CommandLineRun run =
        CommandLineRun.of("translate", "evaluate", "--model", learned(), "--input", file)
            .succeeds();
    assertTrue(run.out().contains("texts in source and target: 30 pairs"), run.out());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--label-smoothing 1 | label_smoothing is 1.0",
        "--dropout 1 | dropout is 1.0",
        "--beams 0 | beams is 0",
        "--direction en-zh | --direction and --pairs are for made-up pairs",
        "--max-target-length 1 | every training pair has a source of more than 16 tokens",
        "--max-target-length 32 | max_target_length is 32, expected less than the model's max_position_embeddings",
      })
  void refusesWhatCannotBe(String options, String message) {
    Path output = directory.resolve("refused");
    train(output, (Object[]) options.split(" ")).isRefusedWith(message);
    assertTrue(Files.notExists(output));
  }

  @Test
  void refusesFilesThatAreNoPairs() throws IOException {
    Files.writeString(pairs, "a\tb\nc\n");
    train(directory.resolve("refused")).isRefusedWith("pairs.tsv:2", "1 fields, expected");
    Files.writeString(pairs, "only one column\nof text\n");
    train(directory.resolve("refused")).isRefusedWith("pairs.tsv:1", "column");
    CommandLineRun.of("translate", "predict", "--model", learned())
        .isRefusedWith("--text", "--input");
    CommandLineRun.of(
            "translate", "train", "--validation", pairs, "--output", directory.resolve("refused"))
        .isRefusedWith("--validation", "--train");
  }
}
