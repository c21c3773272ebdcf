package org.bert4j.examples.command;

import java.io.IOException;
import java.nio.file.Path;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.common.io.JsonFile;
import org.bert4j.common.run.ModelConfig;
import org.bert4j.finetune.FineTuningConfig;
import picocli.CommandLine.Option;

/** Which encoder to fine-tune. Options left out are null. */
final class FineTuningModelOptions {
  private static final int PRESET_POSITIONS = 512;

  @Option(
      names = "--init",
      paramLabel = "DIR",
      description =
          "The pre-trained model to begin with, its tokenizer included: a BERT directory,"
              + " HuggingFace's or Google's, or directory of a run. Default: --model.")
  private Path init;

  @Option(
      names = "--model",
      paramLabel = "SIZE|FILE.json",
      description =
          "Begin with random parameters instead: tiny, mini, small, medium, base or large, or a"
              + " HuggingFace config.json. Default: --init.")
  private String model;

  @Option(
      names = "--tokenizer",
      paramLabel = "DIR",
      description =
          "With --model: directory with a tokenizer, tokenizer.json or vocab.txt. Default: that of"
              + " --init.")
  private Path tokenizer;

  /** The model given, or that of the run to resume, which may be null. */
  ModelConfig modelOr(FineTuningConfig<?> saved) {
    if (init == null && model == null) {
      if (saved == null) {
        throw new IllegalArgumentException(
            "--init is missing: name a pre-trained model, or one of random parameters with --model"
                + " and --tokenizer");
      }
      return saved.model();
    }
    if (init != null && model != null) {
      throw new IllegalArgumentException(
          "--init is %s and --model is %s, expected one of them: --init brings its own model"
              .formatted(init, model));
    }
    return init != null ? ModelConfig.existing(init) : ModelConfig.random(model);
  }

  /** The tokenizer's directory given, or that of the run to resume, which may be null. */
  Path tokenizerOr(FineTuningConfig<?> saved) {
    return tokenizer != null || saved == null ? tokenizer : saved.tokenizer();
  }

  /**
   * The usual length of windows, or the model's positions if these are fewer.
   *
   * @throws IllegalArgumentException if there is no such model
   */
  static int length(ModelConfig model, int usual) throws IOException {
    int positions = PRESET_POSITIONS;
    if (model.init() != null) {
      positions = CheckpointDirectory.open(model.init()).config().maxPositionEmbeddings();
    } else if (model.configFile() != null) {
      positions =
          JsonFile.read(model.configFile()).path("max_position_embeddings").asInt(PRESET_POSITIONS);
    }
    return Math.min(usual, positions);
  }
}
