package org.bert4j.common.model;

import static org.bert4j.common.layer.ParameterSpec.matrix;
import static org.bert4j.common.layer.ParameterSpec.vector;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.kernel.Transfer;
import org.bert4j.common.layer.ParameterSpec;
import org.bert4j.common.layer.Parameters;
import org.bert4j.common.random.RandomStream;
import org.bert4j.common.random.RandomStream.Purpose;

/**
 * Names, shapes and first values of BERT's parameters, as HuggingFace names them. Query, key and
 * value lie one after another, so that one product makes all three.
 */
public final class BertParameters {
  private static final String LAYER_NORM = ".LayerNorm";

  private BertParameters() {}

  /**
   * Parameters of the encoder and its pooler.
   *
   * @param config of the model
   * @return specifications in memory order
   */
  public static List<ParameterSpec> encoder(BertConfig config) {
    List<ParameterSpec> specs = withoutPooler(config);
    addDense(specs, "bert.pooler.dense", config.hiddenSize(), config.hiddenSize());
    return specs;
  }

  private static List<ParameterSpec> withoutPooler(BertConfig config) {
    List<ParameterSpec> specs = new ArrayList<>(embeddings(config));
    for (int i = 0; i < config.numHiddenLayers(); i++) {
      specs.addAll(layer(config, i));
    }
    return specs;
  }

  /**
   * Parameters of the embeddings.
   *
   * @param config of the model
   * @return specifications in memory order
   */
  public static List<ParameterSpec> embeddings(BertConfig config) {
    long hidden = config.hiddenSize();
    List<ParameterSpec> specs = new ArrayList<>();
    String embeddings = "bert.embeddings.";
    specs.add(matrix(embeddings + "word_embeddings.weight", config.vocabSize(), hidden));
    specs.add(
        matrix(embeddings + "position_embeddings.weight", config.maxPositionEmbeddings(), hidden));
    specs.add(matrix(embeddings + "token_type_embeddings.weight", config.typeVocabSize(), hidden));
    addNorm(specs, "bert.embeddings" + LAYER_NORM, hidden);
    return specs;
  }

  /**
   * Parameters of a model for Masked LM and Next Sentence Prediction. The decoder is tied to the
   * word embeddings.
   *
   * @param config of the model
   * @return specifications in memory order
   */
  public static List<ParameterSpec> preTraining(BertConfig config) {
    List<ParameterSpec> specs = encoder(config);
    String transform = "cls.predictions.transform";
    addDense(specs, transform + ".dense", config.hiddenSize(), config.hiddenSize());
    addNorm(specs, transform + LAYER_NORM, config.hiddenSize());
    specs.add(vector("cls.predictions.bias", config.vocabSize()));
    addDense(specs, "cls.seq_relationship", 2, config.hiddenSize());
    return specs;
  }

  /**
   * Parameters of a model for token classification; it has no pooler.
   *
   * @param config of the model
   * @param labels K, classes of a token
   * @return specifications in memory order
   */
  public static List<ParameterSpec> tokenClassification(BertConfig config, int labels) {
    List<ParameterSpec> specs = withoutPooler(config);
    addDense(specs, "classifier", labels, config.hiddenSize());
    return specs;
  }

  /**
   * Parameters of a model for extractive question answering; it has no pooler.
   *
   * @param config of the model
   * @return specifications in memory order
   */
  public static List<ParameterSpec> questionAnswering(BertConfig config) {
    List<ParameterSpec> specs = withoutPooler(config);
    addDense(specs, "qa_outputs", 2, config.hiddenSize());
    return specs;
  }

  /**
   * Parameters of a layer of the encoder.
   *
   * @param config of the model
   * @param index 0 … L − 1
   * @return specifications in memory order
   */
  public static List<ParameterSpec> layer(BertConfig config, int index) {
    long hidden = config.hiddenSize();
    String name = "bert.encoder.layer." + index;
    List<ParameterSpec> specs = new ArrayList<>();
    String self = name + ".attention.self.";
    List<String> projections = List.of("query", "key", "value");
    projections.forEach(p -> specs.add(matrix(self + p + ".weight", hidden, hidden)));
    projections.forEach(p -> specs.add(vector(self + p + ".bias", hidden)));
    addDense(specs, name + ".attention.output.dense", hidden, hidden);
    addNorm(specs, name + ".attention.output" + LAYER_NORM, hidden);
    addDense(specs, name + ".intermediate.dense", config.intermediateSize(), hidden);
    addDense(specs, name + ".output.dense", hidden, config.intermediateSize());
    addNorm(specs, name + ".output" + LAYER_NORM, hidden);
    return specs;
  }

  private static void addDense(List<ParameterSpec> specs, String name, long out, long in) {
    specs.add(matrix(name + ".weight", out, in));
    specs.add(vector(name + ".bias", out));
  }

  private static void addNorm(List<ParameterSpec> specs, String name, long size) {
    specs.add(vector(name + ".weight", size));
    specs.add(vector(name + ".bias", size));
  }

  /**
   * Draws first values as BERT does: matrices from a normal distribution truncated at two standard
   * deviations, biases 0, normalization weights 1. Sinusoidal positions are computed instead.
   *
   * @param parameters receive the values
   * @param config of the model
   * @param seed of the run
   */
  public static void initialize(Parameters parameters, BertConfig config, long seed) {
    for (int i = 0; i < parameters.specs().size(); i++) {
      initialize(parameters, config, seed, i);
    }
  }

  private static void initialize(Parameters parameters, BertConfig config, long seed, int index) {
    ParameterSpec spec = parameters.specs().get(index);
    Tensor value = parameters.get(spec.name()).value();
    float[] values = new float[Math.toIntExact(spec.elements())];
    if (isSinusoidal(spec, config)) {
      values = sinusoids(config.maxPositionEmbeddings(), config.hiddenSize());
    } else if (spec.isMatrix()) {
      RandomStream random = RandomStream.of(seed, 0, index, Purpose.INITIALIZATION);
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (config.initializerRange() * random.nextTruncatedNormal());
      }
    } else if (spec.name().endsWith("LayerNorm.weight")) {
      Arrays.fill(values, 1);
    }
    new Transfer().write(value, 0, values, values.length);
  }

  private static boolean isSinusoidal(ParameterSpec spec, BertConfig config) {
    return config.sinusoidalPosEmbds() && spec.name().endsWith("position_embeddings.weight");
  }

  /** Sines in even, cosines in odd columns (Vaswani et al., 2017), {@code [P, H]}. */
  static float[] sinusoids(int positions, int hidden) {
    float[] table = new float[positions * hidden];
    for (int position = 0; position < positions; position++) {
      for (int i = 0; i < hidden; i++) {
        double angle = position / Math.pow(10_000, (i / 2 * 2) / (double) hidden);
        table[position * hidden + i] = (float) (i % 2 == 0 ? Math.sin(angle) : Math.cos(angle));
      }
    }
    return table;
  }
}
