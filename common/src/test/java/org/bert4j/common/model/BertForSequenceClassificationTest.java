package org.bert4j.common.model;

import static org.bert4j.common.Closeness.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.bert4j.common.batch.SequenceClassificationBatch;
import org.bert4j.common.batch.TokenClassificationBatch;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Transfer;
import org.junit.jupiter.api.Test;

/** A head over pooled sequences, besides what every head must pass. */
class BertForSequenceClassificationTest extends HeadContract<SequenceClassificationBatch> {
  private static final int LABELS = 3;

  @Override
  BertForSequenceClassification model(BertConfig config) {
    return new BertForSequenceClassification(config, LABELS);
  }

  @Override
  void label(SequenceClassificationBatch batch, int sequence) {
    batch.addLabel(sequence == 1 ? TokenClassificationBatch.IGNORED : sequence % LABELS);
  }

  /** Logits are the dense layer over the pooled states, losses those of a softmax over them. */
  @Test
  void logitsAndLossFollowFromThePooledStates() {
    try (ComputeEngine engine = new ComputeEngine(2);
        DataParallel<BertForSequenceClassification, SequenceClassificationBatch> model =
            DataParallel.used(engine, () -> model(config(0.1)), DataType.FP32)) {
      Initialization.BERT.apply(model, 3);
      SequenceClassificationBatch batch = batch(5);
      float[] pooled =
          model.evaluate(
              batch.sequences(),
              0,
              (bert, pass, hidden) ->
                  Transfer.toArray(bert.bert().pooler.forward(pass, hidden, batch.sequences())));
      float[] weight = model.parameters().read("classifier.weight");
      float[] expected = new float[5 * LABELS];
      double loss = 0;
      int correct = 0;
      for (int s = 0; s < 5; s++) {
        double sum = 0;
        int best = 0;
        for (int k = 0; k < LABELS; k++) {
          for (int i = 0; i < 32; i++) {
            expected[s * LABELS + k] += pooled[s * 32 + i] * weight[k * 32 + i];
          }
          sum += Math.exp(expected[s * LABELS + k]);
          best = expected[s * LABELS + k] > expected[s * LABELS + best] ? k : best;
        }
        if (batch.label(s) >= 0) {
          loss += (Math.log(sum) - expected[s * LABELS + batch.label(s)]) / 4;
          correct += best == batch.label(s) ? 1 : 0;
        }
      }
      assertClose("logits", expected, model.logits(batch.sequences()), 1e-5);
      Losses losses = model.evaluate(batch);
      assertEquals(loss, losses.loss(), 1e-5);
      assertEquals(correct / 4.0, losses.all().get(0).accuracy(), 1e-9);
    }
  }
}
