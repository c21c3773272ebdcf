package org.bert4j.common.decoding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The search by itself, over probabilities that are written down. */
class BeamSearchTest {
  private static final int BEGIN = 0;
  private static final int END = 1;
  private static final int VOCABULARY = 6;

  private static GenerationSettings settings(int beams, double lengthPenalty, int maxLength) {
    return new GenerationSettings(BEGIN, END, beams, lengthPenalty, maxLength, true);
  }

  /** Logits of a token after the last one of a prefix; what is not said is impossible. */
  private static float[] logits(int[][] ids, float[][] after) {
    float[] logits = new float[ids.length * VOCABULARY];
    for (int row = 0; row < ids.length; row++) {
      float[] given = after[ids[row][ids[row].length - 1]];
      for (int token = 0; token < VOCABULARY; token++) {
        logits[row * VOCABULARY + token] =
            given[token] == 0 ? Float.NEGATIVE_INFINITY : (float) Math.log(given[token]);
      }
    }
    return logits;
  }

  /** 2 is the likelier begin, but what follows 3 is surer. */
  private static final float[][] TRAP = {
    {0, 0, 0.6f, 0.4f, 0, 0},
    {0, 1, 0, 0, 0, 0},
    {0, 0, 0, 0, 0.5f, 0.5f},
    {0, 0, 0, 0, 0.9f, 0.1f},
    {0, 1, 0, 0, 0, 0},
    {0, 1, 0, 0, 0, 0},
  };

  @Test
  void twoBeamsFindWhatOneMisses() {
    BeamSearch.Scorer scorer = (ids, origins) -> logits(ids, TRAP);
    Hypothesis greedy = new BeamSearch(settings(1, 0, 9), scorer, 1).run().get(0);
    assertArrayEquals(new int[] {2, 4}, greedy.ids(), "of equals the first");
    assertEquals(Math.log(0.3), greedy.score(), 1e-6);
    Hypothesis beam = new BeamSearch(settings(2, 0, 9), scorer, 1).run().get(0);
    assertArrayEquals(new int[] {3, 4}, beam.ids());
    assertEquals(Math.log(0.36), beam.score(), 1e-6);
  }

  /** 2 ends at once with 0.5; 3 goes on surely for three tokens and is a little less probable. */
  @ParameterizedTest
  @CsvSource({"0, 1", "2, 4"})
  void thePenaltyMakesLongTargetsCheap(double lengthPenalty, int length) {
    float[][] after = {
      {0, 0, 0.52f, 0.48f, 0, 0},
      {0, 1, 0, 0, 0, 0},
      {0, 1, 0, 0, 0, 0},
      {0, 0, 0, 0, 1, 0},
      {0, 0, 0, 0, 0, 1},
      {0, 1, 0, 0, 0, 0},
    };
    after[5] = new float[] {0, 1, 0, 0, 0, 0};
    after[4] = new float[] {0, 0, 0, 0, 0, 1};
    Hypothesis best =
        new BeamSearch(settings(2, lengthPenalty, 9), (ids, origins) -> logits(ids, after), 1)
            .run()
            .get(0);
    assertEquals(length == 1 ? 1 : 3, best.ids().length);
    double log = Math.log(length == 1 ? 0.52 : 0.48);
    assertEquals(log / Math.pow((5.0 + length) / 6, lengthPenalty), best.score(), 1e-6);
  }

  /** A prefix goes on from where the origins say. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void originsAreWherePrefixesComeFrom(int beams) {
    int[][][] before = new int[1][][];
    BeamSearch.Scorer scorer =
        (ids, origins) -> {
          for (int row = 0; row < ids.length && ids[row].length > 1; row++) {
            int[] from = before[0][origins[row]];
            assertArrayEquals(from, java.util.Arrays.copyOf(ids[row], from.length));
            assertEquals(row / beams, origins[row] / beams, "of the same sentence");
          }
          before[0] = ids;
          float[] logits = new float[ids.length * VOCABULARY];
          for (int i = 0; i < logits.length; i++) {
            int[] prefix = ids[i / VOCABULARY];
            logits[i] = (i * 37 + prefix[prefix.length - 1] * 11 + i / VOCABULARY * 7) % 13 / 3f;
          }
          return logits;
        };
    List<Hypothesis> best = new BeamSearch(settings(beams, 1, 7), scorer, 4).run();
    assertEquals(4, best.size());
    for (Hypothesis each : best) {
      assertEquals(0, IntStream.of(each.ids()).filter(id -> id == END).count());
    }
  }

  /** What never ends is cut. */
  @Test
  void targetsHaveALimit() {
    float[][] after = new float[VOCABULARY][];
    java.util.Arrays.fill(after, new float[] {0, 0, 0.75f, 0.25f, 0, 0});
    Hypothesis best =
        new BeamSearch(settings(2, 0, 5), (ids, origins) -> logits(ids, after), 1).run().get(0);
    assertArrayEquals(new int[] {2, 2, 2, 2, 2}, best.ids());
  }
}
