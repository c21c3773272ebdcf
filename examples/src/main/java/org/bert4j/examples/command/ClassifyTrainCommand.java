package org.bert4j.examples.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.bert4j.common.model.ProblemType;
import org.bert4j.examples.console.ClassScoreTable;
import org.bert4j.finetune.classify.ClassifyData;
import org.bert4j.finetune.classify.ClassifyMetric;
import org.bert4j.finetune.classify.ClassifyTraining;
import org.bert4j.finetune.text.LongTexts;
import org.bert4j.finetune.text.TextReaderOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bert4j classify train}: fine-tunes a model that classifies texts. */
@Command(
    name = "train",
    sortOptions = false,
    abbreviateSynopsis = true,
    description = {
      "Fine-tune a model that classifies texts or pairs of texts, or predicts a number.",
      "Files are CSV or TSV, with names of columns or without, JSON records, or a folder with a"
          + " folder a label.",
      "The epoch that is best on the validation files is kept."
    },
    footer = {
      "",
      "Examples:",
      "  bert4j classify train --init bert --train train.tsv --validation dev.tsv",
      "  bert4j classify train --init bert --train a.csv --validation b.csv --text-column body --label-column kind"
    })
public final class ClassifyTrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private TrainingFiles files;

  @Mixin private LabelledFileOptions reader;

  @Option(
      names = "--problem",
      paramLabel = "single-label|multi-label|regression",
      description =
          "What labels are: one class a text, several, or a number. Default: found out: lists of"
              + " labels are several, more than 20 different numbers with fractions a regression.")
  private Problem problem;

  @Option(
      names = "--class-weights",
      description =
          "Classes count more the rarer they are: n / (K n_k) for one with n_k of n texts. Default:"
              + " all texts count the same.")
  private Boolean classWeights;

  @Option(
      names = "--long-texts",
      paramLabel = "head|tail|head_tail|windows",
      description =
          "What is read of texts that are longer than the model takes: their beginning, their end, a"
              + " quarter of beginning and the rest of end, or all in windows whose outputs are"
              + " averaged. Default: head.")
  private LongTexts longTexts;

  @Option(
      names = "--metric",
      paramLabel = "NAME",
      description =
          "The figure that the best epoch has most of: accuracy, f1_micro, f1_macro, f1_weighted,"
              + " f1_positive, matthews, log_loss, pearson, spearman or mean_squared_error. Default:"
              + " accuracy; f1_micro of several labels; pearson of a regression.")
  private ClassifyMetric metric;

  @Mixin private FineTuningOptions training;

  /** What labels are, as the command line writes it. */
  enum Problem {
    /** One class a text. */
    SINGLE_LABEL(ProblemType.SINGLE_LABEL_CLASSIFICATION),
    /** Several classes a text. */
    MULTI_LABEL(ProblemType.MULTI_LABEL_CLASSIFICATION),
    /** A number. */
    REGRESSION(ProblemType.REGRESSION);

    private final ProblemType type;

    Problem(ProblemType type) {
      this.type = type;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  @Spec
  private void tellDefaults(CommandSpec command) {
    FineTuningDefaults.tell(command, ClassifyTraining.DEFAULTS);
  }

  /** Makes the command. */
  public ClassifyTrainCommand() {}

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    String next = "echo \"A text.\" | bert4j classify predict --model %s --input -";
    try {
      new FineTuningLauncher<>("classify", ClassifyData.class, ClassifyTraining.DEFAULTS, next)
          .run(training, this::data, ClassifyTraining::read, spec.commandLine())
          .ifPresent(results -> print(results, out));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return 0;
  }

  private static void print(JsonNode results, PrintWriter out) {
    String set = results.has("test") ? "test" : "validation";
    out.printf(Locale.ROOT, "%n%s:%n", set);
    new ClassScoreTable(out).print(results.path(set));
  }

  /** Options given, over those of the run to resume, over the defaults. */
  private ClassifyData data(ClassifyData base) {
    if (base == null) {
      files.requireGiven();
    }
    ClassifyData.Learning learning = base == null ? ClassifyData.Learning.DEFAULT : base.learning();
    try {
      return new ClassifyData(
          files.train(base == null ? null : base.train()),
          files.validation(base == null ? null : base.validation()),
          files.test(base == null ? List.of() : base.test()),
          reader.or(base == null ? TextReaderOptions.DEFAULT : base.reader()),
          new ClassifyData.Learning(
              problem != null ? problem.type : learning.problem(),
              classWeights != null ? classWeights : learning.classWeights(),
              longTexts != null ? longTexts : learning.longTexts(),
              metric != null ? metric : learning.metric()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
