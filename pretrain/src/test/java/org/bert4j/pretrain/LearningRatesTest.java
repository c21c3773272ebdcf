package org.bert4j.pretrain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.bert4j.common.train.LearningRateSchedule.Curve;
import org.bert4j.common.train.Optimizer.Algorithm;
import org.bert4j.pretrain.data.DataPosition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LearningRatesTest {
  private static final double PEAK = 1e-3;

  private static double rate(PretrainingHyperparameters training, long step, double seconds) {
    return new LearningRates(training)
        .after(new TrainingState(step, 0, seconds, DataPosition.START, "hash"));
  }

  @Test
  void stepsWarmUpOverATenthThenDecayToZero() {
    PretrainingHyperparameters training =
        new PretrainingHyperparameters(
            100, 0, 1, Algorithm.ADAMW, PEAK, PretrainingHyperparameters.WARMUP_TENTH, null);
    assertEquals(0, rate(training, 0, 50));
    assertEquals(PEAK / 2, rate(training, 5, 50), 1e-12);
    assertEquals(PEAK, rate(training, 10, 50), 1e-12);
    assertEquals(PEAK / 2, rate(training, 55, 50), 1e-12);
    assertEquals(PEAK / 90, rate(training, 99, 50), 1e-12);
  }

  @Test
  void minutesFollowTheElapsedShareOfTheTime() {
    PretrainingHyperparameters training =
        new PretrainingHyperparameters(
            0, 10, 1, Algorithm.ADAMW, PEAK, PretrainingHyperparameters.WARMUP_TENTH, null);
    assertEquals(PEAK / 2, rate(training, 7, 30), 1e-12);
    assertEquals(PEAK, rate(training, 7, 60), 1e-12);
    assertEquals(PEAK / 2, rate(training, 7, 330), 1e-12);
    assertEquals(0, rate(training, 7, 601), 1e-12);
  }

  @Test
  void warmupStepsHoldInMinutesToo() {
    PretrainingHyperparameters training =
        new PretrainingHyperparameters(0, 10, 1, Algorithm.ADAMW, PEAK, 4, null);
    assertEquals(PEAK / 4, rate(training, 1, 300), 1e-12);
    assertEquals(PEAK / 2, rate(training, 4, 300), 1e-12);
  }

  @ParameterizedTest
  @CsvSource({"100, 0, -1", "100, 0, 4", "0, 10, -1", "0, 10, 4"})
  void schedulesDifferInWarmupAndDecay(long steps, double minutes, long warmup) {
    for (Curve curve : Curve.values()) {
      PretrainingHyperparameters training =
          new PretrainingHyperparameters(steps, minutes, 1, Algorithm.ADAMW, PEAK, warmup, curve);
      assertEquals(curve == Curve.CONSTANT ? PEAK : 0, rate(training, 0, 0), 1e-12, "" + curve);
      double expected =
          switch (curve) {
            case LINEAR, COSINE -> 0;
            case POLYNOMIAL -> 1e-7;
            case INVERSE_SQRT ->
                minutes > 0 && warmup > 0 // of no length in time
                    ? PEAK / Math.sqrt((600 + 10_000) / 10_000.0)
                    : PEAK / Math.sqrt(100.0 / (warmup < 0 ? 10 : warmup));
            case CONSTANT, CONSTANT_WITH_WARMUP -> PEAK;
          };
      assertEquals(expected, rate(training, 100, 600), 1e-12, "" + curve);
    }
  }

  @Test
  void noWarmupBeginsAtThePeak() {
    assertEquals(
        PEAK,
        rate(new PretrainingHyperparameters(100, 0, 1, Algorithm.ADAMW, PEAK, 0, null), 0, 0),
        1e-12);
  }
}
