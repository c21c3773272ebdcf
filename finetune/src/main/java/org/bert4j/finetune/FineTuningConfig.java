package org.bert4j.finetune;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import org.bert4j.common.run.ModelConfig;

/**
 * Everything that a fine-tuning run is told.
 *
 * @param model the encoder to begin with
 * @param tokenizer directory of the tokenizer of a model with random parameters; null for a model
 *     that exists, which brings its own
 * @param data what the task is told: which files, how they become windows
 * @param training how long and how fast it learns
 * @param runtime where and when things are written, and what changes speed but not the result
 * @param <D> the task's settings, a record
 */
public record FineTuningConfig<D>(
    ModelConfig model,
    Path tokenizer,
    D data,
    FineTuningHyperparameters training,
    FineTuningRuntime runtime) {
  /**
   * Checks that there is one tokenizer. {@inheritDoc}
   *
   * @throws IllegalArgumentException if there is none, or two
   */
  public FineTuningConfig {
    Objects.requireNonNull(data, "data");
    if (model.init() == null && tokenizer == null) {
      throw new IllegalArgumentException(
          "tokenizer is missing, expected a directory with one: a model of random parameters has"
              + " none; name one, or a model to begin with by init");
    }
    if (model.init() != null && tokenizer != null) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "tokenizer is %s and init is %s, expected one of them: init brings its own tokenizer",
              tokenizer,
              model.init()));
    }
  }
}
