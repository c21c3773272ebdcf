package org.bert4j.finetune.qa.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bert4j.finetune.qa.GoldenText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HuggingFace's post-processing, by way of the files that are written. */
class GoldenExtractionTest {
  private static final double TOLERANCE = 1e-6;

  @TempDir Path directory;

  @Test
  void answersAreThoseOfHuggingFace() throws IOException {
    for (JsonNode extractionCase : GoldenText.cases("qa_postprocess.json")) {
      String name = extractionCase.path("name").textValue();
      boolean negative = extractionCase.path("version_2_with_negative").booleanValue();
      extract(extractionCase, negative);
      JsonNode expected = extractionCase.path("expected");
      assertEquals(expected.path("predictions"), written("predictions.json"), name);
      assertClose(expected.path("nbest_predictions"), written("nbest_predictions.json"), name);
      if (negative) {
        assertClose(expected.path("null_odds"), written("null_odds.json"), name);
      }
      assertEquals(negative, Files.exists(directory.resolve("null_odds.json")), name);
      Files.deleteIfExists(directory.resolve("null_odds.json"));
    }
  }

  private void extract(JsonNode extractionCase, boolean negative) throws IOException {
    AnswerExtraction extraction =
        new AnswerExtraction(
            new DecodingConfig(
                extractionCase.path("n_best_size").intValue(),
                extractionCase.path("max_answer_length").intValue(),
                negative,
                extractionCase.path("null_score_diff_threshold").doubleValue()));
    try (PredictionFiles files = new PredictionFiles(directory, negative)) {
      for (JsonNode example : extractionCase.path("examples")) {
        List<WindowScores> windows = new ArrayList<>();
        for (JsonNode feature : extractionCase.path("features")) {
          if (feature.path("example_id").equals(example.path("id"))) {
            windows.add(window(feature));
          }
        }
        String context = example.path("context").textValue();
        QuestionPrediction prediction = extraction.extract(context, windows);
        for (Candidate candidate : prediction.nBest()) {
          assertTrue(
              !candidate.isSpan()
                  || candidate
                      .text()
                      .equals(context.substring(candidate.start(), candidate.end())));
        }
        files.write(example.path("id").textValue(), prediction);
      }
      files.finish();
    }
  }

  private static WindowScores window(JsonNode feature) {
    JsonNode offsets = feature.path("offset_mapping");
    int length = offsets.size();
    int[] starts = new int[length];
    int[] ends = new int[length];
    boolean[] maxContext = new boolean[length];
    float[] startLogits = new float[length];
    float[] endLogits = new float[length];
    JsonNode golden = feature.path("token_is_max_context");
    for (int i = 0; i < length; i++) {
      starts[i] = offsets.get(i).isNull() ? -1 : offsets.get(i).get(0).intValue();
      ends[i] = offsets.get(i).isNull() ? -1 : offsets.get(i).get(1).intValue();
      maxContext[i] = golden.path(Integer.toString(i)).asBoolean(false);
      startLogits[i] = (float) feature.path("start_logits").get(i).doubleValue();
      endLogits[i] = (float) feature.path("end_logits").get(i).doubleValue();
    }
    return new WindowScores(
        starts, ends, golden.isObject() ? maxContext : null, startLogits, endLogits);
  }

  private JsonNode written(String file) throws IOException {
    return JsonMapper.builder().build().readTree(Files.readString(directory.resolve(file)));
  }

  private static void assertClose(JsonNode expected, JsonNode actual, String name) {
    if (expected.isNumber()) {
      assertEquals(expected.doubleValue(), actual.doubleValue(), TOLERANCE, name);
    } else if (expected.isTextual()) {
      assertEquals(expected, actual, name);
    } else {
      assertEquals(expected.size(), actual.size(), name);
      for (Map.Entry<String, JsonNode> entry : expected.properties()) {
        assertClose(entry.getValue(), actual.path(entry.getKey()), name + "/" + entry.getKey());
      }
      for (int i = 0; expected.isArray() && i < expected.size(); i++) {
        assertClose(expected.get(i), actual.get(i), name + "/" + i);
      }
    }
  }
}
