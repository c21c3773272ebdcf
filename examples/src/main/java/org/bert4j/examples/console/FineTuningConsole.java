package org.bert4j.examples.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import org.bert4j.common.model.DataParallel;
import org.bert4j.common.train.StepListener;
import org.bert4j.common.train.TrainedStep;
import org.bert4j.finetune.Evaluation;
import org.bert4j.finetune.FineTuningListener;
import org.bert4j.finetune.FineTuningMetrics;
import org.bert4j.finetune.FineTuningStart;

/** Shows a fine-tuning: a bar on a terminal, a line for every logged step elsewhere. */
public final class FineTuningConsole implements FineTuningListener, AutoCloseable {
  private final PrintWriter out;
  private final RunProgress progress;
  private final StopOnSignal signal;
  private final StepListener steps;
  private String test = "";

  /**
   * Makes a listener for one run.
   *
   * @param out where lines go
   * @param terminalWidth columns of the terminal that a person is watching, or 0
   * @param signal tells whether the run is to stop after its step
   */
  public FineTuningConsole(PrintWriter out, int terminalWidth, StopOnSignal signal) {
    this(out, terminalWidth, signal, StepListener.DEAF);
  }

  /**
   * Makes a listener for one run that somebody else hears, too.
   *
   * @param out where lines go
   * @param terminalWidth columns of the terminal that a person is watching, or 0
   * @param signal tells whether the run is to stop after its step
   * @param steps hears the steps
   */
  public FineTuningConsole(
      PrintWriter out, int terminalWidth, StopOnSignal signal, StepListener steps) {
    this.out = out;
    this.signal = signal;
    this.steps = steps;
    progress = new RunProgress(out, terminalWidth);
  }

  @Override
  public void modelReady(DataParallel<?, ?> model) {
    steps.modelReady(model);
  }

  @Override
  public void stepTaken(TrainedStep step) {
    steps.stepTaken(step);
  }

  @Override
  public void preparing(String message) {
    progress.line(message);
  }

  @Override
  public void started(FineTuningStart run) {
    progress.line(
        String.format(
            Locale.ROOT,
            "model: %s parameters, %d layers, hidden size %d, vocabulary %,d",
            ProgressText.count(run.parameters()),
            run.config().numHiddenLayers(),
            run.config().hiddenSize(),
            run.config().vocabSize()));
    progress.line(
        String.format(
            Locale.ROOT,
            "data: %,d training windows of %s tokens",
            run.windows(),
            ProgressText.count(run.tokens())));
    String how = run.step() == 0 ? "training" : "going on after step " + run.step();
    progress.line(
        String.format(
            Locale.ROOT, "run: %s, %s, %,d steps in all", run.output(), how, run.steps()));
    signal.trainingBegins();
    progress.start((double) run.step() / run.steps());
  }

  @Override
  public void stepDone(long step, double share) {
    progress.step(step, share);
  }

  @Override
  public void stepLogged(FineTuningMetrics metrics, double share) {
    String text =
        String.format(
            Locale.ROOT,
            "epoch %d  loss %.3f  %,.0f tokens/s",
            metrics.epoch(),
            metrics.loss(),
            metrics.tokensPerSecond());
    progress.logged(metrics.step(), share, text, "");
  }

  @Override
  public void evaluated(int epoch, Evaluation evaluation, boolean best) {
    String word = best ? "  (best so far)" : "";
    progress.line(
        String.format(
            Locale.ROOT, "epoch %d  validation: %s%s", epoch, evaluation.summary(), word));
  }

  @Override
  public void checkpointed(Path checkpoint) {
    progress.lineOfLog("checkpoint: " + checkpoint);
  }

  @Override
  public void tested(Evaluation evaluation) {
    test = "test: " + evaluation.summary();
  }

  @Override
  public void finished(ObjectNode results) {
    close();
    out.printf(
        Locale.ROOT,
        "trained %,d steps on %s tokens in %s, %,.0f tokens/s; epoch %d of %d was the best%n",
        results.path("steps").asLong(),
        ProgressText.count(results.path("tokens").asLong()),
        ProgressText.duration(results.path("seconds").asDouble()),
        results.path("tokens_per_second").asDouble(),
        results.path("best_epoch").asInt(),
        results.path("epochs").asInt());
    if (!test.isEmpty()) {
      out.println(test);
    }
    out.flush();
  }

  @Override
  public boolean stopRequested() {
    return signal.requested();
  }

  /** Ends the bar, if there is one, so that lines can follow. */
  @Override
  public void close() {
    progress.close();
  }
}
