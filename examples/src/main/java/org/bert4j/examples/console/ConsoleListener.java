package org.bert4j.examples.console;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.bert4j.common.model.DataParallel;
import org.bert4j.common.train.StepListener;
import org.bert4j.common.train.TrainedStep;
import org.bert4j.pretrain.HeldOutScores;
import org.bert4j.pretrain.PretrainingListener;
import org.bert4j.pretrain.PretrainingResult;
import org.bert4j.pretrain.PretrainingStart;
import org.bert4j.pretrain.StepMetrics;
import org.bert4j.pretrain.corpus.CorpusListener;
import org.bert4j.pretrain.predict.MaskedExample;

/** Shows a run: a bar on a terminal, a line for every logged step elsewhere. */
public final class ConsoleListener implements PretrainingListener, AutoCloseable {
  private final PrintWriter out;
  private final RunProgress progress;
  private final ReadingConsole reading;
  private final StopOnSignal signal;
  private final StepListener steps;
  private Path output;

  /**
   * Makes a listener for one run.
   *
   * @param out where lines go
   * @param terminalWidth columns of the terminal that a person is watching, or 0
   * @param signal tells whether the run is to stop after its step
   */
  public ConsoleListener(PrintWriter out, int terminalWidth, StopOnSignal signal) {
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
  public ConsoleListener(
      PrintWriter out, int terminalWidth, StopOnSignal signal, StepListener steps) {
    this.out = out;
    this.signal = signal;
    this.steps = steps;
    progress = new RunProgress(out, terminalWidth);
    reading = new ReadingConsole(out, terminalWidth);
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
  public CorpusListener corpusListener() {
    return reading;
  }

  @Override
  public void started(PretrainingStart run) {
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
            "data: %s training tokens in %,d documents, %s held-out tokens in %,d documents",
            ProgressText.count(run.trainingTokens()),
            run.trainingDocuments(),
            ProgressText.count(run.heldOutTokens()),
            run.heldOutDocuments()));
    String how = run.step() == 0 ? "training" : "going on after step " + run.step();
    progress.line(String.format(Locale.ROOT, "run: %s, %s", run.output(), how));
    signal.trainingBegins();
    output = run.output();
    progress.start(run.progress());
  }

  @Override
  public void stepDone(long step, double share) {
    progress.step(step, share);
  }

  @Override
  public void stepLogged(StepMetrics metrics, double share) {
    progress.logged(
        metrics.step(), share, ProgressText.metrics(metrics), heldOut(metrics.validation()));
  }

  @Override
  public void checkpointed(Path checkpoint) {
    progress.lineOfLog("checkpoint: " + checkpoint);
  }

  @Override
  public void finished(PretrainingResult result, List<MaskedExample> examples) {
    close();
    new RunSummary(out, output).print(result, examples);
  }

  @Override
  public boolean stopRequested() {
    return signal.requested();
  }

  /** Ends the bar, if there is one, so that lines can follow. */
  @Override
  public void close() {
    reading.close();
    progress.close();
  }

  private static String heldOut(HeldOutScores evaluation) {
    return evaluation == null
        ? ""
        : "  held-out: "
            + ProgressText.tasks(
                evaluation.mlmLoss(), evaluation.mlmAccuracy(), evaluation.nspAccuracy());
  }
}
