package org.bert4j.examples.command;

import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.bert4j.examples.console.Terminal;
import org.bert4j.finetune.qa.QuestionAnswerer;
import org.bert4j.finetune.qa.SquadEvaluation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bert4j qa evaluate}: scores answers as the official scripts do. */
@Command(
    name = "evaluate",
    sortOptions = false,
    description = {
      "Score the answers of a model, or those in a file, as SQuAD's official scripts do.",
      "evaluate-v2.0.py is followed where the input has questions without an answer, marks them, or"
          + " says it is version 2; evaluate-v1.1.py otherwise."
    },
    footer = {
      "",
      "Examples:",
      "  bert4j qa evaluate --model runs/qa-1 --input dev.json --output answers",
      "  bert4j qa evaluate --predictions predictions.json --input dev.json"
    })
public final class QaEvaluateCommand implements Callable<Integer> {
  private static final ObjectWriter JSON =
      JsonMapper.builder()
          .build()
          .writer(
              new DefaultPrettyPrinter(
                  Separators.createDefaultInstance()
                      .withObjectFieldValueSpacing(Separators.Spacing.AFTER)));

  @Spec private CommandSpec spec;

  @Option(
      names = "--input",
      paramLabel = "FILE",
      required = true,
      description =
          "Questions with their answers, in a form that qa train reads. Without any answers, --model"
              + " writes predictions to --output and nothing is scored.")
  private Path input;

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "HuggingFace BERT directory, or directory of a run. Default: --predictions.")
  private Path model;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description =
          "With --model: where to write predictions.json, nbest_predictions.json and, where"
              + " questions may have no answer, null_odds.json. Default: nowhere.")
  private Path output;

  @Option(
      names = "--predictions",
      paramLabel = "FILE",
      description =
          "Answers to score, as any program writes them: {\"question id\": \"answer\", ...} or"
              + " [{\"id\": ..., \"prediction_text\": ...}, ...]. Default: the answers of --model.")
  private Path predictions;

  @Option(
      names = "--na-prob-file",
      paramLabel = "FILE",
      description =
          "For SQuAD 2.0 with --predictions: how likely each question has no answer, {\"question"
              + " id\": number, ...}, for instance null_odds.json. Default: not used.")
  private Path noAnswerFile;

  @Option(
      names = "--na-prob-thresh",
      paramLabel = "X",
      defaultValue = "1.0",
      description =
          "Questions above this in --na-prob-file count as answered by none. Default:"
              + " ${DEFAULT-VALUE}, as in the official script.")
  private double noAnswerThreshold;

  @Mixin private ComputeOptions compute;

  @Mixin private AnswerOptions options;

  /** Makes the command. */
  public QaEvaluateCommand() {}

  @Override
  public Integer call() throws Exception {
    SquadEvaluation evaluation = evaluate();
    spec.commandLine().getOut().println(JSON.writeValueAsString(evaluation.scores()));
    PrintWriter err = spec.commandLine().getErr();
    evaluation.summary().report(input.toString()).forEach(err::println);
    if (evaluation.scores().isEmpty()) {
      err.printf(
          Locale.ROOT,
          "%s: no question has an answer: there is nothing to score; predictions are in %s%n",
          input,
          output);
    }
    if (!evaluation.missing().isEmpty()) {
      err.printf(
          Locale.ROOT,
          "%d of %d questions have no prediction and count as wrong; the first is %s%n",
          evaluation.missing().size(),
          evaluation.summary().questions().total() - evaluation.summary().questions().unknown(),
          evaluation.missing().get(0));
    }
    return 0;
  }

  private SquadEvaluation evaluate() throws IOException {
    if ((model == null) == (predictions == null)) {
      throw new IllegalArgumentException(
          "expected one of --model, whose answers are scored, and --predictions, answers in a file");
    }
    if (model == null) {
      if (output != null) {
        throw new IllegalArgumentException("--output is for the answers of --model; leave it out");
      }
      return noAnswerFile == null
          ? SquadEvaluation.of(input, predictions)
          : SquadEvaluation.of(input, predictions, noAnswerFile, noAnswerThreshold);
    }
    if (noAnswerFile != null) {
      throw new IllegalArgumentException(
          "--na-prob-file is for --predictions; a model has its own scores of no answer");
    }
    PrintWriter err = spec.commandLine().getErr();
    boolean watched = Terminal.width() > 0;
    try (OutputDirectory directory = output == null ? null : OutputDirectory.of(output);
        QuestionAnswerer answerer = options.load(model, compute)) {
      SquadEvaluation evaluation =
          answerer.evaluate(
              input,
              directory == null ? null : directory.path(),
              answered -> show(answered, watched, err));
      err.print(watched ? System.lineSeparator() : "");
      if (output == null && evaluation.scores().isEmpty()) {
        throw new IllegalArgumentException(
            input
                + ": no question has an answer: there is nothing to score; to have predictions"
                + " written: --output DIR");
      }
      err.println(answerer.unknownTokens());
      return evaluation;
    }
  }

  /** Draws over what it drew before. */
  private static void show(long answered, boolean watched, PrintWriter err) {
    if (watched) {
      err.printf(Locale.ROOT, "\r%,d questions answered", answered);
      err.flush();
    }
  }
}
