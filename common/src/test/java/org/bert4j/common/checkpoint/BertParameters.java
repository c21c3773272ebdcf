package org.bert4j.common.checkpoint;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bert4j.common.model.BertConfig;

/** The parameters of HuggingFace's {@code BertForPreTraining}, in the order of its state dict. */
final class BertParameters {
  private final Map<String, FloatTensor> tensors = new LinkedHashMap<>();

  private BertParameters() {}

  /** Parameters of a model, every value NaN. */
  static Map<String, FloatTensor> of(BertConfig config) {
    BertParameters parameters = new BertParameters();
    int hidden = config.hiddenSize();
    String embeddings = "bert.embeddings.";
    parameters.add(embeddings + "word_embeddings.weight", config.vocabSize(), hidden);
    parameters.add(
        embeddings + "position_embeddings.weight", config.maxPositionEmbeddings(), hidden);
    parameters.add(embeddings + "token_type_embeddings.weight", config.typeVocabSize(), hidden);
    parameters.layerNorm(embeddings, hidden);
    for (int i = 0; i < config.numHiddenLayers(); i++) {
      parameters.layer("bert.encoder.layer." + i + ".", hidden, config.intermediateSize());
    }
    parameters.linear("bert.pooler.dense.", hidden, hidden);
    parameters.add("cls.predictions.bias", config.vocabSize());
    parameters.linear("cls.predictions.transform.dense.", hidden, hidden);
    parameters.layerNorm("cls.predictions.transform.", hidden);
    parameters.linear("cls.seq_relationship.", 2, hidden);
    return parameters.tensors;
  }

  private void layer(String prefix, int hidden, int intermediate) {
    linear(prefix + "attention.self.query.", hidden, hidden);
    linear(prefix + "attention.self.key.", hidden, hidden);
    linear(prefix + "attention.self.value.", hidden, hidden);
    linear(prefix + "attention.output.dense.", hidden, hidden);
    layerNorm(prefix + "attention.output.", hidden);
    linear(prefix + "intermediate.dense.", intermediate, hidden);
    linear(prefix + "output.dense.", hidden, intermediate);
    layerNorm(prefix + "output.", hidden);
  }

  private void linear(String prefix, int out, int in) {
    add(prefix + "weight", out, in);
    add(prefix + "bias", out);
  }

  private void layerNorm(String prefix, int hidden) {
    add(prefix + "LayerNorm.weight", hidden);
    add(prefix + "LayerNorm.bias", hidden);
  }

  private void add(String name, long... shape) {
    float[] values = new float[(int) Arrays.stream(shape).reduce(1, Math::multiplyExact)];
    Arrays.fill(values, Float.NaN);
    tensors.put(name, FloatTensor.of(FloatBuffer.wrap(values), shape));
  }
}
