package org.bert4j.finetune;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.common.io.Machine;
import org.bert4j.common.kernel.Precision;
import org.bert4j.common.model.BertConfig;
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
  private static final int LOG_EVERY = 50;

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

  /**
   * A run that begins with a model that exists.
   *
   * @param output directory of the run
   * @param init the model: a HuggingFace directory or that of a run
   * @param data what the task is told
   * @param usual settings of the task, made to fit the model's size
   * @param <D> the task's settings
   * @return the configuration, with all cores
   * @throws IllegalArgumentException if there is no such model
   * @throws IOException if it cannot be read
   */
  public static <D> FineTuningConfig<D> of(
      Path output, Path init, D data, FineTuningHyperparameters usual) throws IOException {
    BertConfig model = CheckpointDirectory.open(init).config();
    return new FineTuningConfig<>(
        ModelConfig.existing(init),
        null,
        data,
        usual.fitting(model.hiddenSize(), model.maxPositionEmbeddings()),
        new FineTuningRuntime(
            output, false, Precision.AUTO, Machine.processors(), LOG_EVERY, null));
  }

  /**
   * The same with other {@link #model}.
   *
   * @param change makes them of those that there are
   * @return new settings
   */
  public FineTuningConfig<D> withModel(UnaryOperator<ModelConfig> change) {
    return new FineTuningConfig<>(change.apply(model), tokenizer, data, training, runtime);
  }

  /**
   * The same with other {@link #training}.
   *
   * @param change makes them of those that there are
   * @return new settings
   */
  public FineTuningConfig<D> withTraining(UnaryOperator<FineTuningHyperparameters> change) {
    return new FineTuningConfig<>(model, tokenizer, data, change.apply(training), runtime);
  }

  /**
   * The same with other {@link #runtime}.
   *
   * @param change makes them of those that there are
   * @return new settings
   */
  public FineTuningConfig<D> withRuntime(UnaryOperator<FineTuningRuntime> change) {
    return new FineTuningConfig<>(model, tokenizer, data, training, change.apply(runtime));
  }
}
