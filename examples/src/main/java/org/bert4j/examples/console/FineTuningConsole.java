package org.bert4j.examples.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.bert4j.finetune.Evaluation;
import org.bert4j.finetune.FineTuningListener;
import org.bert4j.finetune.FineTuningMetrics;
import org.bert4j.finetune.FineTuningStart;

/** Shows a fine-tuning: a bar on a terminal, a line for every logged step elsewhere. */
public final class FineTuningConsole implements FineTuningListener, AutoCloseable {
  private static final double NANOS = 1e9;

  private final PrintWriter out;
  private final int terminalWidth;
  private final StopOnSignal signal;
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
  public FineTuningConsole(PrintWriter out, int terminalWidth, StopOnSignal signal) {
    this.out = out;
    this.terminalWidth = terminalWidth;
    this.signal = signal;
  }

  @Override
  public void preparing(String message) {
    line(message);
  }

  @Override
  public void started(FineTuningStart run) {
    line(
        "model: %s parameters, %d layers, hidden size %d, vocabulary %,d"
            .formatted(
                ProgressText.count(run.parameters()),
                run.config().numHiddenLayers(),
                run.config().hiddenSize(),
                run.config().vocabSize()));
    line(
        "data: %,d windows, %s tokens an epoch"
            .formatted(run.windows(), ProgressText.count(run.tokens())));
    String how = run.step() == 0 ? "training" : "going on after step " + run.step();
    line("run: %s, %s, %,d steps at most".formatted(run.output(), how, run.steps()));
    signal.trainingBegins();
    startProgress = (double) run.step() / run.steps();
    startNanos = System.nanoTime();
    if (terminalWidth > 0) {
      bar = new RunningBar(out, terminalWidth, startProgress);
    }
  }

  @Override
  public void stepDone(long step, double progress) {
    if (terminalWidth > 0 && bar == null) {
      bar = new RunningBar(out, terminalWidth, progress);
    }
    if (bar != null) {
      bar.progress(step, progress);
    }
  }

  @Override
  public void stepLogged(FineTuningMetrics metrics, double progress) {
    String text =
        String.format("loss %.3f  %,.0f tokens/s", metrics.loss(), metrics.tokensPerSecond());
    if (terminalWidth > 0) {
      if (bar != null) {
        bar.metrics(text);
      }
      return;
    }
    double elapsed = (System.nanoTime() - startNanos) / NANOS;
    double share = progress - startProgress;
    String eta = share > 0 ? ProgressText.duration(elapsed * (1 - progress) / share) : "?";
    line("step %d %3.0f%%  %s  ETA %s".formatted(metrics.step(), 100 * progress, text, eta));
  }

  /** The bar ends with the epoch; the next step begins another one below this line. */
  @Override
  public void evaluated(int epoch, Evaluation evaluation, boolean best) {
    close();
    line("epoch %d: %s%s".formatted(epoch, evaluation.summary(), best ? "  best so far" : ""));
  }

  @Override
  public void checkpointed(Path checkpoint) {
    if (bar == null) {
      line("checkpoint: " + checkpoint);
    }
  }

  @Override
  public void tested(Evaluation evaluation) {
    close();
    line("test: " + evaluation.summary());
  }

  @Override
  public void finished(ObjectNode results) {
    close();
    line(
        "trained %,d steps on %s tokens in %s, %,.0f tokens/s; the best epoch is %d"
            .formatted(
                results.path("steps").asLong(),
                ProgressText.count(results.path("tokens").asLong()),
                ProgressText.duration(results.path("seconds").asDouble()),
                results.path("tokens_per_second").asDouble(),
                results.path("best_epoch").asInt()));
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

  private void line(String text) {
    out.println(text);
    out.flush();
  }
}
