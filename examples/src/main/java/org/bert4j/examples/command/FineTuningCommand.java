package org.bert4j.examples.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.bert4j.common.run.ModelConfig;
import org.bert4j.examples.console.FineTuningConsole;
import org.bert4j.examples.console.StopOnSignal;
import org.bert4j.examples.console.Terminal;
import org.bert4j.finetune.FineTuningConfig;
import org.bert4j.finetune.FineTuningListener;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * What the train commands of all tasks have in common; a command has these options and those of its
 * data.
 *
 * @param <D> the task's settings
 */
abstract class FineTuningCommand<D extends Record> implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private FineTuningModelOptions model;

  @Mixin private FineTuningTrainingOptions training;

  @Mixin private FineTuningRuntimeOptions runtime;

  /** The command's name without {@code train}, {@code ner} or {@code qa}. */
  abstract String task();

  /** Length of a window where neither an option nor the model's positions say otherwise. */
  abstract int usualLength();

  /** What an earlier start of the run in a directory was told. */
  abstract Optional<FineTuningConfig<D>> savedConfig(Path output) throws IOException;

  /**
   * The task's settings: options given, over those of the run to resume, over the usual ones.
   *
   * @param saved settings of the run to resume, or null
   */
  abstract D data(D saved);

  /** Trains; returns nothing if the listener stopped the run. */
  abstract Optional<ObjectNode> run(FineTuningConfig<D> config, FineTuningListener listener)
      throws IOException;

  /** A line that says what to do with the model. */
  abstract String next(Path output);

  @Override
  public final Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    try (OutputDirectory output = runtime.output(task());
        StopOnSignal signal = new StopOnSignal()) {
      out.printf("output: %s%n", output.path());
      FineTuningConfig<D> config = config(output.path());
      if (run(config, out, signal).isPresent()) {
        out.println(next(output.path()));
      } else {
        out.printf(
            "stopped; to go on: bert4j %s train --resume --output %s%n", task(), output.path());
      }
      out.flush();
    }
    return 0;
  }

  private Optional<ObjectNode> run(FineTuningConfig<D> config, PrintWriter out, StopOnSignal signal)
      throws IOException {
    try (FineTuningConsole console = new FineTuningConsole(out, Terminal.width(), signal)) {
      return run(config, console);
    }
  }

  private FineTuningConfig<D> config(Path output) throws IOException {
    FineTuningConfig<D> saved = runtime.resume() ? savedConfig(output).orElse(null) : null;
    ModelConfig encoder = model.modelOr(saved);
    return new FineTuningConfig<>(
        encoder,
        model.tokenizerOr(saved),
        data(saved == null ? null : saved.data()),
        training.or(
            saved != null
                ? saved.training()
                : FineTuningTrainingOptions.defaults(
                    FineTuningModelOptions.length(encoder, usualLength()))),
        runtime.or(saved != null ? saved.runtime() : FineTuningRuntimeOptions.defaults(output)));
  }
}
