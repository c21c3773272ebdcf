package org.bert4j.pretrain;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.bert4j.common.batch.PretrainingBatch;
import org.bert4j.common.checkpoint.Checkpoint;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.common.checkpoint.Provenance;
import org.bert4j.common.checkpoint.RunDirectory;
import org.bert4j.common.run.ExamplePrediction;
import org.bert4j.common.run.ExamplePrediction.Mark;
import org.bert4j.common.run.MetricsLog;
import org.bert4j.common.train.MetricsWindow;
import org.bert4j.common.train.NonFiniteLossException;
import org.bert4j.common.train.TrainedStep;
import org.bert4j.common.train.TrainingStep;
import org.bert4j.pretrain.data.PretrainingBatches;
import org.bert4j.pretrain.predict.MaskedExample;
import org.bert4j.pretrain.predict.MaskedExamples;

/** Step after step, with reports, evaluations and checkpoints in between. */
final class TrainingLoop {
  private static final String ARCHITECTURE = "BertForPreTraining";
  private static final double NANOS = 1e9;
  private static final int EXAMPLES = 9;
  private static final int TOLD = 3;
  private static final int GUESSES = 3;

  private final PretrainingConfig config;
  private final PretrainingFiles files;
  private final RunDirectory directory;
  private final PreparedRun run;
  private final HeldOutEvaluation heldOut;
  private TrainingState state;
  private HeldOutScores evaluation;

  TrainingLoop(
      PretrainingConfig config, PretrainingFiles files, RunDirectory directory, PreparedRun run) {
    this.config = config;
    this.files = files;
    this.directory = directory;
    this.run = run;
    this.heldOut = new HeldOutEvaluation(run.session().model(), run.text(), config.data());
    this.state = run.state();
  }

  /**
   * Trains to the end of the run, or until the listener or an interrupt stops it.
   *
   * @param listener hears what happens
   * @param interrupted tells whether whoever waits for the run has been interrupted
   * @return what came of it, or nothing if it was stopped
   * @throws NonFiniteLossException if the loss is not finite
   * @throws IOException if a file cannot be written
   */
  Optional<PretrainingResult> train(PretrainingListener listener, BooleanSupplier interrupted)
      throws IOException {
    // A run that was killed may have written its last checkpoint and nothing after.
    directory.keepNewest(config.runtime().keepCheckpoints());
    listener.modelReady(run.session().model());
    listener.started(start());
    if (!trainSteps(listener, interrupted)) {
      return Optional.empty();
    }
    PretrainingResult result =
        PretrainingResult.of(
            evaluation != null ? evaluation : heldOut.evaluate(), heldOut.unigrams(), state);
    List<MaskedExample> examples = examples();
    files.run().saveExamples(examples.stream().map(TrainingLoop::prediction).toList());
    files.run().saveResults(result);
    listener.finished(result, examples.subList(0, Math.min(TOLD, examples.size())));
    return Optional.of(result);
  }

  /** Returns false if the run was stopped. */
  private boolean trainSteps(PretrainingListener listener, BooleanSupplier interrupted)
      throws IOException {
    LearningRates learningRates = new LearningRates(config.training());
    int microBatches = config.training().gradientAccumulation();
    TrainingStep<PretrainingBatch> trainingStep =
        new TrainingStep<>(run.session(), microBatches, config.data().seed());
    MetricsWindow window = new MetricsWindow();
    try (PretrainingBatches batches = batches();
        MetricsLog log = MetricsLog.open(files.run().metrics(), state.step())) {
      boolean stopped = false;
      while (!stopped && progress() < 1) {
        long begin = System.nanoTime();
        List<PretrainingBatch> taken = batches.next(microBatches);
        TrainingStep.Outcome step =
            trainingStep.take(state.step(), taken, learningRates.after(state));
        double seconds = (System.nanoTime() - begin) / NANOS;
        state = state.after(step.losses(), seconds, batches.position());
        window.add(step, seconds);
        listener.stepTaken(
            new TrainedStep(run.session().model(), taken, step, state.step(), seconds));
        listener.stepDone(state.step(), progress());
        stopped = progress() < 1 && (listener.stopRequested() || interrupted.getAsBoolean());
        report(window, log, listener, stopped);
      }
      return !stopped;
    }
  }

  /** Evaluates, logs and checkpoints where it is time. What is checkpointed is logged before. */
  private void report(
      MetricsWindow window, MetricsLog log, PretrainingListener listener, boolean stopped)
      throws IOException {
    PretrainingRuntime runtime = config.runtime();
    boolean evaluated = progress() == 1 || isTime(runtime.evaluateEvery());
    boolean checkpointed = progress() == 1 || stopped || isTime(runtime.checkpointEvery());
    if (evaluated) {
      evaluation = heldOut.evaluate();
    }
    if (evaluated || checkpointed || isTime(runtime.logEvery())) {
      StepMetrics metrics = StepMetrics.of(window.close(), state, evaluated ? evaluation : null);
      log.append(metrics);
      listener.stepLogged(metrics, progress());
    }
    if (checkpointed) {
      log.force();
      CheckpointDirectory checkpoint = directory.write(state.step(), checkpoint());
      listener.checkpointed(checkpoint.path());
      directory.keepNewest(runtime.keepCheckpoints());
    }
  }

  private Checkpoint checkpoint() {
    return run.session()
        .checkpoint(
            run.session().model().config().toJson(ARCHITECTURE),
            files.run().tokenizer(),
            Provenance.here(PretrainingFiles.CONFIG.withoutDirectories(config), state.dataSha256()),
            state);
  }

  private List<MaskedExample> examples() {
    PreparedText text = run.text();
    return new MaskedExamples(run.session().model(), text.tokenizer(), config.data().maxSeqLength())
        .of(text.documents().heldOut(), EXAMPLES, GUESSES);
  }

  private static ExamplePrediction prediction(MaskedExample example) {
    List<Mark> guesses =
        example.predictions().stream()
            .map(guess -> Mark.of(guess.token(), guess.probability()))
            .toList();
    return new ExamplePrediction(
        Map.of("text", example.text()),
        List.of(Mark.of(example.expected())),
        guesses,
        guesses.get(0).label().equals(example.expected()));
  }

  private boolean isTime(long every) {
    return every > 0 && state.step() % every == 0;
  }

  private double progress() {
    return state.progress(config.training());
  }

  private PretrainingBatches batches() {
    return new PretrainingBatches(
        run.text().documents().training(), run.text().pieces(), config.data(), state.position());
  }

  private PretrainingStart start() {
    return new PretrainingStart(
        files.run().output(),
        run.session().model().config(),
        run.session().model().parameters().elements(),
        state.step(),
        progress(),
        run.text().documents().training().tokens(),
        run.text().documents().training().size(),
        run.text().documents().heldOut().tokens(),
        run.text().documents().heldOut().size());
  }
}
