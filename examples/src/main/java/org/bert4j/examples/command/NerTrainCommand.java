package org.bert4j.examples.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.bert4j.examples.console.NerScoreTable;
import org.bert4j.finetune.ner.NerData;
import org.bert4j.finetune.ner.NerTraining;
import org.bert4j.finetune.ner.data.NerReaderOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bert4j ner train}: fine-tunes a model for named entities. */
@Command(
    name = "train",
    sortOptions = false,
    abbreviateSynopsis = true,
    description = {
      "Fine-tune a model for named entities on annotated files.",
      "The epoch with the best F1 on the validation files is kept."
    },
    footer = {
      "",
      "Examples:",
      "  bert4j ner train --init runs/pretrain-1 --train train.conll --validation valid.conll",
      "  bert4j ner train --init bert --train a.jsonl b.jsonl --validation c.jsonl --test d.jsonl --epochs 6"
    })
public final class NerTrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private TrainingFiles files;

  @Mixin private FineTuningOptions training;

  @Mixin private LabelledTextOptions reader;

  @Spec
  private void tellDefaults(CommandSpec command) {
    FineTuningDefaults.tell(command, NerTraining.DEFAULTS);
  }

  /** Makes the command. */
  public NerTrainCommand() {}

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    String next = "echo \"A text.\" | bert4j ner predict --model %s --input -";
    new FineTuningLauncher<>("ner", NerData.class, NerTraining.DEFAULTS, next)
        .run(training, this::data, NerTraining::read, spec.commandLine())
        .ifPresent(results -> print(results, out));
    return 0;
  }

  private static void print(JsonNode results, PrintWriter out) {
    String set = results.has("test") ? "test" : "validation";
    out.printf(Locale.ROOT, "%n%s:%n", set);
    new NerScoreTable(out).print(results.path(set));
  }

  /** Options given, over those of the run to resume, over the defaults. */
  private NerData data(NerData base) {
    if (base == null) {
      files.requireGiven();
    }
    return new NerData(
        files.train(base == null ? null : base.train()),
        files.validation(base == null ? null : base.validation()),
        files.test(base == null ? List.of() : base.test()),
        reader.or(base == null ? NerReaderOptions.DEFAULT : base.reader()));
  }
}
