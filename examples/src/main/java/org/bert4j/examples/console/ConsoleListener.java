package org.bert4j.examples.console;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.bert4j.pretrain.Evaluation;
import org.bert4j.pretrain.PretrainingListener;
import org.bert4j.pretrain.PretrainingResult;
import org.bert4j.pretrain.PretrainingStart;
import org.bert4j.pretrain.StepMetrics;
import org.bert4j.pretrain.predict.MaskedExample;

/** Shows a run: a bar on a terminal, a line for every logged step elsewhere. */
public final class ConsoleListener implements PretrainingListener, AutoCloseable {
  private final PrintWriter out;
  private final int terminalWidth;
  private final StopOnSignal signal;
  private Path output;
  private RunningBar bar;
  private double startProgress = -1;
  private long startNanos;

  /**
   * Makes a listener for one run.
   *
   * @param out where lines go
   * @param terminalWidth columns of the terminal that a person is watching, or 0
   * @param signal tells whether the run is to stop after its step
   */
  public ConsoleListener(PrintWriter out, int terminalWidth, StopOnSignal signal) {
    this.out = out;
    this.terminalWidth = terminalWidth;
    this.signal = signal;
  }

  @Override
  public void preparing(String message) {
    line(message);
  }

  @Override
  public void started(PretrainingStart run) {
    line(
        "model: %s parameters, %d layers, hidden size %d, vocabulary %,d"
            .formatted(
                ProgressText.count(run.parameters()),
                run.config().numHiddenLayers(),
                run.config().hiddenSize(),
                run.config().vocabSize()));
    line(
        "data: %s training tokens in %,d documents, %s held-out tokens in %,d documents"
            .formatted(
                ProgressText.count(run.trainingTokens()),
                run.trainingDocuments(),
                ProgressText.count(run.heldOutTokens()),
                run.heldOutDocuments()));
    String how = run.step() == 0 ? "training" : "going on after step " + run.step();
    line("run: %s, %s".formatted(run.output(), how));
    signal.trainingBegins();
    output = run.output();
    startProgress = run.progress();
    startNanos = System.nanoTime();
    if (terminalWidth > 0) {
      bar = new RunningBar(out, terminalWidth, startProgress);
    }
  }

  @Override
  public void stepDone(long step, double progress) {
    if (bar != null) {
      bar.progress(step, progress);
    }
  }

  @Override
  public void stepLogged(StepMetrics metrics, double progress) {
    String text = ProgressText.metrics(metrics) + heldOut(metrics.validation());
    if (bar != null) {
      bar.metrics(ProgressText.metrics(metrics));
      return;
    }
    double elapsed = (System.nanoTime() - startNanos) / 1e9;
    double share = progress - startProgress;
    String eta = share > 0 ? ProgressText.duration(elapsed * (1 - progress) / share) : "?";
    line("step %d %3.0f%%  %s  ETA %s".formatted(metrics.step(), 100 * progress, text, eta));
  }

  @Override
  public void checkpointed(Path checkpoint) {
    if (bar == null) {
      line("checkpoint: " + checkpoint);
    }
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
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  private static String heldOut(Evaluation evaluation) {
    return evaluation == null
        ? ""
        : String.format(
            "  held-out: loss %.3f  MLM %.3f  NSP %.3f",
            evaluation.mlmLoss() + evaluation.nspLoss(),
            evaluation.mlmAccuracy(),
            evaluation.nspAccuracy());
  }

  private void line(String text) {
    out.println(text);
    out.flush();
  }
}
