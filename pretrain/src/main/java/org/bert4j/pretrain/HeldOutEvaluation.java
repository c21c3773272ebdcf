package org.bert4j.pretrain;

import org.bert4j.common.batch.PretrainingBatch;
import org.bert4j.common.model.BertForPreTraining;
import org.bert4j.common.model.PretrainingLosses;
import org.bert4j.pretrain.data.DataConfig;
import org.bert4j.pretrain.data.EvaluationBatches;
import org.bert4j.pretrain.data.UnigramStatistics;

/** Evaluates a model on a run's held-out documents. */
final class HeldOutEvaluation {
  private final BertForPreTraining model;
  private final PreparedText text;
  private final DataConfig config;
  private final PretrainingBatch batch = new PretrainingBatch();

  HeldOutEvaluation(BertForPreTraining model, PreparedText text, DataConfig config) {
    this.model = model;
    this.text = text;
    this.config = config;
  }

  /** Runs over all held-out documents, the same pairs and masks every time. */
  Evaluation evaluate() {
    EvaluationBatches batches =
        new EvaluationBatches(
            text.documents().heldOut(), text.documents().training(), text.pieces(), config);
    PretrainingLosses losses = PretrainingLosses.NONE;
    while (batches.next(batch)) {
      losses = losses.plus(model.evaluate(batch));
    }
    return new Evaluation(
        losses.mlmLoss(), losses.mlmAccuracy(), losses.nspLoss(), losses.nspAccuracy());
  }

  /** What the model has to beat. */
  UnigramStatistics unigrams() {
    return UnigramStatistics.of(text.documents().heldOut(), text.pieces());
  }
}
