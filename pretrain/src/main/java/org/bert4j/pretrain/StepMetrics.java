package org.bert4j.pretrain;

import static org.bert4j.common.model.BertForPreTraining.MLM;
import static org.bert4j.common.model.BertForPreTraining.NSP;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.bert4j.common.model.Losses;
import org.bert4j.common.train.MetricsWindow;

/**
 * What a run reports about its latest steps: a line of {@code metrics.jsonl}. Losses, accuracies
 * and speed are means over the steps since the line before.
 *
 * @param step optimizer steps done since the start of the run
 * @param tokens tokens trained on since the start of the run
 * @param seconds training time since the start of the run, evaluations and checkpoints excluded
 * @param loss sum of both losses
 * @param mlmLoss mean cross-entropy over masked positions, in nats
 * @param mlmAccuracy share of masked positions predicted right
 * @param nspLoss mean cross-entropy over sequences, in nats
 * @param nspAccuracy share of sequences whose label was predicted right
 * @param learningRate learning rate of this step
 * @param gradientNorm global norm of this step's gradient before clipping
 * @param tokensPerSecond training speed
 * @param validation held-out evaluation after this step, or null where there was none
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StepMetrics(
    long step,
    long tokens,
    double seconds,
    double loss,
    double mlmLoss,
    double mlmAccuracy,
    double nspLoss,
    double nspAccuracy,
    double learningRate,
    double gradientNorm,
    double tokensPerSecond,
    HeldOutScores validation) {

  /** A line about the steps of a window, the last of which led to a state. */
  static StepMetrics of(
      MetricsWindow.Summary window, TrainingState state, HeldOutScores validation) {
    Losses losses = window.losses();
    return new StepMetrics(
        state.step(),
        state.tokens(),
        state.seconds(),
        losses.loss(),
        losses.of(MLM).mean(),
        losses.of(MLM).accuracy(),
        losses.of(NSP).mean(),
        losses.of(NSP).accuracy(),
        window.last().learningRate(),
        window.last().gradientNorm(),
        window.tokensPerSecond(),
        validation);
  }
}
