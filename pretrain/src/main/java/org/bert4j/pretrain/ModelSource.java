package org.bert4j.pretrain;

import java.io.IOException;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.common.checkpoint.LoadReport;
import org.bert4j.common.io.JsonFile;
import org.bert4j.common.model.BertConfig;

/** Where a run's model comes from. */
final class ModelSource {
  private static final double SAMPLE_INITIALIZER_RANGE = 0.08;

  private final ModelConfig model;

  ModelSource(ModelConfig model) {
    this.model = model;
  }

  /**
   * Refuses what can be known to be wrong before any text is read.
   *
   * @throws IllegalArgumentException if there is no such preset, file or checkpoint
   * @throws IOException if reading fails
   */
  void requireUsable() throws IOException {
    if (model.preset() != null) {
      preset(1);
    } else if (model.configFile() != null) {
      JsonFile.read(model.configFile());
    } else {
      CheckpointDirectory.open(model.init()).config();
    }
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
  BertConfig config(int vocabularySize, int maxSeqLength) throws IOException {
    BertConfig config = config(vocabularySize);
    if (vocabularySize > config.vocabSize()) {
      throw new IllegalArgumentException(
          "the tokenizer has %d word pieces, expected at most the vocab_size of %s, which is %d"
              .formatted(vocabularySize, model.init(), config.vocabSize()));
    }
    if (config.typeVocabSize() < 2) {
      throw new IllegalArgumentException(
          "type_vocab_size is %d, expected at least 2: next-sentence prediction has two segments"
              .formatted(config.typeVocabSize()));
    }
    if (maxSeqLength > config.maxPositionEmbeddings()) {
      throw new IllegalArgumentException(
          "max_seq_length is %d, expected at most the model's max_position_embeddings, which is %d"
              .formatted(maxSeqLength, config.maxPositionEmbeddings()));
    }
    return config;
  }

  private BertConfig config(int vocabularySize) throws IOException {
    if (model.preset() != null) {
      return preset(vocabularySize);
    }
    return model.configFile() != null
        ? BertConfig.read(model.configFile(), vocabularySize)
        : CheckpointDirectory.open(model.init()).config();
  }

  private BertConfig preset(int vocabularySize) {
    if (!model.preset().equals(ModelConfig.SAMPLE)) {
      return BertConfig.preset(model.preset(), vocabularySize);
    }
    BertConfig tiny = BertConfig.preset("tiny", vocabularySize);
    return new BertConfig(
        vocabularySize,
        tiny.hiddenSize(),
        tiny.numHiddenLayers(),
        tiny.numAttentionHeads(),
        tiny.intermediateSize(),
        tiny.hiddenAct(),
        0,
        0,
        tiny.maxPositionEmbeddings(),
        tiny.typeVocabSize(),
        SAMPLE_INITIALIZER_RANGE,
        tiny.layerNormEps(),
        tiny.padTokenId(),
        tiny.sinusoidalPosEmbds(),
        tiny.classifierDropout());
  }

  /**
   * Gives a new run's model its first parameters, and tells which of a checkpoint's do not match.
   */
  void initialize(TrainingSession session, long seed, PretrainingListener listener)
      throws IOException {
    session.initialize(seed);
    if (model.init() == null) {
      return;
    }
    LoadReport report = session.load(CheckpointDirectory.open(model.init()));
    report.texts(model.init()).forEach(listener::preparing);
  }
}
