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

/** {@code qa train}, {@code evaluate} and {@code predict} from a small pre-trained model. */
class QaCommandsTest {
  @TempDir static Path shared;
  private static Path pretrained;
  private static Path squad;
  private static Path run;

  @TempDir Path directory;

  @BeforeAll
  static void train() throws IOException {
    pretrained = shared.resolve("pretrained");
    SmallModel.in(shared).pretrain(pretrained).succeeds();
    squad =
        Files.writeString(
            shared.resolve("squad.json"),
            """
            {"version": "v2.0", "data": [{"paragraphs": [
              {"context": "The cat sat on the mat 😀 in the house.", "qas": [
                {"id": "1", "question": "Who sat?", "is_impossible": false,
                 "answers": [{"text": "cat", "answer_start": 4}]},
                {"id": "2", "question": "Where?", "is_impossible": false,
                 "answers": [{"text": "the house", "answer_start": 28}]},
                {"id": "3", "question": "Why?", "is_impossible": true, "answers": []},
                {"id": "4", "question": "When?", "is_impossible": false,
                 "answers": [{"text": "mat", "answer_start": 3}]}]}]}]}
            """);
    run = shared.resolve("qa");
    String out = train(run, "--version-2-with-negative", "--test", squad).succeeds().out();
    assertTrue(out.contains("cls.predictions"), out); // of the pre-trained model, not used
    assertTrue(out.contains("1 of 3 answers do not stand at their answer_start"), out);
    assertTrue(out.contains("epoch 2  validation: exact match"), out);
    assertTrue(out.contains("output: " + run), out);
  }

  private static CommandLineRun train(Path output, Object... options) {
    return trainOn(squad, output, options);
  }

  private static CommandLineRun trainOn(Path file, Path output, Object... options) {
    List<Object> arguments =
        new ArrayList<>(
            List.of("qa", "train", "--init", pretrained, "--train", file, "--validation", squad));
    arguments.addAll(
        List.of("--output", output, "--epochs", 2, "--threads", 1, "--precision", "fp32"));
    arguments.addAll(List.of(options));
    return CommandLineRun.of(arguments.toArray());
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }

  @Test
  void resultsHaveTheOfficialKeys() throws IOException {
    JsonNode results = json(Files.readString(run.resolve("results.json")));
    for (String part : List.of("validation", "test")) {
      assertEquals(4, results.path(part).path("total").intValue());
      assertEquals(1, results.path(part).path("NoAns_total").intValue());
      assertTrue(results.path(part).has("HasAns_f1") && results.path(part).has("best_exact"));
    }
    RunPage.of(run).says("Answers on the validation data", "<dt>question</dt>", "unanswerable: F1");
    String resumed = train(run, "--version-2-with-negative", "--test", squad, "--resume").out();
    assertTrue(resumed.contains("finished already"), resumed);
  }

  @Test
  void evaluateWritesWhatItScores() throws IOException {
    Path output = directory.resolve("answers");
    JsonNode scores =
        json(
            CommandLineRun.of(
                    "qa",
                    "evaluate",
                    "--model",
                    run,
                    "--input",
                    squad,
                    "--output",
                    output,
                    "--threads",
                    1)
                .succeedsWith("4 questions about 1 contexts, 3 answers", "% of them unknown")
                .out());
    JsonNode results = json(Files.readString(run.resolve("results.json")));
    assertEquals(results.path("test"), scores);
    JsonNode again =
        json(
            CommandLineRun.of(
                    "qa",
                    "evaluate",
                    "--input",
                    squad,
                    "--predictions",
                    output.resolve("predictions.json"))
                .succeedsWith(squad)
                .out());
    assertEquals(scores.path("HasAns_f1"), again.path("HasAns_f1"));
    assertEquals(scores.path("exact"), again.path("exact"));
    assertEquals(4, json(Files.readString(output.resolve("null_odds.json"))).size());
    assertEquals(4, json(Files.readString(output.resolve("nbest_predictions.json"))).size());
  }

  @Test
  void questionsWithoutAnswersAreAnsweredAndNotScored() throws IOException {
    Path unlabelled =
        Files.writeString(
            directory.resolve("unlabelled.jsonl"),
            """
            {"id": "u", "context": "The cat sat.", "question": "Who?"}
            {"id": "v", "context": "The cat sat.", "question": "What?"}
            """);
    Path output = directory.resolve("answers");
    CommandLineRun answered =
        evaluate(unlabelled, "--output", output)
            .succeedsWith("a question a row in JSON Lines; 2 questions", "nothing to score");
    assertEquals(0, json(answered.out()).size());
    assertEquals(2, json(Files.readString(output.resolve("predictions.json"))).size());
    evaluate(unlabelled).isRefusedWith(unlabelled, "nothing to score", "--output DIR");
    Path untrained = directory.resolve("run");
    trainOn(unlabelled, untrained).isRefusedWith(unlabelled, "of 2 none is known");
    train(untrained, "--test", unlabelled).isRefusedWith(unlabelled, "answers to score by");
    String labelled =
        """
        {"id": "w", "context": "The cat sat.", "question": "Who?", "answers": ["cat"]}
        """;
    Files.writeString(unlabelled, Files.readString(unlabelled) + labelled);
    JsonNode some =
        json(
            evaluate(unlabelled, "--output", output)
                .succeedsWith("of 2 questions no answer is known")
                .out());
    assertTrue(some.has("exact_match"), some.toString());
    assertEquals(3, json(Files.readString(output.resolve("predictions.json"))).size());
  }

  private static CommandLineRun evaluate(Path input, Object... options) {
    List<Object> arguments =
        new ArrayList<>(
            List.of("qa", "evaluate", "--model", run, "--input", input, "--threads", 1));
    arguments.addAll(List.of(options));
    return CommandLineRun.of(arguments.toArray());
  }

  @Test
  void unitsOfOffsetsAreFoundOutOrSaid() throws IOException {
    String row =
        "{\"id\": 1, \"context\": \"😀 the cat\", \"question\": \"who?\", \"answers\": [{\"text\": \"the\", \"answer_start\": 3}]}";
    Path utf16 = Files.writeString(directory.resolve("utf16.json"), row);
    String out = trainOn(utf16, directory.resolve("found")).succeeds().out();
    assertTrue(out.contains("answer_start counts utf16"), out);
    trainOn(utf16, directory.resolve("said"), "--offsets", "code-points")
        .isRefusedWith("nothing to train on", "1 have one that does not stand");
  }

  @Test
  void predictPrintsWhereTheAnswerStands() throws IOException {
    String text = "A dog 😀 sat in the garden, and a cat too.";
    Path context = Files.writeString(directory.resolve("context.txt"), text);
    List<String> lines =
        CommandLineRun.of(
                "qa",
                "predict",
                "--model",
                run,
                "--question",
                "Who sat?",
                "--context",
                context,
                "--top-k",
                3,
                "--null-score-diff-threshold",
                1e9)
            .succeedsWith("% of them unknown")
            .out()
            .lines()
            .toList();
    assertEquals(3, lines.size());
    for (String line : lines) {
      String[] parts = line.split("  ", 3);
      if (!parts[1].equals("no answer")) {
        String[] place = parts[1].split("-");
        assertEquals(
            text.substring(Integer.parseInt(place[0]), Integer.parseInt(place[1])), parts[2]);
      }
    }
    InputStream in = System.in;
    try {
      System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
      String none =
          CommandLineRun.of(
                  "qa",
                  "predict",
                  "--model",
                  run,
                  "--question",
                  "Who?",
                  "--context",
                  "-",
                  "--null-score-diff-threshold",
                  -1e9)
              .succeedsWith("% of them unknown")
              .out();
      assertTrue(none.contains("no answer"), none);
    } finally {
      System.setIn(in);
    }
  }

  @Test
  void theExampleOfTheReadmeRuns() throws IOException {
    AnswerQuestions.main(new String[] {run.toString()});
  }

  @Test
  void wrongUseIsRefused() throws IOException {
    Path empty = Files.writeString(directory.resolve("empty.txt"), " \n");
    predict(run, "Who?", empty).isRefusedWith(empty, "empty");
    Path latin1 = Files.write(directory.resolve("latin1.txt"), new byte[] {'a', (byte) 0xE9});
    predict(run, "Who?", latin1).isRefusedWith(latin1, "UTF-8");
    Path context = Files.writeString(directory.resolve("context.txt"), "A cat.");
    predict(run, "Who?", directory.resolve("absent")).isRefusedWith("absent", "no such file");
    predict(run, "Who sat there? ".repeat(9), context)
        .isRefusedWith("question", "max_seq_length 32", "max_query_length");
    predict(pretrained, "Who?", context)
        .isRefusedWith("bert4j qa train", "qa_outputs.weight is missing");
    predict(directory, "Who?", context).isRefusedWith(directory, "no checkpoint");
    CommandLineRun.of("qa", "evaluate", "--input", squad).isRefusedWith("--model", "--predictions");
    CommandLineRun.of("qa", "evaluate", "--model", run, "--input", squad, "--output", context)
        .isRefusedWith(context, "expected a directory");
    Path output = directory.resolve("run");
    CommandLineRun.of("qa", "train", "--train", squad, "--validation", squad, "--output", output)
        .isRefusedWith("no model", "--init");
    CommandLineRun.of("qa", "train", "--init", pretrained, "--train", squad, "--output", output)
        .isRefusedWith("--validation is missing");
    Path broken = Files.writeString(directory.resolve("broken.json"), "{\"data\": [\n  {\"x\"");
    train(output, "--test", broken).isRefusedWith(broken + ":2: ", "broken JSON");
    assertFalse(Files.exists(output));
    train(output, "--max-seq-length", 33).isRefusedWith("max_seq_length is 33", "32");
    train(run, "--resume", "--epochs", 3).isRefusedWith("--epochs", "once");
    train(run).isRefusedWith(run, "not empty", "--resume");
  }

  private static CommandLineRun predict(Path model, String question, Path context) {
    return CommandLineRun.of(
        "qa", "predict", "--model", model, "--question", question, "--context", context);
  }
}
