package org.bert4j.finetune.qa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.inference.Sequences;
import org.bert4j.finetune.qa.data.Paragraph;
import org.bert4j.finetune.qa.data.PredictionFile;
import org.bert4j.finetune.qa.data.Question;
import org.bert4j.finetune.qa.decode.DecodingConfig;
import org.bert4j.finetune.qa.decode.PredictionFiles;
import org.bert4j.finetune.qa.decode.QuestionPrediction;
import org.bert4j.finetune.qa.features.WindowConfig;
import org.bert4j.tokenizer.BertTokenizer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers of a model that always takes the token of the context that the question names. */
class AnswerPredictorTest {
  private static final BertTokenizer TOKENIZER = SmallTokenizer.uncased();
  private static final DecodingConfig NEGATIVE = new DecodingConfig(5, 3, true, 0);

  @TempDir Path directory;

  @AfterAll
  static void close() {
    TOKENIZER.close();
  }

  /** Scores 5 where a token of the context equals the question's first, 1 for no answer. */
  private static void seek(Sequences windows, Sequences.Receiver<float[]> receiver) {
    for (int window = windows.count() - 1; window >= 0; window--) {
      TokenBatch batch = new TokenBatch();
      windows.addTo(batch, window);
      assertEquals(windows.length(window), batch.tokens());
      float[] logits = new float[2 * batch.tokens()];
      logits[0] = 1;
      for (int i = 0; i < batch.tokens(); i++) {
        if (batch.tokenTypeId(i) == 1 && batch.inputId(i) == batch.inputId(1)) {
          logits[2 * i] = 5;
          logits[2 * i + 1] = 5;
        }
      }
      receiver.accept(window, logits);
    }
  }

  private static AnswerPredictor predictor(DecodingConfig decoding) {
    return new AnswerPredictor(
        TOKENIZER, AnswerPredictorTest::seek, new WindowConfig(8, 2, 2), decoding);
  }

  private static Paragraph paragraph(String context, String... questions) {
    return new Paragraph(
        context, List.of(questions).stream().map(text -> Question.of(text, text)).toList());
  }

  @Test
  void answersComeFromAnyWindow() {
    List<Paragraph> paragraphs =
        List.of(
            paragraph("😀 a b c d e the Cat sat on 中国", "cat", "中", "a", "😀"),
            paragraph("mat", "mat?", "cat"));
    List<QuestionPrediction> predictions = predictor(NEGATIVE).predict(paragraphs);
    assertEquals(
        List.of("Cat", "中", "a", "😀", "mat", ""),
        predictions.stream().map(QuestionPrediction::text).toList());
    assertEquals(17, predictions.get(0).best().start());
    assertTrue(predictions.get(5).none() && predictions.get(5).nullOdds() > 0);
    assertTrue(predictions.get(0).nullOdds() < 0);
  }

  @Test
  void textThatVanishesHasNoAnswer() {
    Paragraph paragraph = paragraph("\u0001\u200B", "cat");
    QuestionPrediction negative = predictor(NEGATIVE).predict(List.of(paragraph)).get(0);
    assertEquals("", negative.text());
    QuestionPrediction positive =
        predictor(DecodingConfig.DEFAULT).predict(List.of(paragraph)).get(0);
    assertEquals("empty", positive.text());
    assertFalse(positive.best().isSpan());
  }

  @Test
  void filesAreScoredAndAnswered() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("squad.json"),
            """
            [{"context_text": "the cat sat on the mat", "qas": [
               {"query_id": "1", "query_text": "cat", "answers": ["the cat"]},
               {"query_id": "2", "query_text": "mat", "answers": ["sat"]},
               {"query_id": "3", "query_text": "b", "answers": []}]}]
            """);
    DatasetEvaluation.Outcome outcome;
    try (PredictionFiles files = new PredictionFiles(directory, true)) {
      outcome = new DatasetEvaluation(file, predictor(NEGATIVE), answered -> {}).run(files);
      files.finish();
    }
    assertEquals(3, outcome.summary().questions().total());
    Map<String, Number> scores = outcome.chosen().version2(outcome.nullOdds(), 0);
    assertEquals(200 / 3.0, scores.get("exact").doubleValue(), 1e-9);
    assertEquals(50.0, scores.get("HasAns_f1"));
    assertEquals(100.0, scores.get("NoAns_f1"));
    assertEquals(
        Map.of("1", "cat", "2", "mat", "3", ""),
        PredictionFile.answers(directory.resolve("predictions.json")));
    assertEquals(outcome.nullOdds(), PredictionFile.noAnswer(directory.resolve("null_odds.json")));
  }

  @Test
  void wrongDataNamesTheFileAndLeavesNothingBehind() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("squad.json"),
            """
            [{"context_text": "a", "qas": [
               {"query_id": "1", "query_text": "a"}, {"query_id": "1", "query_text": "a"}]}]
            """);
    Path output = directory.resolve("output");
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class,
            () -> {
              try (PredictionFiles files = new PredictionFiles(output, true)) {
                new DatasetEvaluation(file, predictor(NEGATIVE), answered -> {}).run(files);
                files.finish();
              }
            });
    assertTrue(error.getMessage().startsWith(file + ": question id 1 occurs twice"));
    try (var left = Files.list(output)) {
      assertEquals(0, left.count());
    }
  }
}
