package org.bert4j.finetune;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.bert4j.common.train.StepListener;

/**
 * Hears what a run does, on the thread that trains: what a method takes, training waits for. Every
 * method does nothing unless overridden.
 */
public interface FineTuningListener extends StepListener {
  /** Hears nothing. */
  FineTuningListener NONE = new FineTuningListener() {};

  /**
   * Something worth a line was found or begins: a file, its form, what of it was left out.
   *
   * @param message one line for a person
   */
  default void preparing(String message) {}

  /**
   * Everything is ready and training begins or goes on.
   *
   * @param run what will be trained
   */
  default void started(FineTuningStart run) {}

  /**
   * A step is done.
   *
   * @param step optimizer steps since the start of the run
   * @param progress share of all epochs that is done, 0 … 1
   */
  default void stepDone(long step, double progress) {}

  /**
   * A line was added to {@code metrics.jsonl}.
   *
   * @param metrics the line
   * @param progress share of all epochs that is done, 0 … 1
   */
  default void stepLogged(FineTuningMetrics metrics, double progress) {}

  /**
   * An epoch was evaluated on the validation data.
   *
   * @param epoch the epoch, the first being 1
   * @param evaluation how good the model is
   * @param best whether it is the best so far
   */
  default void evaluated(int epoch, Evaluation evaluation, boolean best) {}

  /**
   * A checkpoint is complete.
   *
   * @param checkpoint its directory
   */
  default void checkpointed(Path checkpoint) {}

  /**
   * The best model was evaluated on the test data.
   *
   * @param evaluation how good it is
   */
  default void tested(Evaluation evaluation) {}

  /**
   * The run is finished; one that was stopped is not.
   *
   * @param results content of {@code results.json}
   */
  default void finished(ObjectNode results) {}

  /**
   * Asked after every step: whether to write a checkpoint and stop here.
   *
   * @return true to stop; the run can be resumed
   */
  default boolean stopRequested() {
    return false;
  }
}
