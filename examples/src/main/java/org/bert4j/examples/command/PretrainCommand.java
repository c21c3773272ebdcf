package org.bert4j.examples.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.bert4j.examples.console.ConsoleListener;
import org.bert4j.examples.console.StopOnSignal;
import org.bert4j.examples.console.Terminal;
import org.bert4j.examples.sample.SampleCorpus;
import org.bert4j.pretrain.Pretraining;
import org.bert4j.pretrain.PretrainingConfig;
import org.bert4j.pretrain.PretrainingResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bert4j pretrain}: trains a model on text. */
@Command(
    name = "pretrain",
    sortOptions = false,
    abbreviateSynopsis = true,
    description = {
      "Pre-train BERT: Masked LM and Next Sentence Prediction.",
      "Without options a tiny model learns a built-in sample corpus: 10,000 steps, one to three minutes"
          + " on two of today's cores."
    },
    footer = {
      "",
      "Examples:",
      "  bert4j pretrain",
      "  bert4j pretrain --corpus my-texts --model mini --minutes 30 --initialization neighbours"
    })
public final class PretrainCommand implements Callable<Integer> {
  private static final String NAME = "pretrain";

  @Spec private CommandSpec spec;

  @Mixin private TextOptions text;

  @Mixin private ReaderOptions reader;

  @Mixin private ModelOptions model;

  @Mixin private DataOptions data;

  @Mixin private TrainingOptions training;

  @Mixin private RuntimeOptions runtime;

  @Mixin private UiOptions ui;

  /** Makes the command. */
  public PretrainCommand() {}

  @Override
  public Integer call() throws Exception {
    text.requireOneVocabulary(model);
    try (OutputDirectory output = OutputDirectory.ofRun(runtime.run(), NAME);
        StopOnSignal signal = new StopOnSignal(spec.commandLine().getOut())) {
      PretrainingConfig config = config(output);
      spec.commandLine().getOut().printf(Locale.ROOT, "output: %s%n", output.path());
      boolean stopped = run(config, signal).isEmpty();
      ReportOfRun.write(output.path(), spec.commandLine().getOut());
      PrintWriter out = spec.commandLine().getOut();
      out.printf(
          Locale.ROOT,
          stopped
              ? "stopped; to go on: bert4j pretrain --resume --output %s%n"
              : "next: bert4j fill-mask --model %s --text \"... [MASK] ...\"%n",
          output.path());
      out.flush();
    }
    return 0;
  }

  private Optional<PretrainingResult> run(PretrainingConfig config, StopOnSignal signal)
      throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    try (UiOptions.Shown shown = ui.show(config.runtime().output(), out);
        ConsoleListener listener =
            new ConsoleListener(out, Terminal.width(), signal, shown.steps())) {
      return Pretraining.run(config, PretrainCommand::writeSample, listener);
    }
  }

  private static void writeSample(Path file, long seed) throws IOException {
    SampleCorpus.writeTo(file, seed, SampleCorpus.DEFAULT_DOCUMENTS);
  }

  /** Options given, over those of the run to resume, over the defaults. */
  private PretrainingConfig config(OutputDirectory output) throws IOException {
    Optional<PretrainingConfig> saved =
        runtime.run().resume ? Pretraining.savedConfig(output.path()) : Optional.empty();
    if (runtime.run().resume && saved.isEmpty()) {
      output.requireOptions(spec.commandLine().getParseResult());
    }
    PretrainingConfig base = saved.isPresent() ? saved.get() : defaults(output.path());
    return new PretrainingConfig(
        model.or(base.model()),
        text.or(base.text(), reader),
        data.or(base.data()),
        training.or(base.training()),
        runtime.or(base.runtime()));
  }

  /** Without a text or a model to go on from, the built-in sample corpus and what suits it. */
  private PretrainingConfig defaults(Path output) throws IOException {
    if (model.hasInit()) {
      return PretrainingConfig.goingOn(output, model.init());
    }
    return text.isGiven() || model.isGiven()
        ? PretrainingConfig.defaults(output)
        : PretrainingConfig.sample(output);
  }
}
