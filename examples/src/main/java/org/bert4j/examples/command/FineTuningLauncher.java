package org.bert4j.examples.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bert4j.common.batch.Batch;
import org.bert4j.common.model.TrainableBert;
import org.bert4j.examples.console.FineTuningConsole;
import org.bert4j.examples.console.StopOnSignal;
import org.bert4j.examples.console.Terminal;
import org.bert4j.finetune.FineTuning;
import org.bert4j.finetune.FineTuningConfig;
import org.bert4j.finetune.FineTuningHyperparameters;
import org.bert4j.finetune.TrainingTask;
import picocli.CommandLine;

/**
 * A fine-tuning on the command line: {@code bert4j <name> train}.
 *
 * @param name of the command, after which runs are named
 * @param data record of the task's settings
 * @param defaults training settings where nothing is given
 * @param next what to type then, a format for the run's directory
 * @param <D> the task's settings
 */
record FineTuningLauncher<D extends Record>(
    String name, Class<D> data, FineTuningHyperparameters defaults, String next) {
  /**
   * Runs it, or goes on with it, until it ends or a signal stops it.
   *
   * @param options what was given
   * @param ofData the task's settings: what was given, and what another run's settings, or null for
   *     a new run, say otherwise
   * @param reader reads the task's data
   * @param command what was given on the command line, and where lines go
   * @return content of {@code results.json}, or nothing if a signal stopped it
   * @throws IllegalArgumentException if options or data cannot be used
   * @throws IOException if reading or writing fails
   */
  <M extends TrainableBert<B>, B extends Batch<B>> Optional<ObjectNode> run(
      FineTuningOptions options,
      UnaryOperator<D> ofData,
      TrainingTask.Reader<D, M, B> reader,
      CommandLine command)
      throws IOException {
    PrintWriter out = command.getOut();
    try (OutputDirectory output = OutputDirectory.ofRun(options.run(), name);
        StopOnSignal signal = new StopOnSignal(out)) {
      FineTuningConfig<D> config = config(options, ofData, output, command);
      out.printf(Locale.ROOT, "output: %s%n%s%n", output.path(), settings(config.training()));
      Optional<ObjectNode> results;
      try (UiOptions.Shown shown = options.ui.show(output.path(), out);
          FineTuningConsole listener =
              new FineTuningConsole(out, Terminal.width(), signal, shown.steps())) {
        results = FineTuning.run(config, reader, listener);
      }
      ReportOfRun.write(output.path(), out);
      out.println(
          results.isPresent()
              ? String.format(
                  Locale.ROOT,
                  "output: %s%nnext: %s",
                  output.path(),
                  String.format(Locale.ROOT, next, output.path()))
              : String.format(
                  Locale.ROOT,
                  "stopped; to go on: bert4j %s train --resume --output %s",
                  name,
                  output.path()));
      out.flush();
      return results;
    }
  }

  private static String settings(FineTuningHyperparameters training) {
    return String.format(
        Locale.ROOT,
        "settings: %d epochs at most, batches of %d, learning rate %s, windows of up to %d tokens",
        training.epochs(),
        training.batchSize(),
        FineTuningDefaults.power(training.learningRate()),
        training.maxSeqLength());
  }

  private FineTuningConfig<D> config(
      FineTuningOptions options,
      UnaryOperator<D> ofData,
      OutputDirectory output,
      CommandLine command)
      throws IOException {
    Optional<FineTuningConfig<D>> saved =
        options.run().resume ? FineTuning.savedConfig(output.path(), data) : Optional.empty();
    if (saved.isPresent()) {
      return options.config(saved.get(), ofData.apply(saved.get().data()));
    }
    if (options.run().resume) {
      output.requireOptions(command.getParseResult());
    }
    return options.config(output.path(), ofData.apply(null), defaults);
  }
}
