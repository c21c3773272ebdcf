package org.bert4j.examples.command;

import java.nio.file.Path;
import org.bert4j.common.run.ModelConfig;
import picocli.CommandLine.Option;

/** Which model to train. Options left out are null. */
final class ModelOptions {
  @Option(
      names = "--model",
      paramLabel = "SIZE|FILE.json",
      description =
          "tiny, mini, small, medium, base or large, or a HuggingFace config.json; its vocab_size "
              + "may be left out. Default: tiny; for the sample corpus with larger first weights and "
              + "without dropout.")
  private String model;

  @Option(
      names = "--init",
      paramLabel = "DIR",
      description =
          "Go on from the parameters of a BERT directory, HuggingFace's or Google's, or of a run. "
              + "Default: random parameters.")
  private Path init;

  boolean isGiven() {
    return model != null || init != null;
  }

  boolean hasInit() {
    return init != null;
  }

  /** What was given, and what another configuration says otherwise. */
  ModelConfig or(ModelConfig base) {
    if (model == null && init == null) {
      return base;
    }
    if (model == null) {
      return ModelConfig.existing(init);
    }
    ModelConfig random = ModelConfig.random(model);
    return new ModelConfig(random.preset(), random.configFile(), init);
  }
}
