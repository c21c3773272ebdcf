package org.bert4j.finetune;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.bert4j.common.batch.Batch;
import org.bert4j.common.model.DataParallel;
import org.bert4j.common.model.TrainableBert;
import org.bert4j.common.run.MetricsLog;
import org.bert4j.common.train.LearningRateSchedule;
import org.bert4j.common.train.MetricsWindow;
import org.bert4j.common.train.NonFiniteLossException;
import org.bert4j.common.train.TrainedStep;
import org.bert4j.common.train.TrainingStep;

/** Step after step; every epoch ends with an evaluation and a checkpoint. */
final class FineTuningLoop<M extends TrainableBert<B>, B extends Batch<B>> {
  private static final double NANOS = 1e9;

  private final FineTuningRun<?> run;
  private final PreparedFineTuning<M, B> prepared;
  private final TrainingTask<M, B> task;
  private final DataParallel<M, B> model;
  private final FineTuningListener listener;
  private final WindowOrder order;
  private final RunPlan plan;
  private FineTuningState state;
  private Evaluation evaluation;
  private int evaluatedEpoch;

  FineTuningLoop(
      FineTuningRun<?> run, PreparedFineTuning<M, B> prepared, FineTuningListener listener) {
    this.run = run;
    this.prepared = prepared;
    this.listener = listener;
    task = prepared.task();
    model = prepared.session().model();
    state = prepared.state();
    FineTuningHyperparameters training = run.config().training();
    order = new WindowOrder(task.windows(), task::length, training.stepSize(), training.seed());
    plan = new RunPlan(training, order.stepsPerEpoch());
  }

  /**
   * Trains to the end of the run, or until the listener or an interrupt stops it.
   *
   * @param interrupted tells whether whoever waits for the run has been interrupted
   * @return content of {@code results.json}, or nothing if it was stopped
   * @throws NonFiniteLossException if the loss is not finite
   * @throws IOException if a file cannot be read or written
   */
  Optional<ObjectNode> train(BooleanSupplier interrupted) throws IOException {
    // A run that was killed may have written its last checkpoint and nothing after.
    run.keep(plan.bestStep(state));
    listener.modelReady(model);
    listener.started(start());
    if (!trainSteps(interrupted)) {
      return Optional.empty();
    }
    ObjectNode results = results();
    run.files().saveResults(results);
    listener.finished(results);
    return Optional.of(results);
  }

  /** Returns false if the run was stopped. */
  private boolean trainSteps(BooleanSupplier interrupted) throws IOException {
    FineTuningHyperparameters training = run.config().training();
    LearningRateSchedule learningRates = plan.learningRates();
    StepBatches<B> batches = new StepBatches<>(task, training.batchSize());
    TrainingStep<B> trainingStep =
        new TrainingStep<>(prepared.session(), training.gradientAccumulation(), training.seed());
    MetricsWindow window = new MetricsWindow();
    int[][] steps = order.steps(plan.epoch(state.step()));
    boolean stopped = false;
    try (MetricsLog log = MetricsLog.open(run.files().metrics(), state.step())) {
      while (!stopped && !plan.isDone(state)) {
        long begin = System.nanoTime();
        List<B> taken = batches.of(steps[plan.stepOfEpoch(state.step())]);
        TrainingStep.Outcome step =
            trainingStep.take(state.step(), taken, learningRates.at(state.step()));
        double seconds = (System.nanoTime() - begin) / NANOS;
        state = state.after(step.losses().tokens(), seconds);
        window.add(step, seconds);
        listener.stepTaken(new TrainedStep(model, taken, step, state.step(), seconds));
        listener.stepDone(state.step(), plan.progress(state));
        if (plan.epochEnds(state)) {
          evaluate();
          steps = order.steps(plan.epoch(state.step()));
        }
        stopped = !plan.isDone(state) && (listener.stopRequested() || interrupted.getAsBoolean());
        report(window, log, stopped);
      }
    }
    return !stopped;
  }

  private void evaluate() throws IOException {
    evaluation = task.validate(model);
    state = state.evaluated(evaluation.score());
    evaluatedEpoch = state.scores().size();
    listener.evaluated(evaluatedEpoch, evaluation, state.epochsSinceBest() == 0);
  }

  /** Logs and checkpoints where it is time. What is checkpointed is logged before. */
  private void report(MetricsWindow window, MetricsLog log, boolean stopped) throws IOException {
    boolean epochEnds = plan.epochEnds(state);
    if (epochEnds || stopped || state.step() % run.config().runtime().logEvery() == 0) {
      FineTuningMetrics metrics =
          FineTuningMetrics.of(
              window.close(),
              plan.epoch(state.step() - 1) + 1,
              state,
              epochEnds ? evaluation.results() : null);
      log.append(metrics);
      listener.stepLogged(metrics, plan.progress(state));
    }
    if (epochEnds || stopped) {
      log.force();
      listener.checkpointed(run.write(prepared.session(), task, state, plan.bestStep(state)));
    }
  }

  private ObjectNode results() throws IOException {
    if (plan.bestStep(state) != state.step()) {
      prepared.session().load(run.directory().checkpoint(plan.bestStep(state)));
    }
    if (evaluatedEpoch != state.bestEpoch()) {
      evaluation = task.validate(model);
    }
    ObjectNode results = JsonNodeFactory.instance.objectNode();
    results.set("validation", evaluation.results());
    Optional<Evaluation> tested = task.test(model);
    tested.ifPresent(
        test -> {
          results.set("test", test.results());
          listener.tested(test);
        });
    run.files().saveExamples(tested.orElse(evaluation).examples());
    return results
        .put("best_epoch", state.bestEpoch())
        .put("epochs", state.scores().size())
        .put("steps", state.step())
        .put("tokens", state.tokens())
        .put("seconds", state.seconds())
        .put("tokens_per_second", state.tokens() / state.seconds());
  }

  private FineTuningStart start() {
    return new FineTuningStart(
        run.files().output(),
        model.config(),
        model.parameters().elements(),
        task.windows(),
        IntStream.range(0, task.windows()).mapToLong(task::tokens).sum(),
        plan.steps(),
        state.step());
  }
}
