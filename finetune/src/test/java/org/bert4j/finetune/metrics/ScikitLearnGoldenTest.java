package org.bert4j.finetune.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scores against scikit-learn's and SciPy's. */
class ScikitLearnGoldenTest {
  private static final double TOLERANCE = 1e-12;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  static Stream<JsonNode> cases() throws IOException {
    try (InputStream in =
        ScikitLearnGoldenTest.class.getResourceAsStream("/golden/metrics/classification.json")) {
      JsonNode[] cases = MAPPER.readValue(in, JsonNode[].class);
      assertEquals(50, cases.length);
      return Arrays.stream(cases);
    }
  }

  private static void assertScore(JsonNode expected, Score actual) {
    assertArrayEquals(
        MAPPER.convertValue(expected, double[].class),
        new double[] {actual.precision(), actual.recall(), actual.f1()},
        TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void oneClassATextIsScoredAlike(JsonNode each) {
    JsonNode expected = each.get("single");
    float[][] logits = MAPPER.convertValue(expected.get("logits"), float[][].class);
    int[] annotated = MAPPER.convertValue(expected.get("annotated"), int[].class);
    int classes = expected.get("classes").asInt();
    double[][] probabilities = new double[annotated.length][];
    Arrays.setAll(probabilities, i -> Probabilities.softmax(logits[i], 1));
    int[] predicted = new int[annotated.length];
    Arrays.setAll(predicted, i -> Probabilities.largest(probabilities[i]));
    ConfusionMatrix matrix = ConfusionMatrix.of(annotated, predicted, classes);
    assertEquals(expected.get("accuracy").asDouble(), matrix.accuracy(), TOLERANCE);
    assertEquals(expected.get("micro_f1").asDouble(), matrix.accuracy(), TOLERANCE);
    assertScore(expected.get("macro"), matrix.macro());
    assertScore(expected.get("weighted"), matrix.weighted());
    assertEquals(expected.get("matthews").asDouble(), matrix.matthews(), TOLERANCE);
    for (int k = 0; k < classes; k++) {
      assertScore(expected.get("per_class").get(k), matrix.of(k));
      for (int j = 0; j < classes; j++) {
        assertEquals(expected.get("confusion").get(k).get(j).asInt(), matrix.count(k, j));
      }
    }
    assertEquals(
        expected.get("log_loss").asDouble(),
        Probabilities.logLoss(probabilities, annotated),
        TOLERANCE);
    assertEquals(
        expected.get("calibration_error").asDouble(),
        Probabilities.calibrationError(probabilities, annotated),
        TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void severalClassesATextAreScoredAlike(JsonNode each) {
    JsonNode expected = each.get("multi");
    LabelSets sets =
        LabelSets.of(
            MAPPER.convertValue(expected.get("annotated"), boolean[][].class),
            MAPPER.convertValue(expected.get("predicted"), boolean[][].class),
            expected.get("classes").asInt());
    assertEquals(expected.get("accuracy").asDouble(), sets.accuracy(), TOLERANCE);
    assertScore(expected.get("micro"), sets.micro());
    assertScore(expected.get("macro"), sets.macro());
    assertScore(expected.get("weighted"), sets.weighted());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void numbersAreScoredAlike(JsonNode each) {
    JsonNode expected = each.get("regression");
    double[] x = MAPPER.convertValue(expected.get("x"), double[].class);
    double[] y = MAPPER.convertValue(expected.get("y"), double[].class);
    assertNumber(expected.get("pearson"), Correlation.pearson(x, y));
    assertNumber(expected.get("spearman"), Correlation.spearman(x, y));
    NumberScores scores = NumberScores.of(x, y);
    assertEquals(expected.get("mse").asDouble(), scores.meanSquaredError(), TOLERANCE);
    assertEquals(expected.get("mae").asDouble(), scores.meanAbsoluteError(), TOLERANCE);
  }

  private static void assertNumber(JsonNode expected, double actual) {
    assertEquals(expected.isNull() ? Double.NaN : expected.asDouble(), actual, 1e-9);
  }

  /** The loss at the temperature is not above that at its neighbours, nor at 1. */
  @ParameterizedTest
  @MethodSource("cases")
  void theTemperatureHasTheSmallestLoss(JsonNode each) {
    JsonNode data = each.get("single");
    float[][] logits = MAPPER.convertValue(data.get("logits"), float[][].class);
    int[] annotated = MAPPER.convertValue(data.get("annotated"), int[].class);
    double temperature = Probabilities.temperature(logits, annotated);
    double loss = loss(logits, annotated, temperature);
    for (double other : new double[] {1, temperature * 0.99, temperature * 1.01}) {
      double bounded = Math.max(0.01, Math.min(100, other));
      assertTrue(loss <= loss(logits, annotated, bounded) + 1e-9, temperature + " and " + other);
    }
  }

  private static double loss(float[][] logits, int[] annotated, double temperature) {
    double[][] probabilities = new double[logits.length][];
    Arrays.setAll(probabilities, i -> Probabilities.softmax(logits[i], temperature));
    return Probabilities.logLoss(probabilities, annotated);
  }
}
