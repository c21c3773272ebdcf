package org.bert4j.examples.command;

import java.io.IOException;
import java.nio.file.Path;
import org.bert4j.finetune.translate.Translator;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which model translates, and how. */
final class TranslationOptions {
  @Option(
      names = "--model",
      paramLabel = "DIR",
      required = true,
      description = "Directory of a run of translate train, or of one of its checkpoints.")
  private Path model;

  @Option(
      names = "--beams",
      paramLabel = "N",
      description =
          "Hypotheses of a text at a time, 1 for greedy. Default: what the model was trained with.")
  private Integer beams;

  @Option(
      names = "--length-penalty",
      paramLabel = "X",
      description =
          "How much longer translations are preferred with several beams. Default: what the model"
              + " was trained with.")
  private Double lengthPenalty;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      defaultValue = "32",
      description = "Texts that are translated side by side. Default: ${DEFAULT-VALUE}.")
  private int batchSize;

  @Option(
      names = "--no-cache",
      description =
          "Compute the whole translation again for every token, to see what the cache of keys and"
              + " values spares. Default: with the cache.")
  private boolean noCache;

  @Mixin private ComputeOptions compute;

  /** The directory that was named. */
  Path directory() {
    return model;
  }

  Translator load() throws IOException {
    return Translator.load(
        model,
        new Translator.Options(
            compute.dataType(), compute.threads(), batchSize, beams, lengthPenalty, !noCache));
  }
}
