package org.bert4j.examples.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.common.io.JsonFile;
import org.bert4j.common.io.Machine;
import org.bert4j.common.kernel.Precision;
import org.bert4j.common.model.BertConfig;
import org.bert4j.common.run.ModelConfig;
import org.bert4j.finetune.FineTuningConfig;
import org.bert4j.finetune.FineTuningHyperparameters;
import org.bert4j.finetune.FineTuningRuntime;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every fine-tuning can be told beside its data. Options left out are null. */
final class FineTuningOptions {
  private static final int LOG_EVERY = 50;

  /** {@code max_position_embeddings} of the presets, and where a config.json leaves it out. */
  private static final int POSITIONS = 512;

  /** {@code hidden_size} where a config.json leaves it out. */
  private static final int HIDDEN_SIZE = 768;

  @Option(
      names = "--init",
      paramLabel = "DIR|FILE.onnx",
      description =
          "The encoder to begin with: a HuggingFace BERT directory, google-research/bert's, an ONNX"
              + " model, or a run's. It brings its tokenizer. Default: --model.")
  private Path init;

  @Option(
      names = "--new-head",
      description =
          "With --init: begin with a new head for the labels of the training data, whatever the "
              + "model was trained for. Default: go on with its head, if that is of the same kind.")
  private Boolean newHead;

  @Option(
      names = "--model",
      paramLabel = "SIZE|FILE.json",
      description =
          "Begin with random parameters instead: tiny, mini, small, medium, base or large, or a "
              + "HuggingFace config.json. Default: ${bundle:default-model}.")
  private String model;

  @Option(
      names = "--tokenizer",
      paramLabel = "DIR",
      description =
          "The tokenizer for --model: tokenizer.json or vocab.txt. Default: ${bundle:default-tokenizer}.")
  private Path tokenizer;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over the training data at most. Default: ${bundle:default-epochs}.")
  private Integer epochs;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description =
          "Stop after so many epochs without a better validation, 0 for never. Default: 0.")
  private Integer patience;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description = "Windows, texts or pairs of a batch. Default: ${bundle:default-batch-size}.")
  private Integer batchSize;

  @Option(
      names = "--gradient-accumulation",
      paramLabel = "N",
      description = "Batches of a step. Default: 1.")
  private Integer gradientAccumulation;

  @Option(
      names = "--max-seq-length",
      paramLabel = "N",
      description =
          "Longest window in tokens, special tokens included. Default: ${bundle:default-max-seq-length},"
              + " or the model's positions if these are fewer.")
  private Integer maxSeqLength;

  @Option(
      names = "--learning-rate",
      paramLabel = "X",
      description =
          "Highest learning rate, reached after the warmup. Default: ${bundle:default-learning-rate}.")
  private Double learningRate;

  @Option(
      names = "--warmup",
      paramLabel = "X",
      description = "Share of the steps in which the learning rate rises. Default: 0.1.")
  private Double warmup;

  @Mixin private ScheduleOption schedule;

  @Option(
      names = "--weight-decay",
      paramLabel = "X",
      description = "Of matrices, times the learning rate a step. Default: 0.01.")
  private Double weightDecay;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Decides every random draw. Default: 1.")
  private Long seed;

  @Mixin private RunOptions run;

  private String scratchModel;
  private String scratchTokenizer;

  /** Where it writes. */
  RunOptions run() {
    return run;
  }

  @Mixin UiOptions ui;

  /** Whether a model to begin with was named. */
  boolean hasInit() {
    return init != null;
  }

  /**
   * Says what a run begins with that is given neither a model nor a tokenizer.
   *
   * @param preset size of the model with random parameters
   * @param tokenizerName directory in that of the run, of the tokenizer that it learns
   */
  void fromScratch(String preset, String tokenizerName) {
    scratchModel = preset;
    scratchTokenizer = tokenizerName;
  }

  /**
   * The configuration of a new run.
   *
   * @param directory of the run
   * @param data what the task is told
   * @param defaults training settings where nothing was given, but for windows that the model is
   *     too short for
   * @throws IllegalArgumentException if there is no model or no such model
   */
  <D> FineTuningConfig<D> config(Path directory, D data, FineTuningHyperparameters defaults)
      throws IOException {
    if (scratchModel != null && init == null) {
      model = model == null ? scratchModel : model;
      tokenizer = tokenizer == null ? directory.resolve(scratchTokenizer) : tokenizer;
    }
    if (model == null && init == null) {
      throw new IllegalArgumentException(
          "no model, expected --init DIR to begin with, or --model SIZE with --tokenizer DIR for"
              + " random parameters");
    }
    int cores = Machine.processors();
    ModelConfig encoder = model(false);
    return new FineTuningConfig<>(
        encoder,
        tokenizer,
        data,
        or(fitting(encoder, defaults)),
        or(new FineTuningRuntime(directory, run.resume, Precision.AUTO, cores, LOG_EVERY, null)));
  }

  /**
   * The configuration of a run that is resumed.
   *
   * @param base what it was told before
   * @param data what the task is told
   */
  <D> FineTuningConfig<D> config(FineTuningConfig<D> base, D data) {
    boolean other = model != null || init != null;
    return new FineTuningConfig<>(
        other ? model(base.model().newHead()) : withHead(base.model(), base.model().newHead()),
        tokenizer != null || init != null ? tokenizer : base.tokenizer(),
        data,
        or(base.training()),
        or(base.runtime()));
  }

  private ModelConfig model(boolean replaced) {
    return withHead(ModelConfig.of(model, init, null), replaced);
  }

  private ModelConfig withHead(ModelConfig config, boolean replaced) {
    return config.withNewHead(newHead != null ? newHead : replaced);
  }

  /** The settings as they suit a model that is not read yet; rates for training all of it stay. */
  private FineTuningHyperparameters fitting(ModelConfig model, FineTuningHyperparameters usual)
      throws IOException {
    int hiddenSize = HIDDEN_SIZE;
    int positions = POSITIONS;
    if (model.init() != null) {
      BertConfig config = CheckpointDirectory.open(model.init()).config();
      hiddenSize = config.hiddenSize();
      positions = config.maxPositionEmbeddings();
    } else if (model.configFile() != null) {
      JsonNode config = JsonFile.read(model.configFile());
      hiddenSize = config.path("hidden_size").asInt(HIDDEN_SIZE);
      positions = config.path("max_position_embeddings").asInt(POSITIONS);
    } else if (scratchModel == null) {
      hiddenSize = BertConfig.preset(model.preset(), POSITIONS).hiddenSize();
    }
    return usual.fitting(scratchModel == null ? hiddenSize : HIDDEN_SIZE, positions);
  }

  private FineTuningHyperparameters or(FineTuningHyperparameters base) {
    return new FineTuningHyperparameters(
        epochs != null ? epochs : base.epochs(),
        batchSize != null ? batchSize : base.batchSize(),
        gradientAccumulation != null ? gradientAccumulation : base.gradientAccumulation(),
        learningRate != null ? learningRate : base.learningRate(),
        warmup != null ? warmup : base.warmup(),
        weightDecay != null ? weightDecay : base.weightDecay(),
        maxSeqLength != null ? maxSeqLength : base.maxSeqLength(),
        seed != null ? seed : base.seed(),
        patience != null ? patience : base.patience(),
        schedule.or(base.schedule(), warmup, "--warmup"));
  }

  private FineTuningRuntime or(FineTuningRuntime base) {
    return new FineTuningRuntime(
        base.output(),
        run.resume,
        run.precision(base.precision()),
        run.threads(base.threads()),
        run.logEvery(base.logEvery()),
        run.keepCheckpoints(base.keepCheckpoints()));
  }
}
