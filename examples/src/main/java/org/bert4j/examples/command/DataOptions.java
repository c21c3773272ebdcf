package org.bert4j.examples.command;

import org.bert4j.pretrain.data.DataConfig;
import picocli.CommandLine.Option;

/** How text becomes batches. Options left out are null. */
final class DataOptions {
  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description = "Sequences of a batch. Default: 32, 16 for the sample.")
  private Integer batchSize;

  @Option(
      names = "--max-seq-length",
      paramLabel = "N",
      description =
          "Longest sequence in tokens, special tokens included. Default: 128, 64 for the "
              + "sample.")
  private Integer maxSeqLength;

  @Option(
      names = "--short-seq-prob",
      paramLabel = "X",
      description = "Share of documents of which shorter sequences are made. Default: 0.1.")
  private Double shortSeqProb;

  @Option(
      names = "--masked-lm-prob",
      paramLabel = "X",
      description = "Share of a sequence's tokens to predict. Default: 0.15.")
  private Double maskedLmProb;

  @Option(
      names = "--whole-word-masking",
      description = "Mask all pieces of a word together. Default: each piece by itself.")
  private Boolean wholeWordMasking;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Decides every random draw. Default: 1.")
  private Long seed;

  /** What was given, and what another configuration says otherwise. */
  DataConfig or(DataConfig base) {
    return new DataConfig(
        maxSeqLength != null ? maxSeqLength : base.maxSeqLength(),
        shortSeqProb != null ? shortSeqProb : base.shortSeqProb(),
        maskedLmProb != null ? maskedLmProb : base.maskedLmProb(),
        wholeWordMasking != null ? wholeWordMasking : base.wholeWordMasking(),
        batchSize != null ? batchSize : base.batchSize(),
        seed != null ? seed : base.seed());
  }
}
