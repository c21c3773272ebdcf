package org.bert4j.pretrain;

import java.nio.file.Path;
import java.util.List;
import org.bert4j.common.train.StepListener;
import org.bert4j.pretrain.corpus.CorpusListener;
import org.bert4j.pretrain.predict.MaskedExample;

/**
 * Hears what a run does, on the thread that trains: what a method takes, training waits for. Every
 * method does nothing unless overridden.
 */
public interface PretrainingListener extends StepListener {
  /** Hears nothing. */
  PretrainingListener NONE = new PretrainingListener() {};

  /**
   * Something worth a line was found or begins: the vocabulary, the token store.
   *
   * @param message one line for a person
   */
  default void preparing(String message) {}

  /**
   * Asked once before the text is prepared: who hears how it is read. A corpus is read twice where
   * a vocabulary is learned from it.
   *
   * @return hears what is found, and the progress
   */
  default CorpusListener corpusListener() {
    return CorpusListener.NONE;
  }

  /**
   * Everything is ready and training begins or goes on.
   *
   * @param run what will be trained on what
   */
  default void started(PretrainingStart run) {}

  /**
   * A step is done.
   *
   * @param step optimizer steps since the start of the run
   * @param progress share of the run that is done, 0 … 1
   */
  default void stepDone(long step, double progress) {}

  /**
   * A line was added to {@code metrics.jsonl}, with a held-out evaluation where there was one.
   *
   * @param metrics the line
   * @param progress share of the run that is done, 0 … 1
   */
  default void stepLogged(StepMetrics metrics, double progress) {}

  /**
   * A checkpoint is complete.
   *
   * @param checkpoint its directory
   */
  default void checkpointed(Path checkpoint) {}

  /**
   * The run is finished; one that was stopped is not.
   *
   * @param result what came of it
   * @param examples what the model fills into a few held-out texts
   */
  default void finished(PretrainingResult result, List<MaskedExample> examples) {}

  /**
   * Asked after every step: whether to write a checkpoint and stop here.
   *
   * @return true to stop; the run can be resumed
   */
  default boolean stopRequested() {
    return false;
  }
}
