package org.bert4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ner train}, {@code evaluate} and {@code predict}, from a small pre-trained model. */
class NerCommandsTest {
  @TempDir static Path shared;
  private static Path pretrained;
  private static Path train;
  private static Path run;

  @TempDir Path directory;

  @BeforeAll
  static void train() throws IOException {
    pretrained = shared.resolve("pretrained");
    SmallModel.in(shared).pretrain(pretrained).succeeds();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      text.append(i % 2 == 0 ? "the O\ncat I-ANIMAL\n" : "a O\ndog I-ANIMAL\n");
      text.append("is O\nhere O\n. O\n\n");
    }
    train = Files.writeString(shared.resolve("train.conll"), text);
    run = shared.resolve("run");
    String out = trainInto(run, "--test", train).succeeds().out();
    assertTrue(out.contains("train.conll: conll, IOB1: 40 sentences, 200 words, 40 ent"), out);
    assertTrue(out.contains("ANIMAL"), out);
    assertTrue(out.contains("| bert4j ner predict --model " + run + " --input -"), out);
  }

  private static CommandLineRun trainInto(Path output, Object... options) {
    List<Object> arguments =
        new ArrayList<>(
            List.of("ner", "train", "--init", pretrained, "--train", train, "--validation", train));
    arguments.addAll(List.of("--output", output, "--epochs", 6, "--batch-size", 8));
    arguments.addAll(List.of("--learning-rate", 0.01, "--threads", 1, "--precision", "fp32"));
    arguments.addAll(List.of(options));
    return CommandLineRun.of(arguments.toArray());
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }

  @Test
  void resultsHoldTheScoresOfBothSets() throws IOException {
    JsonNode results = json(Files.readString(run.resolve("results.json")));
    for (String set : List.of("validation", "test")) {
      assertEquals(1, results.path(set).path("f1").asDouble(), results::toString);
      assertEquals(40, results.path(set).at("/per_type/ANIMAL/support").asInt());
    }
    String out =
        CommandLineRun.of("ner", "evaluate", "--model", run, "--input", train, "--json")
            .succeedsWith("train.conll: conll, IOB1", "tokens, 0.00 % of them unknown")
            .out();
    assertEquals(results.path("test").toString(), json(out).toString());
    String table =
        CommandLineRun.of("ner", "evaluate", "--model", run, "--input", train).succeeds().out();
    assertTrue(table.contains("micro"), table);
    assertTrue(table.contains("words with the right tag: 1.0000 of 200"), table);
  }

  @Test
  void aModelOfRandomParametersIsAskedForByItsConfiguration() throws IOException {
    Path checkpoint = CheckpointDirectory.open(pretrained).path();
    Path output = directory.resolve("random");
    CommandLineRun.of(
            "ner",
            "train",
            "--model",
            checkpoint.resolve("config.json"),
            "--tokenizer",
            checkpoint,
            "--train",
            train,
            "--validation",
            train,
            "--epochs",
            1,
            "--output",
            output)
        .succeeds();
    assertTrue(Files.exists(output.resolve("results.json")));
  }

  @Test
  void theScheduleIsChosenByHuggingFacesNames() throws IOException {
    Path output = directory.resolve("scheduled");
    trainInto(output, "--schedule", "constant_with_warmup", "--log-every", 1).succeeds();
    assertEquals(
        "constant_with_warmup",
        json(Files.readString(output.resolve("finetuning.json")))
            .at("/training/schedule")
            .asText());
    List<String> lines = Files.readAllLines(output.resolve("metrics.jsonl"));
    assertEquals(0.01, json(lines.get(lines.size() - 1)).path("learning_rate").asDouble(), 1e-9);
    trainInto(directory.resolve("a"), "--schedule", "constant", "--warmup", 0.1)
        .isRefusedWith("--schedule constant has no warmup", "--warmup");
    trainInto(directory.resolve("b"), "--schedule", "cubic")
        .isRefusedWith("--schedule", "cubic", "COSINE");
  }

  @Test
  void aFinishedRunSaysSo() throws IOException {
    RunPage page = RunPage.of(run).says("By type, test", "Confusions, test", ">ANIMAL</small>");
    assertTrue(page.isAllRight(), () -> page.examples().toString());
    Files.delete(run.resolve("report.html"));
    String out = CommandLineRun.of("ner", "train", "--resume", "--output", run).succeeds().out();
    assertTrue(out.contains("is finished already, after 30 steps"), out);
    assertEquals(page, RunPage.of(run));
    CommandLineRun.of("ner", "train", "--resume", "--output", run, "--epochs", 7)
        .isRefusedWith("epochs is 7", "started with 6");
    trainInto(run).isRefusedWith(run, "not empty");
  }

  @Test
  void predictsTextFromAFileAndFromStandardInput() throws IOException {
    String text = "The 😀 cat is here .\n\na dog\n";
    Path input = Files.writeString(directory.resolve("input.txt"), text);
    String out =
        CommandLineRun.of("ner", "predict", "--model", run, "--input", input)
            .succeedsWith(input + ": a text a line: 3 sentences", "% of them unknown; warning")
            .out();
    List<String> lines = out.lines().toList();
    assertEquals(3, lines.size(), out);
    assertEquals("The 😀 cat is here .", json(lines.get(0)).path("text").asText());
    JsonNode dog = json(lines.get(2)).path("entities").get(0);
    assertEquals("dog", dog.path("text").asText());
    assertEquals(2, dog.path("start").asInt());
    assertEquals(5, dog.path("end").asInt());
    assertEquals("ANIMAL", dog.path("type").asText());
    InputStream before = System.in;
    try {
      System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
      assertEquals(
          out,
          CommandLineRun.of("ner", "predict", "--model", run, "--input", "-")
              .succeedsWith("standard input: a text a line")
              .out());
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void predictsWordsInEveryForm() throws IOException {
    Path output = directory.resolve("predicted");
    CommandLineRun.of(
            "ner",
            "predict",
            "--model",
            run,
            "--input",
            train,
            "--format",
            "conll",
            "--output",
            output)
        .succeedsWith("train.conll: conll: 40 sentences, 200 words");
    List<String> lines = Files.readAllLines(output);
    assertEquals(List.of("the\tO", "cat\tB-ANIMAL", "is\tO"), lines.subList(0, 3));
    assertEquals(40 * 6, lines.size());
    String csv =
        CommandLineRun.of("ner", "predict", "--model", run, "--input", train, "--format", "csv")
            .succeedsWith()
            .out();
    assertEquals("sentence,start,end,type,text,confidence", csv.lines().findFirst().orElseThrow());
    assertEquals(41, csv.lines().count());
    assertTrue(csv.lines().toList().get(1).startsWith("1,4,7,ANIMAL,cat,0."), csv);
  }

  @Test
  void whatCannotBeReadIsOneClearLine() throws IOException {
    Path ragged = Files.writeString(directory.resolve("ragged"), "a x O\nb O\nc x O\n");
    trainInto(directory.resolve("a"), "--test", ragged).isRefusedWith(ragged + ":2", "2 columns");
    List<Object> predict = List.of("ner", "predict", "--model", run, "--input", ragged);
    CommandLineRun.of(predict.toArray()).succeedsWith("a text a line");
    List<Object> asColumns = new ArrayList<>(predict);
    asColumns.addAll(List.of("--input-format", "conll"));
    CommandLineRun.of(asColumns.toArray()).isRefusedWith(ragged + ":2", "2 columns");
    assertFalse(Files.exists(directory.resolve("a")));
    Path unknown = Files.writeString(directory.resolve("unknown"), "a O\nb B-PLANT\n");
    trainInto(directory.resolve("b"), "--test", unknown)
        .isRefusedWith(unknown + ":2", "\"B-PLANT\"", "[ANIMAL]");
    String scored =
        CommandLineRun.of("ner", "evaluate", "--model", run, "--input", unknown).succeeds().out();
    assertTrue(scored.contains("count as missed: {PLANT=1}; it knows [ANIMAL]"), scored);
    Path json =
        Files.writeString(
            directory.resolve("data.jsonl"),
            "{\"text\": \"a\", \"entities\": [{\"start\": 0, \"end\": 9, \"type\": \"X\"}]}\n");
    trainInto(directory.resolve("c"), "--test", json)
        .isRefusedWith(json + ":1", "entities[0]", "end 9");
    trainInto(directory.resolve("d"), "--test", directory.resolve("none"))
        .isRefusedWith("none: no such file");
  }

  @Test
  void labelsThatDoNotFitTheDataAreOneClearLine() throws IOException {
    Path plants = Files.writeString(directory.resolve("plants"), "a O\nb B-PLANT\n");
    CommandLineRun.of(
            "ner",
            "train",
            "--init",
            run,
            "--train",
            plants,
            "--validation",
            plants,
            "--output",
            directory.resolve("a"))
        .isRefusedWith(plants + ":2", "\"B-PLANT\"", "[ANIMAL]");
    CommandLineRun.of("ner", "predict", "--model", pretrained, "--input", train)
        .isRefusedWith("no labels of entities", "ner train");
    CommandLineRun.of("qa", "train", "--resume", "--output", run)
        .isRefusedWith(run, "another kind of run");
  }

  @Test
  void gitLfsPointersAreNamedForWhatTheyAre() throws IOException {
    String pointer = "version https://git-lfs\noid sha256:00\nsize 9\n";
    Path data = Files.writeString(directory.resolve("data"), pointer);
    CommandLineRun.of("ner", "evaluate", "--model", run, "--input", data)
        .isRefusedWith(data, "Git LFS pointer", "git lfs pull");
    Path checkpoint = CheckpointDirectory.open(run).path();
    for (String name : List.of("config.json", "model.safetensors", "tokenizer.json")) {
      Path copy = Files.createDirectory(directory.resolve(name + "-copy"));
      for (String file : List.of("config.json", "model.safetensors", "tokenizer.json")) {
        Files.copy(checkpoint.resolve(file), copy.resolve(file));
      }
      Files.writeString(copy.resolve(name), pointer);
      CommandLineRun.of("ner", "predict", "--model", copy, "--input", train)
          .isRefusedWith(copy.resolve(name), "Git LFS pointer");
    }
  }

  @Test
  void anOptionThatDoesNotExistIsNoFile() {
    CommandLineRun.of("ner", "train", "--train", train, "--validaton", train)
        .isRefusedWith("Unknown option", "'--validaton'", "did you mean --validation?");
    CommandLineRun.of("ner", "evaluate", "--model", run, "--input", train, "--tag-column")
        .isRefusedWith("--tag-column", "NAME|N");
  }

  @Test
  void whereNothingCanBeWrittenNothingIsPredicted() throws IOException {
    for (Path output : List.of(directory, directory.resolve("none/predicted"))) {
      CommandLineRun.of("ner", "predict", "--model", run, "--input", train, "--output", output)
          .isRefusedWith(output, "expected a file to write to");
    }
  }

  @Test
  void halfASurrogatePairIsAQuestionMarkInEveryOutput() throws IOException {
    Path input = Files.writeString(directory.resolve("a.jsonl"), "{\"text\": \"a \\ud83d cat\"}\n");
    Path output = directory.resolve("predicted");
    CommandLineRun.of("ner", "predict", "--model", run, "--input", input, "--output", output)
        .succeedsWith();
    JsonNode predicted = json(Files.readString(output));
    assertEquals("a ? cat", predicted.path("text").asText());
  }

  @Test
  void whatIsMissingIsSaid() {
    CommandLineRun.of("ner").isRefusedWith("ner train");
    CommandLineRun.of(
            "ner",
            "train",
            "--train",
            train,
            "--validation",
            train,
            "--output",
            directory.resolve("a"))
        .isRefusedWith("--init DIR");
    CommandLineRun.of("ner", "train", "--init", pretrained, "--output", directory.resolve("a"))
        .isRefusedWith("--train");
    CommandLineRun.of(
            "ner",
            "train",
            "--model",
            "tiny",
            "--train",
            train,
            "--validation",
            train,
            "--output",
            directory.resolve("a"))
        .isRefusedWith("tokenizer");
    CommandLineRun.of("ner", "evaluate", "--model", run, "--input", train, "--tag-column", "-9")
        .isRefusedWith("2 columns", "-9");
  }

  @Test
  void anEmptyFileIsSaidToBeEmpty() throws IOException {
    for (String name : List.of("empty.txt", "empty.csv", "empty.conll", "empty.jsonl")) {
      Path empty = Files.createFile(directory.resolve(name));
      CommandLineRun predicted =
          CommandLineRun.of("ner", "predict", "--model", run, "--input", empty);
      assertEquals("", predicted.succeedsWith(name + ": ", "0 sentences, 0 words").out());
    }
  }

  @Test
  void optionsOfSpansAreUsed() throws IOException {
    Path input =
        Files.writeString(
            directory.resolve("a.json"),
            "[{\"text\": \"😀😀😀 a cat\", \"label\": [[6, 9, \"ANIMAL\"]]},"
                + "{\"tokens\": [\"a\", \"cat\"], \"ner_tags\": [0, 1]}]");
    List<Object> command = List.of("ner", "evaluate", "--model", run, "--input", input);
    CommandLineRun.of(command.toArray()).isRefusedWith(input + ":1", "--label-names");
    Path names = Files.writeString(directory.resolve("names"), "O\nB-ANIMAL\n");
    for (Object given : List.of("O,B-ANIMAL", names)) {
      List<Object> named = new ArrayList<>(command);
      named.addAll(List.of("--label-names", given, "--offsets", "code-points"));
      String out = CommandLineRun.of(named.toArray()).succeeds().out();
      assertTrue(out.contains("2 entities, offsets count code points"), out);
    }
    List<Object> wrong = new ArrayList<>(command);
    wrong.addAll(List.of("--offsets", "bytes"));
    CommandLineRun.of(wrong.toArray()).isRefusedWith("--offsets", "auto, utf16 or code-points");
  }
}
