package org.bert4j.common.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.bert4j.common.Golden;
import org.bert4j.common.train.LearningRateSchedule.Curve;
import org.junit.jupiter.api.Test;

class LearningRateScheduleTest {
  private static final Map<String, Curve> REFERENCES =
      Map.of(
          "hf_linear", Curve.LINEAR,
          "hf_cosine", Curve.COSINE,
          "hf_polynomial", Curve.POLYNOMIAL,
          "hf_constant_with_warmup", Curve.CONSTANT_WITH_WARMUP);

  @Test
  void curvesAreTheReferences() {
    int compared = 0;
    for (JsonNode reference : Golden.json("math/schedules.json").get("cases")) {
      for (var entry : REFERENCES.entrySet()) {
        if (reference.has(entry.getKey())) {
          compared += compare(reference, entry.getKey(), entry.getValue());
        }
      }
    }
    assertEquals(224, compared);
  }

  private static int compare(JsonNode reference, String name, Curve curve) {
    var schedule =
        new LearningRateSchedule(
            curve,
            reference.get("lr").asDouble(),
            reference.get("warmup").asDouble(),
            reference.get("total").asDouble());
    JsonNode expected = reference.get(name);
    int total = reference.get("total").asInt();
    int count = 0;
    for (int step = 0; step < expected.size(); step++) {
      // Past the end HuggingFace's cosine rises again, a run is over by then.
      if (curve == Curve.COSINE && step > total) {
        continue;
      }
      double lr = expected.get(step).asDouble();
      assertEquals(lr, schedule.at(step), 1e-9 * Math.max(lr, schedule.peak()), name + " " + step);
      count++;
    }
    return count;
  }

  @Test
  void progressMayBeAShareOfTime() {
    var schedule = new LearningRateSchedule(Curve.LINEAR, 1, 0.1, 1);
    assertEquals(0.5, schedule.at(0.05), 1e-12);
    assertEquals(1, schedule.at(0.1), 1e-12);
    assertEquals(0.5, schedule.at(0.55), 1e-12);
    assertEquals(0, schedule.at(1), 1e-12);
  }

  /** Vaswani et al. (2017): min(1/√n, n/w^1.5), here as a share of its highest value, 1/√w. */
  @Test
  void inverseSquareRootIsTheOriginals() {
    int w = 40;
    var schedule = new LearningRateSchedule(Curve.INVERSE_SQRT, 0.5, w, 100);
    for (int n = 1; n <= 200; n++) {
      double original = Math.min(1 / Math.sqrt(n), n / Math.pow(w, 1.5));
      assertEquals(0.5 * original * Math.sqrt(w), schedule.at(n), 1e-12, "step " + n);
    }
    var withoutWarmup = new LearningRateSchedule(Curve.INVERSE_SQRT, 0.5, 0, 100);
    assertEquals(0.5, withoutWarmup.at(0));
    assertEquals(0.5 / Math.sqrt(1.01), withoutWarmup.at(100), 1e-12);
  }

  @Test
  void constantHasNoWarmup() {
    var schedule = new LearningRateSchedule(Curve.CONSTANT, 0.5, 10, 100);
    for (int step : new int[] {0, 5, 10, 99}) {
      assertEquals(0.5, schedule.at(step));
    }
  }

  @Test
  void aPeakBelowThePolynomialsEndDoesNotRise() {
    var schedule = new LearningRateSchedule(Curve.POLYNOMIAL, 1e-9, 0, 10);
    for (int step : new int[] {0, 5, 10, 11}) {
      assertEquals(1e-9, schedule.at(step), 1e-15);
    }
  }

  @Test
  void impossibleSettingsAreRefused() {
    for (double peak : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(
          IllegalArgumentException.class, () -> new LearningRateSchedule(Curve.LINEAR, peak, 0, 1));
    }
    assertThrows(
        IllegalArgumentException.class, () -> new LearningRateSchedule(Curve.LINEAR, 1, -1, 1));
    assertThrows(
        IllegalArgumentException.class, () -> new LearningRateSchedule(Curve.LINEAR, 1, 0, 0));
  }
}
