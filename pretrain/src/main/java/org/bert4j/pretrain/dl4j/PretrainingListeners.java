package org.bert4j.pretrain.dl4j;

import java.util.List;
import org.bert4j.common.dl4j.ListenerCalls;
import org.bert4j.common.model.DataParallel;
import org.bert4j.common.train.TrainedStep;
import org.bert4j.pretrain.PretrainingListener;
import org.bert4j.pretrain.PretrainingResult;
import org.bert4j.pretrain.predict.MaskedExample;
import org.deeplearning4j.optimize.api.TrainingListener;

/**
 * Deeplearning4j's listeners on a pre-training, which is one epoch to them:
 *
 * <pre>{@code
 * Pretraining.run(config, new PretrainingListeners(new ScoreIterationListener(10)));
 * }</pre>
 *
 * Their model is a {@link org.bert4j.common.dl4j.TrainedModel}. Checkpoints and evaluation are
 * bert4j's own.
 */
public final class PretrainingListeners implements PretrainingListener {
  private final ListenerCalls calls;

  /**
   * Attaches listeners.
   *
   * @param listeners Deeplearning4j's
   */
  public PretrainingListeners(TrainingListener... listeners) {
    calls = new ListenerCalls(List.of(listeners));
  }

  @Override
  public void modelReady(DataParallel<?, ?> model) {
    calls.begin(model);
  }

  @Override
  public void stepTaken(TrainedStep step) {
    calls.step(step);
  }

  @Override
  public void finished(PretrainingResult result, List<MaskedExample> examples) {
    calls.endEpoch();
  }
}
