package org.bert4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code qa evaluate} on answers in a file. */
class QaEvaluateCommandTest {
  @TempDir Path directory;

  private Path write(String name, String json) throws IOException {
    return Files.writeString(directory.resolve(name), json);
  }

  private Path version1() throws IOException {
    return write(
        "v1.json",
        """
        {"version": "1.1", "data": [{"paragraphs": [{"context": "a big cat and a dog", "qas": [
          {"id": "1", "question": "who?", "answers": [{"text": "a big cat", "answer_start": 0}]},
          {"id": "2", "question": "who?", "answers": [{"text": "dog", "answer_start": 16}]}]}]}]}
        """);
  }

  private Path version2() throws IOException {
    return write(
        "v2.json",
        """
        {"version": "v2.0", "data": [{"paragraphs": [{"context": "a big cat", "qas": [
          {"id": "1", "question": "who?", "is_impossible": false,
           "answers": [{"text": "big cat", "answer_start": 2}]},
          {"id": "2", "question": "why?", "is_impossible": true, "answers": []}]}]}]}
        """);
  }

  private Path rowsOf(String id) throws IOException {
    return write("rows.json", "[{\"id\": \"" + id + "\", \"prediction_text\": \"cat\"}]");
  }

  private static CommandLineRun evaluate(Path input, Path predictions, Object... options) {
    Object[] arguments = new Object[6 + options.length];
    System.arraycopy(
        new Object[] {"qa", "evaluate", "--input", input, "--predictions", predictions},
        0,
        arguments,
        0,
        6);
    System.arraycopy(options, 0, arguments, 6, options.length);
    return CommandLineRun.of(arguments);
  }

  private static JsonNode json(CommandLineRun run) throws IOException {
    return new ObjectMapper().readTree(run.out());
  }

  @Test
  void theKeysAreThoseOfTheOfficialScripts() throws IOException {
    Path predictions = write("p.json", "{\"1\": \"cat\", \"2\": \"The Dog.\"}");
    JsonNode first = json(evaluate(version1(), predictions).succeedsWith("questions about"));
    assertEquals(50, first.path("exact_match").doubleValue());
    Path rows =
        write(
            "rows.json",
            "[{\"id\": \"2\", \"prediction_text\": \"The Dog.\"}, {\"id\": 1, \"prediction_text\": \"cat\"}]");
    assertEquals(first, json(evaluate(version1(), rows).succeedsWith("questions about")));
    assertEquals(100 * (1 + 2 / 3.0) / 2, first.path("f1").doubleValue(), 1e-9);
    JsonNode second = json(evaluate(version2(), predictions).succeedsWith("questions about"));
    assertEquals(0, second.path("exact").doubleValue());
    assertEquals(2, second.path("total").intValue());
    assertEquals(0, second.path("NoAns_f1").doubleValue());
    Path odds = write("odds.json", "{\"1\": -3.5, \"2\": 4}");
    JsonNode third =
        json(
            evaluate(version2(), predictions, "--na-prob-file", odds)
                .succeedsWith("questions about"));
    assertEquals(50, third.path("exact").doubleValue());
    assertEquals(-3.5, third.path("best_f1_thresh").doubleValue());
  }

  @Test
  void missingPredictionsAreTold() throws IOException {
    Path predictions = write("p.json", "{\"2\": \"dog\"}");
    CommandLineRun run = evaluate(version1(), predictions);
    assertEquals(0, run.exitCode());
    assertEquals(50, json(run).path("exact_match").doubleValue());
    assertTrue(run.err().contains("1 of 2 questions") && run.err().contains("first is 1"));
    evaluate(version2(), predictions)
        .isRefusedWith(predictions, "no prediction for 1 of 2 questions", "first is 1");
  }

  @Test
  void whatCannotBeScoredIsRefused() throws IOException {
    Path text = write("p.json", "Denver Broncos");
    evaluate(version1(), text).isRefusedWith(text + ":1: ", "not JSON");
    Path nBest = write("p.json", "{\"1\": [{\"text\": \"cat\"}]}");
    evaluate(version1(), nBest)
        .isRefusedWith(nBest + ":1: 1 is an array", "n-best", "predictions.json");
    Path none = write("p.json", "{\"1\": null}");
    evaluate(version1(), none).isRefusedWith(none + ":1: 1 is null", "empty for no answer");
    Path twice = write("p.json", "{\"1\": \"a\",\n\"1\": \"b\"}");
    evaluate(version1(), twice).isRefusedWith(twice + ":2: question id 1 occurs twice");
    Path unlabelled =
        write("q.json", "{\"id\": 1, \"context\": \"a cat\", \"question\": \"who?\"}");
    evaluate(unlabelled, rowsOf("1")).isRefusedWith(unlabelled, "no question has an answer");
    evaluate(rowsOf("1"), rowsOf("1")).isRefusedWith("these are predictions");
    evaluate(version1(), directory.resolve("absent")).isRefusedWith("absent", "no such file");
    Path others = write("p.json", "{\"7\": \"dog\"}");
    evaluate(version1(), others).isRefusedWith(others, "any of the 2 questions", "v1.json");
    Path fine = write("p.json", "{\"1\": \"dog\", \"2\": \"\"}");
    Path odds = write("odds.json", "{\"1\": -3.5, \"2\": 4}");
    evaluate(version1(), fine, "--na-prob-file", odds).isRefusedWith("v1.json", "SQuAD 2.0");
    Path broken = write("broken.json", "{\"data\": [\n  {\"paragraphs\": 5}]}");
    evaluate(broken, fine).isRefusedWith("broken.json:2: data[0].paragraphs is 5");
    Path empty = write("broken.json", "[{\"context_text\": \"\", \"qas\": []}]");
    evaluate(empty, fine).isRefusedWith("broken.json:1: [0].context_text is empty");
    CommandLineRun.of("qa").isRefusedWith("no command", "bert4j qa --help");
  }

  /** What the official script prints for the predictions that BERT's authors published. */
  @Test
  void publishedPredictionsScoreAsPublished() throws IOException {
    Path squad = Path.of("..", "..", "shared", "data", "qa", "squad-v1.1");
    assumeTrue(Files.exists(squad), "skipped: no SQuAD in ../shared beside the project");
    Path published =
        squad.resolve("published-predictions/BERT__ensemble___Google_AI_Language_.json");
    JsonNode scores =
        json(evaluate(squad.resolve("dev-v1.1.json"), published).succeedsWith("questions about"));
    assertEquals("86.206", "%.3f".formatted(scores.path("exact_match").doubleValue()));
    assertEquals("92.196", "%.3f".formatted(scores.path("f1").doubleValue()));
  }
}
