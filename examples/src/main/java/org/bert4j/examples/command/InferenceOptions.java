package org.bert4j.examples.command;

import java.io.IOException;
import java.nio.file.Path;
import org.bert4j.common.kernel.Precision;
import org.bert4j.pretrain.predict.PretrainedBert;
import picocli.CommandLine.Option;

/** Which model to use, and how. */
final class InferenceOptions {
  @Option(
      names = "--model",
      paramLabel = "DIR",
      required = true,
      description = "BERT directory, HuggingFace's or Google's, or directory of a run.")
  private Path model;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that compute. Default: all cores.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--precision",
      paramLabel = "fp32|bf16|auto",
      defaultValue = "fp32",
      description = "Type of the inputs of matrix products. Default: ${DEFAULT-VALUE}.")
  private Precision precision;

  PretrainedBert load() throws IOException {
    return PretrainedBert.load(model, precision.dataType(), threads);
  }
}
