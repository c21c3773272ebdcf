package org.bert4j.common.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * Architecture of a BERT model: HuggingFace's {@code config.json}, whose property names are these
 * in snake_case. Properties of other models or programs are ignored.
 *
 * @param vocabSize V, word pieces in the vocabulary
 * @param hiddenSize H, a multiple of the attention heads
 * @param numHiddenLayers L, encoder layers
 * @param numAttentionHeads A, attention heads of a layer
 * @param intermediateSize I, size of the feed-forward layer
 * @param hiddenAct activation of the feed-forward layer and of the MLM transform
 * @param hiddenDropoutProb share of hidden states dropped in training, 0 ≤ p &lt; 1
 * @param attentionProbsDropoutProb share of attention probabilities dropped in training, 0 ≤ p &lt;
 *     1
 * @param maxPositionEmbeddings P, longest sequence in tokens
 * @param typeVocabSize T, token types
 * @param initializerRange standard deviation of the initial weights
 * @param layerNormEps what layer norm adds to the variance
 * @param padTokenId word piece that fills up sequences in programs that pad
 * @param sinusoidalPosEmbds whether positions are the fixed sinusoids of Vaswani et al. (2017)
 *     instead of learned ones; named as in HuggingFace's DistilBERT. A checkpoint holds them as
 *     {@code position_embeddings.weight} and calls them {@code absolute}, so that programs which
 *     ignore this property compute the same
 * @param classifierDropout share of hidden states dropped before a token classifier in training, 0
 *     ≤ p &lt; 1, or null, which means {@code hidden_dropout_prob}
 */
@RecordBuilder
public record BertConfig(
    int vocabSize,
    int hiddenSize,
    int numHiddenLayers,
    int numAttentionHeads,
    int intermediateSize,
    Activation hiddenAct,
    double hiddenDropoutProb,
    double attentionProbsDropoutProb,
    int maxPositionEmbeddings,
    int typeVocabSize,
    double initializerRange,
    double layerNormEps,
    int padTokenId,
    boolean sinusoidalPosEmbds,
    Double classifierDropout)
    implements BertConfigBuilder.With {
  private static final int MAX_LAYERS = 10_000;

  /** In single precision 4 TB, more than any machine that this is for. */
  private static final double MAX_PARAMETERS = 1e12;

  /**
   * Checks every value. {@inheritDoc}
   *
   * @throws IllegalArgumentException if one is out of its range; the message names the property,
   *     the value and what was expected
   */
  public BertConfig {
    requirePositive("vocab_size", vocabSize);
    requirePositive("hidden_size", hiddenSize);
    requirePositive("num_hidden_layers", numHiddenLayers);
    if (numHiddenLayers > MAX_LAYERS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "num_hidden_layers is %d, expected at most %d",
              numHiddenLayers,
              MAX_LAYERS));
    }
    requirePositive("num_attention_heads", numAttentionHeads);
    requirePositive("intermediate_size", intermediateSize);
    requirePositive("max_position_embeddings", maxPositionEmbeddings);
    requirePositive("type_vocab_size", typeVocabSize);
    requireProbability("hidden_dropout_prob", hiddenDropoutProb);
    requireProbability("attention_probs_dropout_prob", attentionProbsDropoutProb);
    if (classifierDropout != null) {
      requireProbability("classifier_dropout", classifierDropout);
    }
    requireSinglePrecision("initializer_range", initializerRange);
    requireSinglePrecision("layer_norm_eps", layerNormEps);
    double h = hiddenSize;
    double layer = 4 * h * h + 2 * h * intermediateSize;
    double embeddings = h * ((double) vocabSize + maxPositionEmbeddings + typeVocabSize);
    if (embeddings + numHiddenLayers * layer > MAX_PARAMETERS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the sizes (hidden_size %d, num_hidden_layers %d, intermediate_size %d, vocab_size %d, max_position_embeddings %d, type_vocab_size %d) are those of a model of more than %.0e parameters",
              hiddenSize,
              numHiddenLayers,
              intermediateSize,
              vocabSize,
              maxPositionEmbeddings,
              typeVocabSize,
              MAX_PARAMETERS));
    }
    if (hiddenSize % numAttentionHeads != 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "hidden_size is %d, expected a multiple of num_attention_heads, which is %d",
              hiddenSize,
              numAttentionHeads));
    }
    if (padTokenId < 0 || padTokenId >= vocabSize) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "pad_token_id is %d, expected 0 to vocab_size - 1, which is %d",
              padTokenId,
              vocabSize - 1));
    }
    if (sinusoidalPosEmbds && hiddenSize % 2 != 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "hidden_size is %d, expected an even one with sinusoidal_pos_embds",
              hiddenSize));
    }
  }

  /**
   * A model of one of the sizes that google-research/bert published: tiny (L 2, H 128, A 2), mini
   * (4, 256, 4), small (4, 512, 8), medium (8, 512, 8), base (12, 768, 12), large (24, 1024, 16),
   * with I = 4H, P = 512 and dropout 0.1.
   *
   * @param name tiny, mini, small, medium, base or large
   * @param vocabSize V
   * @return the configuration
   * @throws IllegalArgumentException if there is no such size or V is not positive
   */
  public static BertConfig preset(String name, int vocabSize) {
    return switch (name) {
      case "tiny" -> ofSize(vocabSize, 2, 128, 2);
      case "mini" -> ofSize(vocabSize, 4, 256, 4);
      case "small" -> ofSize(vocabSize, 4, 512, 8);
      case "medium" -> ofSize(vocabSize, 8, 512, 8);
      case "base" -> ofSize(vocabSize, 12, 768, 12);
      case "large" -> ofSize(vocabSize, 24, 1024, 16);
      default ->
          throw new IllegalArgumentException(
              "no model size " + name + ", expected tiny, mini, small, medium, base or large");
    };
  }

  private static BertConfig ofSize(int vocabSize, int layers, int hiddenSize, int heads) {
    return new BertConfig(
        vocabSize,
        hiddenSize,
        layers,
        heads,
        4 * hiddenSize,
        Activation.GELU,
        0.1,
        0.1,
        512,
        2,
        0.02,
        1e-12,
        0,
        false,
        null);
  }

  /**
   * Reads a {@code config.json}. The sizes V, H, L, A and I must be there; every other property
   * that is missing has HuggingFace's default.
   *
   * @param file the file
   * @return the configuration
   * @throws IllegalArgumentException if the file is not such a configuration or asks for what is
   *     not supported; the message names file and property
   * @throws IOException if reading fails
   */
  public static BertConfig read(Path file) throws IOException {
    return new BertConfigJson(file).read(OptionalInt.empty());
  }

  /**
   * Reads the content of a {@code config.json}.
   *
   * @param json the content
   * @param source where it is from, for error messages
   * @return the configuration
   * @throws IllegalArgumentException as {@link #read(Path)}
   */
  public static BertConfig of(JsonNode json, String source) {
    return new BertConfigJson(source, json).read(OptionalInt.empty());
  }

  /**
   * Reads a {@code config.json} for use with a known vocabulary, whose size may be left out in it.
   *
   * @param file the file
   * @param vocabSize V of the tokenizer
   * @return the configuration
   * @throws IllegalArgumentException if the file is not such a configuration, asks for what is not
   *     supported or has another {@code vocab_size}; the message names file and property
   * @throws IOException if reading fails
   */
  public static BertConfig read(Path file, int vocabSize) throws IOException {
    return new BertConfigJson(file).read(OptionalInt.of(vocabSize));
  }

  /**
   * Dropout before a token classifier, as HuggingFace's {@code BertForTokenClassification} has it.
   *
   * @return {@code classifier_dropout}, or {@code hidden_dropout_prob} where that is null
   */
  public double classifierDropoutProb() {
    return classifierDropout == null ? hiddenDropoutProb : classifierDropout;
  }

  /**
   * The same with other dropout.
   *
   * @param probability of hidden states and attention, 0 ≤ p &lt; 1
   * @return the configuration
   * @throws IllegalArgumentException if it is out of its range
   */
  public BertConfig withDropout(double probability) {
    return withHiddenDropoutProb(probability).withAttentionProbsDropoutProb(probability);
  }

  /**
   * This configuration as the content of a HuggingFace {@code config.json}, keys in alphabetical
   * order.
   *
   * @param architecture HuggingFace's class of the model, such as {@code BertForPreTraining}
   * @return a new object, to which a head may add its own properties
   */
  public ObjectNode toJson(String architecture) {
    return BertConfigJson.write(this, architecture);
  }

  private static void requirePositive(String property, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s is %s, expected more than 0", property, number(value)));
    }
  }

  /** What is computed with is a {@code float}, of which neither 0 nor infinity is of use. */
  private static void requireSinglePrecision(String property, double value) {
    requirePositive(property, value);
    if (!((float) value > 0) || Float.isInfinite((float) value)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%s is %s, expected 1.4E-45 to 3.4E38", property, number(value)));
    }
  }

  private static void requireProbability(String property, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s is %s, expected 0 or more and less than 1",
              property,
              number(value)));
    }
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
