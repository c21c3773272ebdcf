package org.bert4j.pretrain;

import org.bert4j.common.batch.PretrainingBatch;
import org.bert4j.common.model.BertForPreTraining;
import org.bert4j.common.model.DataParallel;
import org.bert4j.common.model.Loss;
import org.bert4j.common.model.Losses;
import org.bert4j.pretrain.data.DataConfig;
import org.bert4j.pretrain.data.EvaluationBatches;
import org.bert4j.pretrain.data.UnigramStatistics;

/** Evaluates a model on a run's held-out documents. */
final class HeldOutEvaluation {
  private final DataParallel<BertForPreTraining, PretrainingBatch> model;
  private final PreparedText text;
  private final DataConfig config;
  private final PretrainingBatch batch = new PretrainingBatch();

  HeldOutEvaluation(
      DataParallel<BertForPreTraining, PretrainingBatch> model,
      PreparedText text,
      DataConfig config) {
    this.model = model;
    this.text = text;
    this.config = config;
  }

  /** Runs over all held-out documents, the same pairs and masks every time. */
  HeldOutScores evaluate() {
    EvaluationBatches batches =
        new EvaluationBatches(
            text.documents().heldOut(), text.documents().training(), text.pieces(), config);
    Losses losses = Losses.NONE;
    while (batches.next(batch)) {
      losses = losses.plus(model.evaluate(batch));
    }
    Loss mlm = losses.of(BertForPreTraining.MLM);
    Loss nsp = losses.of(BertForPreTraining.NSP);
    return new HeldOutScores(mlm.mean(), mlm.accuracy(), nsp.mean(), nsp.accuracy());
  }

  /** What the model has to beat. */
  UnigramStatistics unigrams() {
    return UnigramStatistics.of(text.documents().heldOut(), text.pieces());
  }
}
