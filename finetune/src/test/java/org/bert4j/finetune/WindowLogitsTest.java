package org.bert4j.finetune;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.model.BertConfig;
import org.bert4j.common.model.BertForTokenClassification;
import org.bert4j.common.model.DataParallel;
import org.bert4j.common.model.Initialization;
import org.junit.jupiter.api.Test;

class WindowLogitsTest {
  @Test
  void everyWindowGetsItsOwnLogitsOnce() {
    Random random = new Random(1);
    List<int[]> sequences = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      sequences.add(random.ints(1 + random.nextInt(120), 0, 50).toArray());
    }
    BertConfig config = BertConfig.preset("tiny", 50);
    try (ComputeEngine engine = new ComputeEngine(2);
        var model =
            DataParallel.used(
                engine, () -> new BertForTokenClassification(config, 3), DataType.FP32)) {
      Initialization.BERT.apply(model, 1);
      Map<Integer, float[]> found = new HashMap<>();
      new WindowLogits(model)
          .compute(
              new SyntheticTask.Sequences(sequences),
              (window, logits) -> assertEquals(null, found.put(window, logits)));
      assertEquals(sequences.size(), found.size());
      TokenBatch one = new TokenBatch();
      for (int i = 0; i < sequences.size(); i++) {
        one.clear();
        new SyntheticTask.Sequences(sequences).addTo(one, i);
        assertArrayEquals(model.logits(one), found.get(i), 1e-5f);
      }
    }
  }
}
