package org.bert4j.examples.command;

import java.nio.file.Path;
import org.bert4j.common.kernel.Precision;
import org.bert4j.pretrain.PretrainingRuntime;
import picocli.CommandLine.Option;

/** Where and when to write, and what to compute with. Options left out are null. */
final class RuntimeOptions {
  @Option(
      names = "--output",
      paramLabel = "DIR",
      description =
          "Directory of the run. Default: runs/pretrain-<n>, the first free n; with --resume the "
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
      description = "Threads that compute. Default: all cores, at most 4 for the sample.")
  private Integer threads;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "N",
      description = "Steps between checkpoints, 0 for one at the end only. Default: 1000.")
  private Long checkpointEvery;

  @Option(
      names = "--evaluate-every",
      paramLabel = "N",
      description = "Steps between held-out evaluations, 0 for one at the end only. Default: 500.")
  private Long evaluateEvery;

  @Option(
      names = "--log-every",
      paramLabel = "N",
      description = "Steps between lines of metrics.jsonl. Default: 50, 200 for the sample.")
  private Long logEvery;

  @Option(
      names = "--keep-checkpoints",
      paramLabel = "N",
      description = "The newest checkpoints that stay; older ones are removed. Default: 2.")
  private Integer keepCheckpoints;

  /** What was given, and what another configuration says otherwise. */
  PretrainingRuntime or(PretrainingRuntime base) {
    return new PretrainingRuntime(
        base.output(),
        resume,
        precision != null ? precision : base.precision(),
        threads != null ? threads : base.threads(),
        checkpointEvery != null ? checkpointEvery : base.checkpointEvery(),
        evaluateEvery != null ? evaluateEvery : base.evaluateEvery(),
        logEvery != null ? logEvery : base.logEvery(),
        keepCheckpoints != null ? keepCheckpoints : base.keepCheckpoints());
  }
}
