package org.bert4j.examples.command;

import org.bert4j.pretrain.PretrainingRuntime;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where and when a pre-training writes, and what it computes with. Options left out are null. */
final class RuntimeOptions {
  @Mixin private RunOptions run;

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

  /** Where it writes. */
  RunOptions run() {
    return run;
  }

  /** What was given, and what another configuration says otherwise. */
  PretrainingRuntime or(PretrainingRuntime base) {
    return new PretrainingRuntime(
        base.output(),
        run.resume,
        run.precision(base.precision()),
        run.threads(base.threads()),
        checkpointEvery != null ? checkpointEvery : base.checkpointEvery(),
        evaluateEvery != null ? evaluateEvery : base.evaluateEvery(),
        run.logEvery(base.logEvery()),
        run.keepCheckpoints(base.keepCheckpoints()));
  }
}
