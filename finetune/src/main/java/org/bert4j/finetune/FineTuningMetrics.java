package org.bert4j.finetune;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.bert4j.common.train.MetricsWindow;

/**
 * A line of {@code metrics.jsonl}: a step; the loss is a mean over the steps since the line before.
 *
 * @param step optimizer steps done since the start of the run
 * @param epoch epoch that the step belongs to, the first being 1
 * @param tokens tokens trained on since the start of the run
 * @param seconds training time since the start of the run, evaluations and checkpoints excluded
 * @param loss what training minimizes, in nats
 * @param learningRate learning rate of this step
 * @param gradientNorm global norm of this step's gradient before clipping
 * @param tokensPerSecond training speed
 * @param validation figures of the evaluation after this step, or null where there was none
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FineTuningMetrics(
    long step,
    long epoch,
    long tokens,
    double seconds,
    double loss,
    double learningRate,
    double gradientNorm,
    double tokensPerSecond,
    ObjectNode validation) {

  /** A line about the steps of a window, the last of which led to a state. */
  static FineTuningMetrics of(
      MetricsWindow.Summary window, long epoch, FineTuningState state, ObjectNode validation) {
    return new FineTuningMetrics(
        state.step(),
        epoch,
        state.tokens(),
        state.seconds(),
        window.losses().loss(),
        window.last().learningRate(),
        window.last().gradientNorm(),
        window.tokensPerSecond(),
        validation);
  }
}
