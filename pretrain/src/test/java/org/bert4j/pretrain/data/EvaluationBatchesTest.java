package org.bert4j.pretrain.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.bert4j.common.batch.PretrainingBatch;
import org.junit.jupiter.api.Test;

/** Batches of evaluation are the same every time. */
class EvaluationBatchesTest extends SmallBatches {
  @Test
  void evaluationSeesTheSameEveryTimeAndEveryDocument() {
    DataConfig config = new DataConfig(32, 0.1, 0.15, false, 7, 11);
    List<String> first = evaluate(documents, config);
    assertEquals(first, evaluate(documents, config));
    assertNotEquals(first, evaluate(documents, new DataConfig(32, 0.1, 0.15, false, 7, 12)));
  }

  @Test
  void evaluationOfOneDocumentTakesRandomSegmentsFromTraining() {
    Documents one = new Documents(documents.store(), new int[] {11});
    Documents rest = new Documents(documents.store(), new int[] {0, 1});
    PretrainingBatch batch = new PretrainingBatch();
    EvaluationBatches batches = new EvaluationBatches(one, rest, pieces, CONFIG);
    int random = 0;
    while (batches.next(batch)) {
      for (int s = 0; s < batch.sequences().sequences(); s++) {
        int second = original(batch, s)[batch.sequences().length(s) - 2];
        if (batch.nextSentenceLabel(s) == PretrainingBatch.RANDOM_NEXT) {
          assertTrue(second < Stores.SPECIAL + documents.store().tokens(0) + 40);
          random++;
        }
      }
    }
    assertTrue(random > 0);
  }
}
