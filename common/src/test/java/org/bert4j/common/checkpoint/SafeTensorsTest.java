package org.bert4j.common.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.bert4j.common.Golden;
import org.junit.jupiter.api.Test;

class SafeTensorsTest {
  @Test
  void readsReferenceFile() throws IOException {
    try (SafeTensors file = SafeTensors.open(Golden.path("deep/inputs.safetensors"))) {
      assertEquals(List.of(4L, 48L), file.shape("attention_mask"));
      float[] mask = file.floats("attention_mask");
      int[] lengths = new int[4];
      for (int i = 0; i < mask.length; i++) {
        lengths[i / 48] += (int) mask[i];
      }
      assertArrayEquals(new int[] {1, 13, 31, 48}, lengths);
    }
  }
}
