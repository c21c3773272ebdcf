package org.bert4j.examples.command;

import org.bert4j.finetune.TrainingConfig;
import picocli.CommandLine.Option;

/** How long and how fast to fine-tune. Options left out are null. */
final class FineTuningTrainingOptions {
  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over the training data at most. Default: 3.")
  private Integer epochs;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description =
          "Stop after so many epochs without a better validation score, 0 for never. Default: 2.")
  private Integer patience;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description = "Windows of a batch. Default: 32.")
  private Integer batchSize;

  @Option(
      names = "--gradient-accumulation",
      paramLabel = "N",
      description = "Batches of a step. Default: 1.")
  private Integer gradientAccumulation;

  @Option(
      names = "--learning-rate",
      paramLabel = "X",
      description =
          "Highest learning rate, reached after the warmup; smaller models bear more. Default:"
              + " 5e-5.")
  private Double learningRate;

  @Option(
      names = "--warmup",
      paramLabel = "X",
      description =
          "Share of the steps in which the learning rate rises; in the others it falls to 0."
              + " Default: 0.1.")
  private Double warmup;

  @Option(
      names = "--weight-decay",
      paramLabel = "X",
      description = "Weight decay of AdamW. Default: 0.01.")
  private Double weightDecay;

  @Option(
      names = "--max-seq-length",
      paramLabel = "N",
      description =
          "Longest window in tokens, special tokens included. Default: 384 for qa, 128 for ner, or"
              + " the model's positions if these are fewer.")
  private Integer maxSeqLength;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Decides every random draw. Default: 1.")
  private Long seed;

  /** What is usual, for windows of some length. */
  static TrainingConfig defaults(int maxSeqLength) {
    return new TrainingConfig(3, 32, 1, 5e-5, 0.1, 0.01, maxSeqLength, 1, 2);
  }

  /** What was given, and what another configuration says otherwise. */
  TrainingConfig or(TrainingConfig base) {
    return new TrainingConfig(
        epochs != null ? epochs : base.epochs(),
        batchSize != null ? batchSize : base.batchSize(),
        gradientAccumulation != null ? gradientAccumulation : base.gradientAccumulation(),
        learningRate != null ? learningRate : base.learningRate(),
        warmup != null ? warmup : base.warmup(),
        weightDecay != null ? weightDecay : base.weightDecay(),
        maxSeqLength != null ? maxSeqLength : base.maxSeqLength(),
        seed != null ? seed : base.seed(),
        patience != null ? patience : base.patience());
  }
}
