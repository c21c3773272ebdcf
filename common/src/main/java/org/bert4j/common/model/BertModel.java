package org.bert4j.common.model;

import java.util.List;
import java.util.Locale;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Elementwise.Function;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.layer.Activations;
import org.bert4j.common.layer.BackwardScratch;
import org.bert4j.common.layer.Embeddings;
import org.bert4j.common.layer.Encoder;
import org.bert4j.common.layer.Layer;
import org.bert4j.common.layer.Pass;
import org.bert4j.common.layer.TransformerLayer;

/**
 * The bidirectional encoder (Devlin et al., 2019): embeddings, L layers and, for heads that look at
 * whole sequences, a pooler.
 */
public final class BertModel extends Layer {
  final Embeddings embeddings;
  final Encoder encoder;
  final Pooler pooler;
  private final BertConfig config;
  private BackwardScratch scratch;
  private Tensor dHidden;

  /**
   * Makes an encoder.
   *
   * @param config of the model
   * @param addPoolingLayer whether it has a pooler
   */
  public BertModel(BertConfig config, boolean addPoolingLayer) {
    this.config = config;
    embeddings = part("embeddings", embeddings(config));
    encoder = part("encoder", new Encoder(config.numHiddenLayers(), settings(config)));
    pooler = addPoolingLayer ? part("pooler", new Pooler(config.hiddenSize())) : null;
  }

  /**
   * The embeddings that a configuration describes.
   *
   * @param config of a model
   * @return the layer, without memory
   */
  public static Embeddings embeddings(BertConfig config) {
    return embeddings(config, null);
  }

  /** The same, which may share the word pieces of others, or of none if null. */
  static Embeddings embeddings(BertConfig config, Embeddings words) {
    Embeddings.Sizes sizes =
        new Embeddings.Sizes(
            config.vocabSize(),
            config.maxPositionEmbeddings(),
            config.typeVocabSize(),
            config.hiddenSize());
    if (words != null) {
      return words.sharingWords(sizes, config.layerNormEps(), config.hiddenDropoutProb());
    }
    return new Embeddings(
        sizes, !config.sinusoidalPosEmbds(), config.layerNormEps(), config.hiddenDropoutProb());
  }

  /**
   * An encoder layer as a configuration describes all of them.
   *
   * @param config of a model
   * @return the layer, without memory
   */
  public static TransformerLayer layer(BertConfig config) {
    return new TransformerLayer(settings(config));
  }

  /** Settings of each layer. */
  static TransformerLayer.Settings settings(BertConfig config) {
    return new TransformerLayer.Settings(
        config.hiddenSize(),
        config.intermediateSize(),
        config.numAttentionHeads(),
        function(config.hiddenAct()),
        config.layerNormEps(),
        config.hiddenDropoutProb(),
        config.attentionProbsDropoutProb());
  }

  /**
   * The kernel of an activation.
   *
   * @param activation of the feed-forward network
   * @return the function
   */
  public static Function function(Activation activation) {
    return switch (activation) {
      case GELU -> Function.GELU;
      case GELU_NEW -> Function.GELU_TANH;
      case RELU -> Function.RELU;
    };
  }

  /**
   * Its configuration.
   *
   * @return the configuration
   */
  public BertConfig config() {
    return config;
  }

  /**
   * What heads of whole sequences look at.
   *
   * @return the pooler, null where there is none
   */
  public Pooler pooler() {
    return pooler;
  }

  /**
   * The stack of layers.
   *
   * @return the layer at {@code encoder}
   */
  public Encoder encoder() {
    return encoder;
  }

  @Override
  public void reserve(Activations memory) {
    super.reserve(memory);
    if (memory.isForBackward()) {
      scratch =
          BackwardScratch.reserve(
              memory,
              new BackwardScratch.Sizes(
                  config.hiddenSize(), config.intermediateSize(), config.numAttentionHeads()));
      dHidden = memory.matrix(DataType.FP32, memory.capacity().rows(), config.hiddenSize());
    }
  }

  /**
   * Refuses a batch that the model has no place for.
   *
   * @param batch the tokens
   * @throws IllegalArgumentException if a sequence is longer than P, or an id is out of range
   */
  public void requireFitting(TokenBatch batch) {
    for (int s = 0; s < batch.sequences(); s++) {
      if (batch.length(s) > config.maxPositionEmbeddings()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "a sequence has %d tokens, the model has max_position_embeddings = %d",
                batch.length(s),
                config.maxPositionEmbeddings()));
      }
    }
    for (int i = 0; i < batch.tokens(); i++) {
      int id = batch.inputId(i);
      int type = batch.tokenTypeId(i);
      if (id < 0 || id >= config.vocabSize() || type < 0 || type >= config.typeVocabSize()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "token %d has id %d and type %d, the model has vocab_size = %d, type_vocab_size = %d",
                i,
                id,
                type,
                config.vocabSize(),
                config.typeVocabSize()));
      }
    }
  }

  /**
   * The forward pass.
   *
   * @param pass the pass
   * @param batch the tokens
   * @return the last layer's hidden states {@code [N or a few spare rows more, H]}, valid until the
   *     next pass
   */
  public Tensor forward(Pass pass, TokenBatch batch) {
    return encoder.forward(pass, embeddings.forward(pass, batch));
  }

  /**
   * Hidden states of the last forward pass: the embeddings' output and that of each layer.
   *
   * @return L + 1 matrices {@code [N or a few spare rows more, H]}, as far as they are kept
   */
  public List<Tensor> hiddenStates() {
    return encoder.hiddenStates();
  }

  /**
   * Memory for the gradient of the last hidden states, to be set before {@link #backward}.
   *
   * @param pass the pass
   * @return {@code [N and spare rows, H]} in single precision
   */
  public Tensor dHidden(Pass pass) {
    return dHidden.rows(0, pass.layout().rows());
  }

  /**
   * The backward pass: gradients of all parameters. Those of the word embeddings are added to what
   * is there.
   *
   * @param pass the pass
   * @param batch the tokens of the forward pass
   * @param gradient of the last hidden states {@code [N and spare rows, H]}, overwritten
   */
  public void backward(Pass pass, TokenBatch batch, Tensor gradient) {
    encoder.backward(pass, gradient, scratch);
    embeddings.backward(pass, batch, gradient);
  }
}
