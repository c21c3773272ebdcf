package org.bert4j.examples.command;

import java.nio.file.Path;
import org.bert4j.common.model.Initialization;
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
      paramLabel = "DIR|FILE.onnx",
      description =
          "Go on from the parameters of a BERT directory, HuggingFace's or Google's, of an ONNX model or of a run. "
              + "Default: random parameters.")
  private Path init;

  @Option(
      names = "--initialization",
      paramLabel = "bert|neighbours",
      description =
          "Random parameters: as BERT's, or with the first attention heads set on the tokens before "
              + "and behind, from which small models on small corpora learn much sooner. Default: bert.")
  private Initialization initialization;

  boolean isGiven() {
    return model != null || init != null;
  }

  boolean hasInit() {
    return init != null;
  }

  /** The model to go on from, or null. */
  Path init() {
    return init;
  }

  /** What was given, and what another configuration says otherwise. */
  ModelConfig or(ModelConfig base) {
    if (model != null || init != null) {
      return ModelConfig.of(model, init, initialization);
    }
    return initialization == null ? base : base.withInitialization(initialization);
  }
}
