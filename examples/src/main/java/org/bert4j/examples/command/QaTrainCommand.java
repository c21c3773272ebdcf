package org.bert4j.examples.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.bert4j.common.io.OffsetUnit;
import org.bert4j.finetune.qa.QaConfig;
import org.bert4j.finetune.qa.QaTraining;
import org.bert4j.finetune.qa.decode.DecodingConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bert4j qa train}: fine-tunes a model for question answering. */
@Command(
    name = "train",
    sortOptions = false,
    abbreviateSynopsis = true,
    description = {
      "Fine-tune BERT to answer questions with pieces of a text.",
      "Files are in the form of SQuAD 1.1 or 2.0, KorQuAD, CMRC 2018 or MRQA, or have a question a"
          + " row beside its context, as HuggingFace's scripts take them (JSON Lines, an array, or"
          + " {\"data\": [...]}). Every epoch is evaluated on the validation file; the model of the"
          + " best one is kept."
    },
    footer = {
      "",
      "Examples:",
      "  bert4j qa train --init runs/pretrain-1 --train train.json --validation dev.json",
      "  bert4j qa train --init bert --train squad2.json --validation dev2.json --version-2-with-negative"
    })
public final class QaTrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--train",
      paramLabel = "FILE",
      arity = "1..*",
      description =
          "Questions with their answers to train on. Default: those of the run to resume.")
  private List<Path> train;

  @Option(
      names = "--validation",
      paramLabel = "FILE",
      description =
          "Questions that decide which epoch is the best. Default: those of the run to resume.")
  private Path validation;

  @Option(
      names = "--test",
      paramLabel = "FILE",
      description = "Questions to score the best model on. Default: none.")
  private Path test;

  @Option(
      names = "--version-2-with-negative",
      description =
          "Questions may have no answer, as in SQuAD 2.0; the threshold for that is tuned on the"
              + " validation file. Default: every question has one.")
  private Boolean version2WithNegative;

  @Option(
      names = "--offsets",
      paramLabel = "auto|utf16|code-points",
      converter = OffsetUnitName.class,
      description =
          "What answer_start counts in the files to train on, which differs behind an emoji: code"
              + " points, as Python does, or UTF-16 units, as Java and JavaScript do. Default: auto,"
              + " found out by where the answers stand.")
  private OffsetUnit offsets;

  @Option(
      names = "--doc-stride",
      paramLabel = "N",
      description = "Tokens between the beginnings of two windows of a context. Default: 128.")
  private Integer docStride;

  @Option(
      names = "--max-query-length",
      paramLabel = "N",
      description = "Tokens of a question that are kept. Default: 64.")
  private Integer maxQueryLength;

  @Option(
      names = "--n-best-size",
      paramLabel = "N",
      description = "Answers kept for each question. Default: 20.")
  private Integer nBestSize;

  @Option(
      names = "--max-answer-length",
      paramLabel = "N",
      description = "Longest answer in tokens. Default: 30.")
  private Integer maxAnswerLength;

  @Mixin private FineTuningOptions options;

  @Spec
  private void tellDefaults(CommandSpec command) {
    FineTuningDefaults.tell(command, QaTraining.DEFAULTS);
  }

  /** Makes the command. */
  public QaTrainCommand() {}

  @Override
  public Integer call() throws Exception {
    String next =
        "echo \"Ann lives in Rome.\" | bert4j qa predict --model %s --question \"Where does Ann"
            + " live?\" --context -";
    new FineTuningLauncher<>("qa", QaConfig.class, QaTraining.DEFAULTS, next)
        .run(options, this::data, QaTraining::read, spec.commandLine());
    return 0;
  }

  /** What was given, and what the run to resume, unless null, says otherwise. */
  private QaConfig data(QaConfig saved) {
    if (saved == null && (train == null || validation == null)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s is missing, expected a file in SQuAD's form",
              train == null ? "--train" : "--validation"));
    }
    QaConfig base = saved != null ? saved : QaConfig.of(train, validation);
    DecodingConfig decoding = base.decoding();
    return new QaConfig(
        train != null ? train : base.train(),
        validation != null ? validation : base.validation(),
        test != null ? test : base.test(),
        docStride != null ? docStride : base.docStride(),
        maxQueryLength != null ? maxQueryLength : base.maxQueryLength(),
        new DecodingConfig(
            nBestSize != null ? nBestSize : decoding.nBestSize(),
            maxAnswerLength != null ? maxAnswerLength : decoding.maxAnswerLength(),
            version2WithNegative != null ? version2WithNegative : decoding.version2WithNegative(),
            decoding.nullScoreDiffThreshold()),
        offsets != null ? offsets : base.offsets());
  }
}
