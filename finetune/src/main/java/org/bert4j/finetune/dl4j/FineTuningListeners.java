package org.bert4j.finetune.dl4j;

import java.util.List;
import org.bert4j.common.dl4j.ListenerCalls;
import org.bert4j.common.model.DataParallel;
import org.bert4j.common.train.TrainedStep;
import org.bert4j.finetune.Evaluation;
import org.bert4j.finetune.FineTuningListener;
import org.deeplearning4j.optimize.api.TrainingListener;

/**
 * Deeplearning4j's listeners on a fine-tuning:
 *
 * <pre>{@code
 * FineTuning.run(config, reader, new FineTuningListeners(new ScoreIterationListener(10)));
 * }</pre>
 *
 * Their model is a {@link org.bert4j.common.dl4j.TrainedModel}. Checkpoints, evaluation and early
 * stopping are bert4j's own.
 */
public final class FineTuningListeners implements FineTuningListener {
  private final ListenerCalls calls;
  private boolean between;

  /**
   * Attaches listeners.
   *
   * @param listeners Deeplearning4j's
   */
  public FineTuningListeners(TrainingListener... listeners) {
    calls = new ListenerCalls(List.of(listeners));
  }

  @Override
  public void modelReady(DataParallel<?, ?> model) {
    calls.begin(model);
  }

  @Override
  public void stepTaken(TrainedStep step) {
    if (between) {
      calls.nextEpoch();
      between = false;
    }
    calls.step(step);
  }

  @Override
  public void evaluated(int epoch, Evaluation evaluation, boolean best) {
    calls.endEpoch();
    between = true;
  }
}
