package org.bert4j.finetune.qa.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bert4j.finetune.qa.GoldenText;
import org.bert4j.finetune.qa.SharedData;
import org.bert4j.finetune.qa.data.PredictionFile;
import org.bert4j.finetune.qa.data.SquadReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The official scripts' own results. */
class GoldenMetricsTest {
  private static final double TOLERANCE = 1e-9;

  @TempDir Path directory;

  private static String normalized(String answer) {
    return String.join(" ", AnswerNormalization.words(answer));
  }

  @Test
  void answersScoreAsInTheOfficialScripts() throws IOException {
    for (JsonNode metricsCase : GoldenText.cases("squad_metrics.json")) {
      String prediction = metricsCase.path("prediction").textValue();
      List<String> answers = texts(metricsCase.path("answers"));
      JsonNode expected = metricsCase.path("expected");
      String name = metricsCase.toString();
      assertEquals(
          expected.path("normalized_prediction").textValue(), normalized(prediction), name);
      assertEquals(
          texts(expected.path("normalized_answers")),
          answers.stream().map(GoldenMetricsTest::normalized).toList(),
          name);
      if (!answers.isEmpty()) {
        AnswerScores first = AnswerScores.version1(prediction, answers);
        assertEquals(expected.at("/v1_1/exact_match").intValue(), first.exact(), name);
        assertEquals(expected.at("/v1_1/f1").doubleValue(), first.f1(), TOLERANCE, name);
      }
      AnswerScores second = AnswerScores.version2(prediction, answers);
      assertEquals(expected.at("/v2_0/exact").intValue(), second.exact(), name);
      assertEquals(expected.at("/v2_0/f1").doubleValue(), second.f1(), TOLERANCE, name);
    }
  }

  @Test
  void dataSetsScoreAsInTheOfficialScripts() throws IOException {
    for (JsonNode dataset : GoldenText.cases("squad_datasets.json")) {
      Map<String, Number> result = evaluate(dataset);
      JsonNode expected = dataset.path("expected");
      List<String> keys = new ArrayList<>();
      expected.fieldNames().forEachRemaining(keys::add);
      assertEquals(keys, new ArrayList<>(result.keySet()), dataset.path("name").textValue());
      for (String key : keys) {
        assertEquals(
            expected.path(key).doubleValue(),
            result.get(key).doubleValue(),
            TOLERANCE,
            dataset.path("name").textValue() + ": " + key);
      }
    }
  }

  private Map<String, Number> evaluate(JsonNode dataset) throws IOException {
    JsonNode file =
        JsonMapper.builder().build().createObjectNode().set("data", dataset.path("data"));
    Path path = Files.writeString(directory.resolve("data.json"), file.toString());
    SquadMetrics metrics = new SquadMetrics();
    SquadReader.read(
        path,
        paragraph ->
            paragraph
                .questions()
                .forEach(
                    question ->
                        metrics.add(
                            question,
                            dataset.path("predictions").path(question.id()).textValue())));
    if (dataset.path("version").textValue().equals("1.1")) {
      return metrics.version1();
    }
    Map<String, Double> noAnswer = null;
    if (!dataset.path("na_probs").isNull()) {
      noAnswer = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> entry : dataset.path("na_probs").properties()) {
        noAnswer.put(entry.getKey(), entry.getValue().doubleValue());
      }
    }
    return metrics.version2(noAnswer, dataset.path("na_prob_thresh").doubleValue());
  }

  /** What the official script prints for the predictions that BERT's authors published. */
  @Test
  void publishedPredictionsScoreAsPublished() throws IOException {
    Path squad = SharedData.require("data/qa/squad-v1.1");
    Path published =
        squad.resolve("published-predictions/BERT__ensemble___Google_AI_Language_.json");
    Map<String, String> answers = PredictionFile.answers(published);
    SquadMetrics metrics = new SquadMetrics();
    SquadReader.read(
        squad.resolve("dev-v1.1.json"),
        paragraph ->
            paragraph
                .questions()
                .forEach(question -> metrics.add(question, answers.get(question.id()))));
    Map<String, Number> result = metrics.version1();
    assertEquals(86.206, result.get("exact_match").doubleValue(), 5e-4);
    assertEquals(92.196, result.get("f1").doubleValue(), 5e-4);
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.textValue()));
    return texts;
  }
}
