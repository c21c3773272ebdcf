package org.bert4j.pretrain.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class DataConfigTest {
  private static void assertRefused(
      String message, int maxSeqLength, double shortSeqProb, double maskedLmProb, int batchSize) {
    assertEquals(
        message,
        assertThrows(
                IllegalArgumentException.class,
                () -> new DataConfig(maxSeqLength, shortSeqProb, maskedLmProb, false, batchSize, 0))
            .getMessage());
  }

  @Test
  void valuesOutOfRangeAreNamed() {
    assertRefused("max_seq_length must be at least 5, not 4", 4, 0.1, 0.15, 8);
    assertRefused("short_seq_prob must be 0 to 1, not -0.1", 128, -0.1, 0.15, 8);
    assertRefused("short_seq_prob must be 0 to 1, not NaN", 128, Double.NaN, 0.15, 8);
    assertRefused("masked_lm_prob must be above 0 and at most 1, not 0.0", 128, 0.1, 0, 8);
    assertRefused("masked_lm_prob must be above 0 and at most 1, not 1.1", 128, 0.1, 1.1, 8);
    assertRefused("batch_size is 0, expected 1 to 65,536", 128, 0.1, 0.15, 0);
  }
}
