package org.bert4j.finetune;

import java.io.IOException;
import java.nio.file.Path;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.common.checkpoint.Provenance;
import org.bert4j.common.checkpoint.RunDirectory;
import org.bert4j.common.model.BertConfig;
import org.bert4j.common.run.RunConfigJson;
import org.bert4j.common.run.RunFiles;
import org.bert4j.common.train.TrainingSession;

/**
 * A run's settings and its directory. Of its checkpoints the best and the newest ones stay.
 *
 * @param config the settings
 * @param json their JSON form
 * @param files what is there beside the checkpoints
 * @param directory the checkpoints
 */
record FineTuningRun<D>(
    FineTuningConfig<D> config,
    RunConfigJson<FineTuningConfig<D>> json,
    RunFiles<FineTuningConfig<D>> files,
    RunDirectory directory) {

  /**
   * Writes a checkpoint, marks the best one and removes the others.
   *
   * @param session what is checkpointed
   * @param task whose model it is
   * @param state where training stands
   * @param bestStep step of the best checkpoint, 0 before any
   * @return directory of the new checkpoint
   * @throws IOException if reading or writing fails
   */
  Path write(
      TrainingSession<?, ?> session, TrainingTask<?, ?> task, FineTuningState state, long bestStep)
      throws IOException {
    BertConfig encoder = session.model().config();
    CheckpointDirectory checkpoint =
        directory.write(
            state.step(),
            session
                .checkpoint(
                    task.configJson(encoder),
                    files.tokenizer(),
                    Provenance.here(json.withoutDirectories(config), state.dataSha256()),
                    state)
                .with(task.otherFiles(encoder)));
    keep(bestStep);
    return checkpoint.path();
  }

  /** Marks the best checkpoint and removes those that are neither best nor among the newest. */
  void keep(long bestStep) throws IOException {
    if (bestStep > 0) {
      directory.markBest(directory.checkpoint(bestStep));
    }
    directory.keepNewest(config.runtime().keepCheckpoints());
  }
}
