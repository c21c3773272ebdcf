package org.bert4j.examples.command;

import java.io.IOException;
import java.nio.file.Path;
import org.bert4j.common.kernel.Precision;
import org.bert4j.finetune.RuntimeConfig;
import picocli.CommandLine.Option;

/** Where to write, and what to compute with. Options left out are null. */
final class FineTuningRuntimeOptions {
  private static final int LOG_EVERY = 50;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description =
          "Directory of the run. Default: runs/<command>-<n>, the first free n; with --resume the"
              + " last one there is.")
  private Path output;

  @Option(
      names = "--resume",
      description =
          "Go on with the run in the output directory, or begin where there is none. Options left "
              + "out come from the run. Default: begin.")
  private boolean resume;

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
      description = "Threads that compute. Default: all cores.")
  private Integer threads;

  @Option(
      names = "--log-every",
      paramLabel = "N",
      description = "Steps between lines of metrics.jsonl. Default: 50.")
  private Long logEvery;

  boolean resume() {
    return resume;
  }

  /** The directory given, or the first free {@code runs/<command>-<n>}, or the last with resume. */
  OutputDirectory output(String command) throws IOException {
    if (output != null) {
      return OutputDirectory.of(output);
    }
    return resume ? OutputDirectory.last(command) : OutputDirectory.claim(null, command);
  }

  /** What is usual. */
  static RuntimeConfig defaults(Path output) {
    int cores = Runtime.getRuntime().availableProcessors();
    return new RuntimeConfig(output, false, Precision.AUTO, cores, LOG_EVERY);
  }

  /** What was given, and what another configuration says otherwise. */
  RuntimeConfig or(RuntimeConfig base) {
    return new RuntimeConfig(
        base.output(),
        resume,
        precision != null ? precision : base.precision(),
        threads != null ? threads : base.threads(),
        logEvery != null ? logEvery : base.logEvery());
  }
}
