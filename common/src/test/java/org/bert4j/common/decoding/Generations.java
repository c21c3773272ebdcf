package org.bert4j.common.decoding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.bert4j.common.batch.Seq2SeqBatch;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.model.DataParallel;
import org.bert4j.common.model.Seq2SeqTransformer;

/** Comparison of generated targets. */
public final class Generations {
  private Generations() {}

  /** Beam search of two models over the same sequences. */
  @SuppressWarnings("unchecked")
  public static void assertSame(
      TokenBatch sources, DataParallel<?, ?> expected, DataParallel<?, ?> actual) {
    var settings = new GenerationSettings(2, 5, 3, 0.6, 12, true);
    assertSame(
        new TargetGenerator((DataParallel<Seq2SeqTransformer, Seq2SeqBatch>) expected, settings)
            .generate(sources),
        new TargetGenerator((DataParallel<Seq2SeqTransformer, Seq2SeqBatch>) actual, settings)
            .generate(sources));
  }

  /** The same tokens, scores but for rounding. */
  static void assertSame(List<Hypothesis> expected, List<Hypothesis> actual) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i).ids(), actual.get(i).ids(), "target " + i);
      assertEquals(expected.get(i).score(), actual.get(i).score(), 1e-4);
    }
  }
}
