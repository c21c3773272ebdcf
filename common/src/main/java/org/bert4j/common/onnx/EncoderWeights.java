package org.bert4j.common.onnx;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bert4j.common.model.BertConfig;

/** Names an encoder's weights as HuggingFace's {@code BertForPreTraining} does, and its sizes. */
final class EncoderWeights {
  private EncoderWeights() {}

  static Map<String, StoredWeight> named(EncoderStack.Found found) {
    Map<String, StoredWeight> weights = new LinkedHashMap<>();
    for (EmbeddingTables.Kind kind : EmbeddingTables.Kind.values()) {
      weights.put("bert.embeddings." + kind.key() + ".weight", found.tables().get(kind));
    }
    put(weights, "bert.embeddings.LayerNorm", found.norm());
    for (int i = 0; i < found.layers().size(); i++) {
      String name = String.format(Locale.ROOT, "bert.encoder.layer.%d.", i);
      EncoderStack.Layer layer = found.layers().get(i);
      put(weights, name + "attention.self.query", layer.self().query());
      put(weights, name + "attention.self.key", layer.self().key());
      put(weights, name + "attention.self.value", layer.self().value());
      put(weights, name + "attention.output.dense", layer.attentionOutput());
      put(weights, name + "attention.output.LayerNorm", layer.attentionNorm());
      put(weights, name + "intermediate.dense", layer.intermediate().dense());
      put(weights, name + "output.dense", layer.output());
      put(weights, name + "output.LayerNorm", layer.norm());
    }
    return weights;
  }

  private static void put(Map<String, StoredWeight> weights, String name, Blocks.Dense dense) {
    weights.put(name + ".weight", dense.weight());
    weights.put(name + ".bias", dense.biasOrZeros());
  }

  private static void put(Map<String, StoredWeight> weights, String name, Blocks.Norm norm) {
    weights.put(name + ".weight", norm.weight());
    weights.put(name + ".bias", norm.bias());
  }

  /**
   * What a graph says of the architecture.
   *
   * @throws Mismatch if layers differ
   * @throws IllegalArgumentException if the sizes are no BERT's
   */
  static BertConfig config(EncoderStack.Found found) {
    StoredWeight words = found.tables().get(EmbeddingTables.Kind.WORDS);
    EncoderStack.Layer first = found.layers().get(0);
    for (EncoderStack.Layer layer : found.layers()) {
      if (layer.self().heads() != first.self().heads()
          || epsilon(layer.norm()) != epsilon(found.norm())
          || epsilon(layer.attentionNorm()) != epsilon(found.norm())) {
        throw new Mismatch("layers of different numbers of heads or epsilons");
      }
    }
    BertConfig defaults = BertConfig.preset("tiny", 1);
    return new BertConfig(
        size(words, 0),
        size(words, 1),
        found.layers().size(),
        first.self().heads(),
        size(first.intermediate().dense().weight(), 0),
        EncoderStack.activation(found),
        defaults.hiddenDropoutProb(),
        defaults.attentionProbsDropoutProb(),
        size(found.tables().get(EmbeddingTables.Kind.POSITIONS), 0),
        size(found.tables().get(EmbeddingTables.Kind.TYPES), 0),
        defaults.initializerRange(),
        epsilon(found.norm()),
        0,
        false,
        null);
  }

  private static int size(StoredWeight weight, int axis) {
    long size = weight.size(axis);
    if (size > Integer.MAX_VALUE) {
      throw new Mismatch("a weight of shape " + List.copyOf(weight.shape()));
    }
    return (int) size;
  }

  /**
   * The shortest decimal number that is the same in single precision, as configurations have it.
   */
  private static double epsilon(Blocks.Norm norm) {
    return Double.parseDouble(Float.toString((float) norm.epsilon()));
  }
}
