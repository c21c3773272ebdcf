package org.bert4j.pretrain;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.common.io.Machine;
import org.bert4j.common.kernel.Precision;
import org.bert4j.common.run.ModelConfig;
import org.bert4j.common.train.LearningRateSchedule.Curve;
import org.bert4j.common.train.Optimizer.Algorithm;
import org.bert4j.pretrain.corpus.CorpusOptions;
import org.bert4j.pretrain.data.DataConfig;

/**
 * Everything that a pre-training run is told.
 *
 * @param model which model
 * @param text on which text
 * @param data how the text becomes batches
 * @param training how long and how fast it learns
 * @param runtime where and when things are written, and what changes speed but not the result
 */
public record PretrainingConfig(
    ModelConfig model,
    TextConfig text,
    DataConfig data,
    PretrainingHyperparameters training,
    PretrainingRuntime runtime) {

  private static final long SAMPLE_STEPS = 10_000;

  /** Hidden size of models that learn best at a high rate. */
  private static final int SMALL = 256;

  /** Whether word pieces are learned from the text: nothing else brings them. */
  boolean learnsVocabulary() {
    return text.data() == null && text.vocabulary().tokenizer() == null && model.init() == null;
  }

  /**
   * A tiny model, trained for ten minutes on text of the user's.
   *
   * @param output directory of the run
   * @param corpus files, directories and globs of text
   * @return the configuration, to take parts from for another one
   */
  public static PretrainingConfig defaults(Path output, Path... corpus) {
    return new PretrainingConfig(
        ModelConfig.random("tiny"),
        text(8000, corpus),
        new DataConfig(128, 0.1, 0.15, false, 32, 1),
        new PretrainingHyperparameters(
            0, 10, 1, Algorithm.ADAMW, 5e-4, PretrainingHyperparameters.WARMUP_TENTH, Curve.LINEAR),
        runtime(output, Machine.processors(), 50));
  }

  /**
   * A model that exists, trained for ten minutes on text of the user's. Unless it is small, its
   * learning rate is the 1e-4 with which BERT was pre-trained (Devlin et al. 2019, A.2).
   *
   * @param output directory of the run
   * @param init the model: a HuggingFace directory or that of a run
   * @param corpus files, directories and globs of text
   * @return the configuration, to take parts from for another one
   * @throws IllegalArgumentException if there is no such model
   * @throws IOException if it cannot be read
   */
  public static PretrainingConfig goingOn(Path output, Path init, Path... corpus)
      throws IOException {
    boolean small = CheckpointDirectory.open(init).config().hiddenSize() <= SMALL;
    PretrainingConfig usual = defaults(output, corpus).withModel(any -> ModelConfig.existing(init));
    return small ? usual : usual.withTraining(training -> training.withLearningRate(1e-4));
  }

  /**
   * A tiny model, trained on a {@linkplain SampleText sample text}, on two of today's cores for one
   * to three minutes. It is many small steps after which it leaves the plateau of word frequencies,
   * and no number of minutes, so steps end the run; their kernels are too small to be shared
   * between threads, so there are no more threads than a model has replicas at most.
   *
   * @param output directory of the run
   * @return the configuration
   */
  public static PretrainingConfig sample(Path output) {
    return new PretrainingConfig(
        ModelConfig.random(SampleModel.NAME),
        text(4000),
        new DataConfig(64, 0.1, 0.15, false, 16, 1),
        new PretrainingHyperparameters(
            SAMPLE_STEPS,
            0,
            1,
            Algorithm.ADAMW,
            1e-3,
            PretrainingHyperparameters.WARMUP_TENTH,
            Curve.LINEAR),
        runtime(output, Math.min(Machine.processors(), 4), 200));
  }

  private static TextConfig text(int vocabSize, Path... corpus) {
    return new TextConfig(
        List.of(corpus),
        CorpusOptions.DEFAULT,
        null,
        List.of(),
        new VocabularyConfig(null, vocabSize, false));
  }

  private static PretrainingRuntime runtime(Path output, int threads, long logEvery) {
    return new PretrainingRuntime(
        output, false, Precision.AUTO, threads, 1000, 500, logEvery, null);
  }

  /**
   * The same with other {@link #model}.
   *
   * @param change makes them of those that there are
   * @return new settings
   */
  public PretrainingConfig withModel(UnaryOperator<ModelConfig> change) {
    return new PretrainingConfig(change.apply(model), text, data, training, runtime);
  }

  /**
   * The same with other {@link #text}.
   *
   * @param change makes them of those that there are
   * @return new settings
   */
  public PretrainingConfig withText(UnaryOperator<TextConfig> change) {
    return new PretrainingConfig(model, change.apply(text), data, training, runtime);
  }

  /**
   * The same with other {@link #data}.
   *
   * @param change makes them of those that there are
   * @return new settings
   */
  public PretrainingConfig withData(UnaryOperator<DataConfig> change) {
    return new PretrainingConfig(model, text, change.apply(data), training, runtime);
  }

  /**
   * The same with other {@link #training}.
   *
   * @param change makes them of those that there are
   * @return new settings
   */
  public PretrainingConfig withTraining(UnaryOperator<PretrainingHyperparameters> change) {
    return new PretrainingConfig(model, text, data, change.apply(training), runtime);
  }

  /**
   * The same with other {@link #runtime}.
   *
   * @param change makes them of those that there are
   * @return new settings
   */
  public PretrainingConfig withRuntime(UnaryOperator<PretrainingRuntime> change) {
    return new PretrainingConfig(model, text, data, training, change.apply(runtime));
  }
}
