package org.bert4j.finetune.qa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bert4j.common.kernel.DataType;
import org.bert4j.finetune.dl4j.TaskArrays;
import org.bert4j.finetune.qa.data.PredictionFile;
import org.bert4j.finetune.qa.decode.DecodingConfig;
import org.bert4j.finetune.qa.features.WindowConfig;
import org.bert4j.tokenizer.BertTokenizer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A model with random parameters answers anything, but in the right form. */
class QuestionAnswererTest {
  private static final AnswerSettings SETTINGS =
      new AnswerSettings(new WindowConfig(12, 4, 3), new DecodingConfig(4, 5, true, -0.5));
  private static final String CONTEXT = "😀 The cat sat on the mat. A b c d e unaffable 中国 cats.";

  @TempDir static Path shared;
  private static Path checkpoint;

  @TempDir Path directory;

  @BeforeAll
  static void write() throws IOException {
    try (BertTokenizer tokenizer = SmallTokenizer.uncased()) {
      checkpoint = SmallModel.write(shared, tokenizer, 16, SETTINGS);
    }
  }

  private static void assertStands(Answer answer, String context) {
    assertEquals(context.substring(answer.start(), answer.end()), answer.text());
    assertTrue(answer.probability() > 0 && answer.probability() <= 1);
    assertEquals(answer.isPresent(), answer.end() > answer.start());
  }

  @Test
  void logitsOfAllWindowsAreArrays() throws IOException {
    try (QuestionAnswerer answerer = QuestionAnswerer.load(checkpoint)) {
      List<INDArray> windows = TaskArrays.answerLogits(answerer, "who?", CONTEXT.repeat(3));
      assertTrue(windows.size() > 1, "windows: " + windows.size());
      for (INDArray logits : windows) {
        assertEquals(2, logits.size(1));
        assertTrue(logits.size(0) > 4);
      }
    }
  }

  @Test
  void answersStandInTheirContext() throws IOException {
    try (QuestionAnswerer answerer = QuestionAnswerer.load(checkpoint)) {
      List<ContextQuestion> questions = new ArrayList<>();
      for (int i = 0; i < 700; i++) {
        String context = i % 3 == 0 ? CONTEXT : CONTEXT.substring(0, 10 + i % 40);
        questions.add(new ContextQuestion(i % 2 == 0 ? "who?" : "where is the cat on?", context));
      }
      List<Answer> answers = answerer.answerAll(questions);
      assertEquals(questions.size(), answers.size());
      for (int i = 0; i < answers.size(); i++) {
        assertStands(answers.get(i), questions.get(i).context());
      }
      ContextQuestion some = questions.get(699);
      Answer alone = answerer.answer(some.question(), some.context());
      assertEquals(alone.text(), answers.get(699).text());
      assertEquals(alone.probability(), answers.get(699).probability(), 1e-4);
      assertEquals(List.of(), answerer.answerAll(List.of()));
    }
  }

  @Test
  void theBestAnswersComeInOrder() throws IOException {
    try (QuestionAnswerer answerer = QuestionAnswerer.load(checkpoint.getParent())) {
      List<Answer> best = answerer.nBest("who?", CONTEXT);
      assertTrue(best.size() >= 4);
      for (int i = 0; i < best.size(); i++) {
        assertStands(best.get(i), CONTEXT);
        assertTrue(i == 0 || best.get(i).probability() <= best.get(i - 1).probability());
      }
      assertEquals(1, best.stream().filter(answer -> !answer.isPresent()).count());
    }
  }

  @Test
  void threadsGetTheAnswersTheyWouldGetAlone() throws Exception {
    try (QuestionAnswerer answerer = QuestionAnswerer.load(checkpoint)) {
      ExecutorService threads = Executors.newFixedThreadPool(4);
      try {
        List<Future<Answer>> futures = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
          String context = CONTEXT.substring(0, 12 + i % 16);
          futures.add(threads.submit(() -> answerer.answer("who?", context)));
        }
        for (int i = 0; i < futures.size(); i++) {
          String context = CONTEXT.substring(0, 12 + i % 16);
          assertEquals(answerer.answer("who?", context), futures.get(i).get());
        }
      } finally {
        threads.shutdownNow();
      }
    }
  }

  @Test
  void closingWaitsForTheCallsInProgress() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (int round = 0; round < 10; round++) {
        QuestionAnswerer answerer = QuestionAnswerer.load(checkpoint);
        List<Future<?>> asking = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          asking.add(threads.submit(() -> askUntilClosed(answerer)));
        }
        answerer.answer("who?", CONTEXT);
        answerer.close();
        answerer.close();
        for (Future<?> each : asking) {
          each.get();
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** Native memory that is freed while a thread uses it would end the process. */
  private static void askUntilClosed(QuestionAnswerer answerer) {
    try {
      while (true) {
        assertStands(answerer.answer("who?", CONTEXT), CONTEXT);
      }
    } catch (IllegalStateException e) {
      assertEquals("the model is closed", e.getMessage());
    }
  }

  @Test
  void textThatVanishesHasNoAnswerAmongItsBest() throws IOException {
    for (boolean negative : List.of(false, true)) {
      AnswerSettings settings =
          new AnswerSettings(SETTINGS.windows(), new DecodingConfig(20, 30, negative, 0));
      try (QuestionAnswerer answerer =
          QuestionAnswerer.load(checkpoint, settings, DataType.FP32, 1)) {
        List<Answer> best = answerer.nBest("who?", "\u200B\u0001");
        assertEquals(1, best.size());
        assertEquals("", best.get(0).text());
      }
    }
  }

  @Test
  void theThresholdDecidesBetweenAnswerAndNone() throws IOException {
    assertTrue(answerWithThreshold(1e6).isPresent());
    assertEquals("", answerWithThreshold(-1e6).text());
  }

  private static Answer answerWithThreshold(double threshold) throws IOException {
    try (QuestionAnswerer answerer =
        QuestionAnswerer.load(checkpoint, SETTINGS.withThreshold(threshold), DataType.FP32, 2)) {
      return answerer.answer("who?", CONTEXT);
    }
  }

  @Test
  void filesAreAnsweredAndScored() throws IOException {
    Path input =
        Files.writeString(
            directory.resolve("input.json"),
            """
            {"version": "v2.0", "data": [{"paragraphs": [{"context": "the cat sat on the mat", "qas": [
              {"id": "1", "question": "who sat?", "answers": [{"text": "cat", "answer_start": 4}]},
              {"id": "2", "question": "where?", "answers": [], "is_impossible": true}]}]}]}
            """);
    List<Long> progress = new ArrayList<>();
    try (QuestionAnswerer answerer = QuestionAnswerer.load(checkpoint)) {
      SquadEvaluation evaluation = answerer.evaluate(input, directory, progress::add);
      assertEquals(2, evaluation.scores().get("total"));
      assertTrue(evaluation.scores().containsKey("best_f1_thresh"));
      SquadEvaluation written =
          SquadEvaluation.of(
              input,
              directory.resolve("predictions.json"),
              directory.resolve("null_odds.json"),
              SETTINGS.decoding().nullScoreDiffThreshold());
      assertEquals(written, evaluation);
      assertEquals(evaluation.scores(), answerer.evaluate(input, null, answered -> {}).scores());
    }
    assertEquals(List.of(2L), progress);
    Map<String, String> answers = PredictionFile.answers(directory.resolve("predictions.json"));
    assertEquals(List.of("1", "2"), List.copyOf(answers.keySet()));
  }

  @Test
  void whatCannotBeAnsweredIsRefused() throws IOException {
    try (QuestionAnswerer answerer = QuestionAnswerer.load(checkpoint)) {
      assertRefused(() -> answerer.answer("who?", " \n"), "context is empty");
    }
    AnswerSettings longQuestions =
        new AnswerSettings(new WindowConfig(384, 128, 64), DecodingConfig.DEFAULT);
    try (QuestionAnswerer answerer =
        QuestionAnswerer.load(checkpoint, longQuestions, DataType.FP32, 1)) {
      assertRefused(() -> answerer.answer("who ".repeat(20), CONTEXT), "max_seq_length 16");
    }
  }

  @Test
  void aCheckpointOfAnotherTaskIsRefused() throws IOException {
    Path other = Files.createDirectory(directory.resolve("other"));
    try (var files = Files.list(checkpoint)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, other.resolve(file.getFileName()));
      }
    }
    byte[] weights = Files.readAllBytes(other.resolve("model.safetensors"));
    String renamed =
        new String(weights, StandardCharsets.ISO_8859_1).replace("qa_outputs", "classifier");
    Files.write(other.resolve("model.safetensors"), renamed.getBytes(StandardCharsets.ISO_8859_1));
    assertRefused(() -> load(other), "bert4j qa train", "qa_outputs.weight is missing");
    assertRefused(() -> load(directory), "no checkpoint");
  }

  private static void load(Path path) {
    try {
      QuestionAnswerer.load(path).close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertRefused(Runnable action, String... words) {
    IllegalArgumentException error = assertThrows(IllegalArgumentException.class, action::run);
    for (String word : words) {
      assertTrue(error.getMessage().contains(word), error.getMessage());
    }
    assertEquals(1, error.getMessage().lines().count());
  }
}
