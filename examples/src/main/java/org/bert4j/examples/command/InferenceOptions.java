package org.bert4j.examples.command;

import java.io.IOException;
import java.nio.file.Path;
import org.bert4j.pretrain.predict.PretrainedBert;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which model to use, and how. */
final class InferenceOptions {
  @Option(
      names = "--model",
      paramLabel = "DIR|FILE.onnx",
      required = true,
      description = "HuggingFace BERT directory, ONNX model, or directory of a run.")
  private Path model;

  @Mixin private ComputeOptions compute;

  Path model() {
    return model;
  }

  ComputeOptions compute() {
    return compute;
  }

  PretrainedBert load() throws IOException {
    return PretrainedBert.load(model, compute.dataType(), compute.threads());
  }
}
