package org.bert4j.examples.command;

import java.nio.file.Path;
import org.bert4j.common.kernel.Precision;
import picocli.CommandLine.Option;

/** Where a run of any kind writes, and what it computes with. Options left out are null. */
final class RunOptions {
  @Option(
      names = "--output",
      paramLabel = "DIR",
      description =
          "Directory of the run. Default: runs/<command>-<n>, the first free n; with --resume the "
              + "last one there is.")
  Path output;

  @Option(
      names = "--resume",
      description =
          "Go on with the run in the output directory, or, given the run's options, begin where there "
              + "is none. Options left out come from the run. Default: begin.")
  boolean resume;

  @Option(
      names = "--precision",
      paramLabel = "fp32|bf16|auto",
      description =
          "Type of the inputs of matrix products; auto is bf16 where the processor has it. "
              + "Default: auto.")
  private Precision precision;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that compute. Default: all cores, at most 4 for pretrain's sample.")
  private Integer threads;

  @Option(
      names = "--log-every",
      paramLabel = "N",
      description = "Steps between lines of metrics.jsonl. Default: 50, 200 for pretrain's sample.")
  private Long logEvery;

  @Option(
      names = "--keep-checkpoints",
      paramLabel = "N",
      description =
          "The newest checkpoints that stay, beside the best of a fine-tuning. Default: 2 for "
              + "pretrain, else 1.")
  private Integer keepCheckpoints;

  Precision precision(Precision otherwise) {
    return precision != null ? precision : otherwise;
  }

  int threads(int otherwise) {
    return threads != null ? threads : otherwise;
  }

  long logEvery(long otherwise) {
    return logEvery != null ? logEvery : otherwise;
  }

  int keepCheckpoints(int otherwise) {
    return keepCheckpoints != null ? keepCheckpoints : otherwise;
  }
}
