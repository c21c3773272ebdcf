package org.bert4j.examples.command;

import java.io.IOException;
import java.nio.file.Path;
import org.bert4j.common.kernel.Precision;
import org.bert4j.finetune.ner.NerTagger;
import picocli.CommandLine.Option;

/** Which model for entities to use, and how. */
final class NerTaggerOptions {
  @Option(
      names = "--model",
      paramLabel = "DIR",
      required = true,
      description = "Directory of a run of ner train, or HuggingFace directory of such a model.")
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

  NerTagger load() throws IOException {
    return NerTagger.load(model, precision, threads);
  }
}
