package org.bert4j.common.run;

import java.io.IOException;
import java.util.Locale;
import java.util.function.Consumer;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.common.checkpoint.LoadReport;
import org.bert4j.common.io.JsonFile;
import org.bert4j.common.model.BertConfig;
import org.bert4j.common.train.TrainingSession;

/** Where a run's model comes from. */
public final class ModelSource {
  private final ModelConfig model;
  private final Presets presets;

  /** Architectures by name. */
  @FunctionalInterface
  public interface Presets {
    /**
     * Finds one, as {@link BertConfig#preset} does.
     *
     * @param name its name
     * @param vocabSize V
     * @return the architecture
     * @throws IllegalArgumentException if there is none of this name
     */
    BertConfig of(String name, int vocabSize);
  }

  /**
   * Of a choice.
   *
   * @param model the choice
   * @param presets what its names mean
   */
  public ModelSource(ModelConfig model, Presets presets) {
    this.model = model;
    this.presets = presets;
  }

  /**
   * Refuses what can be known to be wrong before there is a tokenizer.
   *
   * @param maxSeqLength longest sequence in tokens
   * @return the architecture, with the smallest vocabulary that it may get
   * @throws IllegalArgumentException if there is no such preset, file or checkpoint, or the model
   *     has no place for these positions
   * @throws IOException if reading fails
   */
  public BertConfig smallest(int maxSeqLength) throws IOException {
    int vocabularySize =
        model.configFile() == null
            ? 1
            : JsonFile.read(model.configFile()).path("vocab_size").asInt(1);
    return withPositions(config(vocabularySize), maxSeqLength);
  }

  /**
   * The architecture for a text.
   *
   * @param vocabularySize word pieces of its tokenizer
   * @param maxSeqLength longest sequence in tokens
   * @return the configuration
   * @throws IllegalArgumentException if the model has no place for these tokens or positions
   * @throws IOException if reading fails
   */
  public BertConfig config(int vocabularySize, int maxSeqLength) throws IOException {
    BertConfig config = config(vocabularySize);
    if (vocabularySize > config.vocabSize()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the tokenizer has %d word pieces, expected at most the vocab_size of %s, which is %d",
              vocabularySize,
              model.init(),
              config.vocabSize()));
    }
    return withPositions(config, maxSeqLength);
  }

  private static BertConfig withPositions(BertConfig config, int maxSeqLength) {
    if (maxSeqLength > config.maxPositionEmbeddings()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "max_seq_length is %d, expected at most the model's max_position_embeddings, which is %d",
              maxSeqLength,
              config.maxPositionEmbeddings()));
    }
    return config;
  }

  private BertConfig config(int vocabularySize) throws IOException {
    if (model.preset() != null) {
      return presets.of(model.preset(), vocabularySize);
    }
    return model.configFile() != null
        ? BertConfig.read(model.configFile(), vocabularySize)
        : CheckpointDirectory.open(model.init()).config();
  }

  /**
   * Gives a new run's model its first parameters.
   *
   * @param session with the model
   * @param seed of random parameters
   * @param newHead whether a checkpoint's head is left out
   * @param report hears a line about a new head, one about what of a checkpoint is missing, and one
   *     about what of it is not used
   * @throws IllegalArgumentException if a checkpoint does not fit the model
   * @throws IOException if reading fails
   */
  public void initialize(
      TrainingSession<?, ?> session, long seed, boolean newHead, Consumer<String> report)
      throws IOException {
    session.initialize(model.initialization(), seed);
    if (model.init() == null) {
      return;
    }
    CheckpointDirectory checkpoint = CheckpointDirectory.open(model.init());
    LoadReport loaded = newHead ? session.loadEncoder(checkpoint) : session.load(checkpoint);
    if (newHead) {
      report.accept("the head is new and begins with random values");
    }
    loaded.texts(model.init()).forEach(report);
  }
}
