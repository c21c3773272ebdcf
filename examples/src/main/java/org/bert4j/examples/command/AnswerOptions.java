package org.bert4j.examples.command;

import java.io.IOException;
import java.nio.file.Path;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.finetune.qa.AnswerSettings;
import org.bert4j.finetune.qa.QuestionAnswerer;
import org.bert4j.finetune.qa.decode.DecodingConfig;
import org.bert4j.finetune.qa.features.WindowConfig;
import picocli.CommandLine.Option;

/** How answers are found, where it is not as in the model's training. Options left out are null. */
final class AnswerOptions {
  @Option(
      names = "--max-seq-length",
      paramLabel = "N",
      description =
          "Longest sequence of question and window, in tokens. Default: as in training, else 384;"
              + " at most the model's positions.")
  private Integer maxSeqLength;

  @Option(
      names = "--doc-stride",
      paramLabel = "N",
      description =
          "Tokens between the beginnings of two windows of a context. Default: as in training, else"
              + " 128.")
  private Integer docStride;

  @Option(
      names = "--max-query-length",
      paramLabel = "N",
      description = "Tokens of a question that are kept. Default: as in training, else 64.")
  private Integer maxQueryLength;

  @Option(
      names = "--n-best-size",
      paramLabel = "N",
      description = "Answers kept for each question. Default: as in training, else 20.")
  private Integer nBestSize;

  @Option(
      names = "--max-answer-length",
      paramLabel = "N",
      description = "Longest answer in tokens. Default: as in training, else 30.")
  private Integer maxAnswerLength;

  @Option(
      names = "--version-2-with-negative",
      description = "Questions may have no answer. Default: as in training.")
  private Boolean version2WithNegative;

  @Option(
      names = "--null-score-diff-threshold",
      paramLabel = "X",
      description =
          "A question has no answer if the score of none exceeds that of the best answer by more."
              + " Default: as tuned in training, else 0.")
  private Double nullScoreDiffThreshold;

  /** Reads a model with what was given, and its own settings otherwise. */
  QuestionAnswerer load(Path model, ComputeOptions compute) throws IOException {
    AnswerSettings settings = AnswerSettings.read(CheckpointDirectory.open(model).path());
    return QuestionAnswerer.load(model, or(settings), compute.dataType(), compute.threads());
  }

  /** What was given, and what other settings say otherwise. */
  AnswerSettings or(AnswerSettings base) {
    WindowConfig windows = base.windows();
    DecodingConfig decoding = base.decoding();
    return new AnswerSettings(
        new WindowConfig(
            maxSeqLength != null ? maxSeqLength : windows.maxSeqLength(),
            docStride != null ? docStride : windows.docStride(),
            maxQueryLength != null ? maxQueryLength : windows.maxQueryLength()),
        new DecodingConfig(
            nBestSize != null ? nBestSize : decoding.nBestSize(),
            maxAnswerLength != null ? maxAnswerLength : decoding.maxAnswerLength(),
            version2WithNegative != null ? version2WithNegative : decoding.version2WithNegative(),
            nullScoreDiffThreshold != null
                ? nullScoreDiffThreshold
                : decoding.nullScoreDiffThreshold()));
  }
}
