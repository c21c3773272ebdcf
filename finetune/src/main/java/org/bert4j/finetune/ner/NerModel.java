package org.bert4j.finetune.ner;

import java.io.IOException;
import java.nio.file.Path;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.common.checkpoint.LoadReport;
import org.bert4j.common.checkpoint.ParameterTensors;
import org.bert4j.common.io.JsonFile;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.model.BertConfig;
import org.bert4j.common.model.BertForTokenClassification;
import org.bert4j.finetune.ner.decode.EntityDecoder;
import org.bert4j.finetune.ner.feature.WindowSplitter;
import org.bert4j.finetune.ner.tag.EntityLabels;
import org.bert4j.tokenizer.BertTokenizer;

/** A trained model for entities with all that belongs to it, read from a HuggingFace directory. */
final class NerModel implements AutoCloseable {
  private final BertTokenizer tokenizer;
  private final ComputeEngine engine;
  private final BertForTokenClassification model;
  private final EntityLabels labels;
  private final NerSettings settings;
  private final WordClassifier classifier;

  private NerModel(CheckpointDirectory checkpoint, DataType computeType, int threads)
      throws IOException {
    Path configFile = checkpoint.path().resolve("config.json");
    BertConfig config = checkpoint.config();
    labels = EntityLabels.of(checkpoint.labels(), configFile.toString());
    settings = NerSettings.read(JsonFile.read(configFile), config.maxPositionEmbeddings());
    tokenizer = BertTokenizer.load(checkpoint.path());
    engine = new ComputeEngine(threads);
    model = new BertForTokenClassification(engine, config, labels.size(), computeType);
    try {
      requireFitting(config, checkpoint.path());
      requireClassifier(
          checkpoint.loadParameters(
              ParameterTensors.of(model.parameters(), model.parameters().values(), "")),
          checkpoint.path());
      model.parametersChanged();
      classifier =
          new WordClassifier(
              model,
              new WindowSplitter(settings.maxSeqLength(), tokenizer.clsId(), tokenizer.sepId()),
              new EntityDecoder(labels));
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Reads a model.
   *
   * @param directory a checkpoint's directory, or a run's
   * @param computeType type of the inputs of matrix products
   * @param threads threads that compute
   * @throws IllegalArgumentException if there is no model for entities
   */
  static NerModel load(Path directory, DataType computeType, int threads) throws IOException {
    return new NerModel(CheckpointDirectory.open(directory), computeType, threads);
  }

  private void requireFitting(BertConfig config, Path path) {
    if (tokenizer.vocabularySize() > config.vocabSize()) {
      throw new IllegalArgumentException(
          "%s: the tokenizer has %d word pieces, expected at most the model's vocab_size, which is %d"
              .formatted(path, tokenizer.vocabularySize(), config.vocabSize()));
    }
  }

  private static void requireClassifier(LoadReport report, Path path) {
    for (String missing : report.missing()) {
      if (missing.startsWith("classifier.")) {
        throw new IllegalArgumentException(
            "%s: this model was not trained for named entities: %s is missing; train it with ner train --init %s"
                .formatted(path, missing, path));
      }
    }
  }

  BertTokenizer tokenizer() {
    return tokenizer;
  }

  EntityLabels labels() {
    return labels;
  }

  NerSettings settings() {
    return settings;
  }

  WordClassifier classifier() {
    return classifier;
  }

  @Override
  public void close() {
    model.close();
    engine.close();
    tokenizer.close();
  }
}
