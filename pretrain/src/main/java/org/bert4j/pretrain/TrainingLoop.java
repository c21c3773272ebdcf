package org.bert4j.pretrain;

import java.io.IOException;
import java.util.Optional;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.common.checkpoint.RunDirectory;
import org.bert4j.common.model.PretrainingLosses;
import org.bert4j.common.train.LearningRateSchedule;
import org.bert4j.common.train.LearningRateSchedule.Curve;
import org.bert4j.pretrain.data.PretrainingBatches;

/** Step after step, with reports, evaluations and checkpoints in between. */
final class TrainingLoop {
  private final PretrainingConfig config;
  private final RunFiles files;
  private final RunDirectory directory;
  private final PreparedRun run;
  private final HeldOutEvaluation heldOut;
  private final LearningRateSchedule schedule;

  TrainingLoop(
      PretrainingConfig config, RunFiles files, RunDirectory directory, PreparedRun run) {
    this.config = config;
    this.files = files;
    this.directory = directory;
    this.run = run;
    this.heldOut = new HeldOutEvaluation(run.session().model(), run.text(), config.data());
    this.schedule = schedule(config.training());
  }
}
