package org.bert4j.common.layer;

import org.bert4j.common.kernel.Elementwise.Function;
import org.bert4j.common.kernel.Tensor;

/** A Transformer layer with normalization after each sublayer, as BERT has it. */
public final class TransformerLayer extends Layer {
  final Attention attention;
  final Intermediate intermediate;
  final SublayerOutput output;
  private Tensor input;

  /**
   * Settings of a layer.
   *
   * @param hiddenSize H
   * @param intermediateSize I
   * @param heads A
   * @param activation of the feed-forward network
   * @param layerNormEps epsilon of the normalizations
   * @param hiddenDropout dropout rate of both sublayers' outputs
   * @param attentionDropout dropout rate of the attention probabilities
   */
  public record Settings(
      int hiddenSize,
      int intermediateSize,
      int heads,
      Function activation,
      double layerNormEps,
      double hiddenDropout,
      double attentionDropout) {}

  /**
   * Makes a layer.
   *
   * @param settings of the layer
   */
  public TransformerLayer(Settings settings) {
    int hidden = settings.hiddenSize();
    int inner = settings.intermediateSize();
    attention = part("attention", new Attention(settings, Attention.Kind.BIDIRECTIONAL));
    intermediate = part("intermediate", new Intermediate(hidden, inner, settings.activation()));
    output =
        part(
            "output",
            new SublayerOutput(inner, hidden, settings.layerNormEps(), settings.hiddenDropout()));
  }

  /**
   * Its attention to its own sequences.
   *
   * @return the layer at {@code attention.self}
   */
  public MultiHeadAttention selfAttention() {
    return attention.self;
  }

  /**
   * The forward pass.
   *
   * @param pass the pass
   * @param x {@code [N, H]}, kept until the backward pass
   * @return {@code [N, H]}
   */
  public Tensor forward(Pass pass, Tensor x) {
    input = x;
    Tensor states = attention.forward(pass, x);
    return output.forward(pass, intermediate.forward(pass, states), states);
  }

  /**
   * The gradients of input and parameters.
   *
   * @param pass the pass
   * @param dy {@code [N, H]} gradient of the result, overwritten with the gradient of the input
   * @param scratch of the model
   */
  public void backward(Pass pass, Tensor dy, BackwardScratch scratch) {
    int rows = dy.rows();
    Tensor residual = scratch.residual().rows(0, rows);
    Tensor dIntermediate = scratch.intermediate().rows(0, rows);
    Tensor dStates = scratch.hidden().rows(0, rows);
    output.backward(pass, dy, scratch).into(dIntermediate);
    intermediate.backward(pass, dIntermediate).add(residual).into(dStates);
    Tensor dContext = scratch.context().rows(0, rows);
    attention.output.backward(pass, dStates, scratch).into(dContext);
    attention.self.backward(pass, input, scratch);
    attention.self.dStates(pass).add(residual).into(dy);
  }
}
