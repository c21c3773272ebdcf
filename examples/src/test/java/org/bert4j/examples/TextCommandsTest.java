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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code classify}, {@code embed}, {@code similarity} and {@code search}, from a small model. */
class TextCommandsTest {
  @TempDir static Path shared;
  private static Path pretrained;
  private static Path train;
  private static Path run;

  @TempDir Path directory;

  @BeforeAll
  static void train() throws IOException {
    pretrained = shared.resolve("pretrained");
    SmallModel.in(shared).pretrain(pretrained).succeeds();
    StringBuilder text = new StringBuilder("text,label\n");
    for (int i = 0; i < 40; i++) {
      text.append(i % 2 == 0 ? "the cat is here,cat\n" : "a dog is there,dog\n");
    }
    train = Files.writeString(shared.resolve("train.csv"), text);
    run = shared.resolve("run");
    String out = trainInto("classify", run, train, "--test", train).succeeds().out();
    assertTrue(out.contains("train.csv: table of commas, text in text, label in label"), out);
    assertTrue(out.contains("one class a text: cat, dog"), out);
    assertTrue(out.contains("accuracy 1.0000"), out);
    assertTrue(
        out.contains("next: echo \"A text.\" | bert4j classify predict --model " + run), out);
  }

  private static CommandLineRun trainInto(
      String command, Path output, Path data, Object... options) {
    List<Object> arguments = new ArrayList<>(List.of(command, "train", "--init", pretrained));
    arguments.addAll(List.of("--train", data, "--validation", data, "--output", output));
    arguments.addAll(List.of("--epochs", 6, "--batch-size", 8, "--learning-rate", 0.01));
    arguments.addAll(List.of("--threads", 1, "--precision", "fp32"));
    arguments.addAll(List.of(options));
    return CommandLineRun.of(arguments.toArray());
  }

  private static List<JsonNode> lines(String text) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : text.lines().toList()) {
      lines.add(new ObjectMapper().readTree(line));
    }
    return lines;
  }

  @Test
  void evaluationIsThatOfTheRun() throws IOException {
    JsonNode results =
        lines(Files.readString(run.resolve("results.json")).replace("\n", "")).get(0);
    String out =
        CommandLineRun.of("classify", "evaluate", "--model", run, "--input", train, "--json")
            .succeeds()
            .out();
    assertEquals(results.path("test"), lines(out).get(0));
    RunPage.of(run).says("By class, test", "Confusions, test", "<mark>cat<small>");
    String table =
        CommandLineRun.of("classify", "evaluate", "--model", run, "--input", train)
            .succeeds()
            .out();
    assertTrue(table.contains("annotated (rows) taken for (columns)"), table);
  }

  @Test
  void everyLineOfStandardInputIsClassified() throws IOException {
    InputStream before = System.in;
    try {
      System.setIn(new ByteArrayInputStream("a cat\n\nthe dog\n".getBytes(StandardCharsets.UTF_8)));
      String out =
          CommandLineRun.of("classify", "predict", "--model", run, "--input", "-")
              .succeedsWith("standard input: a text a line: 3 texts")
              .out();
      List<JsonNode> found = lines(out);
      assertEquals(3, found.size());
      assertEquals("cat", found.get(0).path("label").asText());
      assertEquals("", found.get(1).path("text").asText());
      assertEquals(2, found.get(2).path("scores").size());
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void predictionsAreATableToo() throws IOException {
    Path output = directory.resolve("out.csv");
    CommandLineRun.of(
            "classify",
            "predict",
            "--model",
            run,
            "--input",
            train,
            "--format",
            "csv",
            "--top-k",
            2,
            "--output",
            output)
        .succeeds();
    List<String> rows = Files.readAllLines(output);
    assertEquals("text,label,probability,label_2,probability_2", rows.get(0));
    assertEquals(41, rows.size());
    assertTrue(rows.get(1).startsWith("the cat is here,cat,0."), rows.get(1));
  }

  @Test
  void wrongInputIsOneLine() throws IOException {
    Path other = Files.writeString(directory.resolve("other.csv"), "text,label\na,bird\n");
    CommandLineRun.of("classify", "evaluate", "--model", run, "--input", other)
        .isRefusedWith("other.csv:2: the label is \"bird\"", "cat, dog");
    CommandLineRun.of("classify", "predict", "--model", pretrained, "--input", other)
        .isRefusedWith("classifier.weight is missing", "bert4j classify train");
    CommandLineRun.of("classify").isRefusedWith("classify train");
    CommandLineRun.of("classify", "predict", "--model", run, "--input", other, "--top-k", 0)
        .isRefusedWith("--top-k is 0");
    CommandLineRun.of("embed", "--input", other).isRefusedWith("no --model");
    CommandLineRun.of("embed", "--model", run, "--input", other, "--output", "x.txt")
        .isRefusedWith("x.txt", ".npy, .csv or .jsonl");
    CommandLineRun.of("search", "--model", run, "--input", other).isRefusedWith("--query TEXT");
    CommandLineRun.of("similarity", "--model", run, "--input", train, "--other", other)
        .isRefusedWith("40 texts", "expected as many");
  }

  @Test
  void anEmptyFileIsSaidToBeEmpty() throws IOException {
    for (String name : List.of("empty.txt", "empty.csv", "empty.tsv", "empty.jsonl")) {
      Path empty = Files.createFile(directory.resolve(name));
      CommandLineRun predicted =
          CommandLineRun.of("classify", "predict", "--model", run, "--input", empty);
      assertEquals("", predicted.succeedsWith(name + ": ", ": 0 texts").out());
      assertFalse(predicted.err().contains(": : "), predicted.err());
      CommandLineRun.of("embed", "--model", run, "--input", empty)
          .isRefusedWith(name + ": no text");
    }
  }

  @Test
  void labelsThatAreHardlyDifferentAreToldOf() throws IOException {
    Path alike =
        Files.writeString(
            directory.resolve("alike.csv"),
            "text,label\na,True\nb,true\nc,no\nd,not so\ne,notso\n");
    String out = trainInto("classify", directory.resolve("run"), alike).succeeds().out();
    assertTrue(
        out.contains(
            "only in case or spaces are different classes: \"not so\", \"notso\"; \"True\""),
        out);
  }

  @Test
  void pairsAndBareTextsOfAnyFileAreKnown() throws IOException {
    Path tsv = Files.writeString(directory.resolve("a.tsv"), "a cat\ta dog\nthe cat\tthe cat\n");
    String[] compare = {"similarity", "--model", run.toString(), "--input", tsv.toString()};
    List<JsonNode> alike =
        lines(
            CommandLineRun.of((Object[]) compare)
                .succeedsWith("a.tsv: table of tabs without names of columns", "2 pairs")
                .out());
    assertEquals(1, alike.get(1).path("similarity").asDouble(), 1e-5);
    Path named = Files.writeString(directory.resolve("b.csv"), "question,answer\na cat,a dog\n");
    String out =
        CommandLineRun.of("classify", "predict", "--model", run, "--input", named)
            .succeedsWith("b.csv: table of commas, texts in question and answer: 1 pairs")
            .out();
    assertEquals("a dog", lines(out).get(0).path("pair").asText());
    CommandLineRun.of("embed", "--model", run, "--input", named)
        .isRefusedWith("b.csv:1: pairs of texts in question and answer", "--text-column");
    Path array = Files.writeString(directory.resolve("c.json"), "[\"a cat\",\n \"a dog\"]\n");
    for (String command : List.of("classify predict", "embed")) {
      List<Object> arguments = new ArrayList<>(List.of(command.split(" ")));
      arguments.addAll(List.of("--model", run, "--input", array));
      out = CommandLineRun.of(arguments.toArray()).succeedsWith("c.json: json array: 2 ").out();
      assertEquals("a dog", lines(out).get(1).path("text").asText());
    }
    CommandLineRun.of("search", "--model", run, "--input", array, "--query", "")
        .isRefusedWith("--query is blank");
  }

  @Test
  void textsBecomeVectorsThatAreComparedAndSearched() throws IOException {
    Path pairs = directory.resolve("pairs.tsv");
    StringBuilder text = new StringBuilder("sentence1\tsentence2\tscore\n");
    for (int i = 0; i < 20; i++) {
      text.append("the cat is here\ta cat\t").append(5 - i % 2 * 0.1).append('\n');
      text.append("the cat is here\ta dog\t").append(0.1 + i % 3 * 0.1).append('\n');
    }
    Files.writeString(pairs, text);
    Path vectors = directory.resolve("run");
    String out = trainInto("embed", vectors, pairs).succeeds().out();
    RunPage.of(vectors).says("<dt>first text</dt>");
    assertTrue(out.contains("loss: cosine against the score divided by 5.0"), out);
    assertFalse(out.contains("NaN"), out);
    Path texts = Files.writeString(directory.resolve("texts.txt"), "a cat\na dog\n");
    Path npy = directory.resolve("v.npy");
    out =
        CommandLineRun.of("embed", "--model", vectors, "--input", texts, "--output", npy)
            .succeeds()
            .out();
    assertTrue(out.contains("pooling mean"), out);
    JsonNode first =
        lines(
                CommandLineRun.of("embed", "--model", vectors, "--input", texts)
                    .succeedsWith("pooling mean")
                    .out())
            .get(0);
    assertEquals(128 + 2 * 4 * first.path("vector").size(), Files.size(npy));
    List<JsonNode> alike =
        lines(
            CommandLineRun.of("similarity", "--model", vectors, "--input", pairs)
                .succeedsWith("texts in sentence1 and sentence2, label in score: 40 pairs")
                .out());
    assertEquals(40, alike.size());
    assertTrue(
        alike.get(0).path("similarity").asDouble() > alike.get(1).path("similarity").asDouble());
    out =
        CommandLineRun.of(
                "search",
                "--model",
                vectors,
                "--input",
                texts,
                "--query",
                "the cat is here",
                "--top-k",
                1)
            .succeeds()
            .out();
    assertTrue(out.contains("  a cat"), out);
    assertFalse(out.contains("a dog"), out);
  }
}
