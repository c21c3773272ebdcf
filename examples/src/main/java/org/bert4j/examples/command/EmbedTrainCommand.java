package org.bert4j.examples.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.bert4j.common.model.PairLoss;
import org.bert4j.common.model.Pooling;
import org.bert4j.examples.console.ScoreLines;
import org.bert4j.finetune.embed.EmbedData;
import org.bert4j.finetune.embed.EmbedTraining;
import org.bert4j.finetune.text.TextReaderOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bert4j embed train}: fine-tunes a model for vectors of texts. */
@Command(
    name = "train",
    sortOptions = false,
    abbreviateSynopsis = true,
    description = {
      "Fine-tune a model that turns texts into vectors, on pairs of texts.",
      "Pairs with a score are learned by the cosine of their vectors, pairs that belong together"
          + " against all other pairs of a batch.",
      "The epoch with the best rank correlation on the validation pairs is kept."
    },
    footer = {
      "",
      "Examples:",
      "  bert4j embed train --init bert --train pairs.tsv --validation dev.tsv",
      "  bert4j embed train --init bert --train questions.jsonl --validation dev.tsv --loss in-batch-negatives"
    })
public final class EmbedTrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private TrainingFiles files;

  @Mixin private LabelledFileOptions reader;

  @Option(
      names = "--loss",
      paramLabel = "cosine|in-batch-negatives",
      converter = PairLossName.class,
      description =
          "What is minimized: the squared difference of cosine and score, or the cross-entropy of"
              + " finding a text's partner in the batch. Default: cosine where pairs have scores.")
  private PairLoss.Kind loss;

  @Option(
      names = "--scale",
      paramLabel = "X",
      description = "Factor of cosines before the softmax of in-batch negatives. Default: 20.")
  private Double scale;

  @Option(
      names = "--pooling",
      paramLabel = "cls|mean|max",
      description = "How one vector is made of the tokens'. Default: as --init says, else mean.")
  private Pooling pooling;

  @Option(
      names = "--normalize",
      negatable = true,
      arity = "0",
      description = "Vectors have length 1 when used. Default: as --init says, else not.")
  private Boolean normalize;

  @Mixin private FineTuningOptions training;

  @Spec
  private void tellDefaults(CommandSpec command) {
    FineTuningDefaults.tell(command, EmbedTraining.DEFAULTS);
  }

  /** Makes the command. */
  public EmbedTrainCommand() {}

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    String next = "echo \"A text.\" | bert4j embed --model %s --input -";
    try {
      new FineTuningLauncher<>("embed", EmbedData.class, EmbedTraining.DEFAULTS, next)
          .run(training, this::data, EmbedTraining::read, spec.commandLine())
          .ifPresent(results -> print(results, out));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return 0;
  }

  private static void print(JsonNode results, PrintWriter out) {
    String set = results.has("test") ? "test" : "validation";
    out.printf(Locale.ROOT, "%n%s:%n", set);
    ScoreLines.print(out, results.path(set));
  }

  /** Options given, over those of the run to resume, over the defaults. */
  private EmbedData data(EmbedData base) {
    if (base == null) {
      files.requireGiven();
    }
    EmbedData.Learning learning = base == null ? EmbedData.Learning.DEFAULT : base.learning();
    try {
      return new EmbedData(
          files.train(base == null ? null : base.train()),
          files.validation(base == null ? null : base.validation()),
          files.test(base == null ? List.of() : base.test()),
          reader.or(base == null ? TextReaderOptions.DEFAULT : base.reader()),
          new EmbedData.Learning(
              loss != null ? loss : learning.loss(),
              scale != null ? scale : learning.scale(),
              pooling != null ? pooling : learning.pooling(),
              normalize != null ? normalize : learning.normalize()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
