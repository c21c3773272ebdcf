package org.bert4j.common.layer;

import org.bert4j.common.kernel.Tensor;

/**
 * A Transformer layer of a decoder (Vaswani et al., 2017), with normalization after each sublayer:
 * causal attention to its own sequences, attention to those that the encoder has read, and the
 * feed-forward network. Its parts have the names of HuggingFace's BERT as a decoder.
 */
public final class DecoderLayer extends Layer {
  final Attention attention;
  final Attention crossattention;
  final Intermediate intermediate;
  final SublayerOutput output;
  private Tensor input;
  private Tensor queryStates;

  /**
   * Sequences that a decoder attends to.
   *
   * @param states {@code [N, H]} of the encoder
   * @param layout how the decoder's sequences and they go together
   */
  public record Attended(Tensor states, AttentionLayout layout) {}

  /**
   * Makes a layer.
   *
   * @param settings of the layer
   * @param causal whether a token must not see what follows it
   */
  public DecoderLayer(TransformerLayer.Settings settings, boolean causal) {
    int hidden = settings.hiddenSize();
    int inner = settings.intermediateSize();
    Attention.Kind kind = causal ? Attention.Kind.CAUSAL : Attention.Kind.BIDIRECTIONAL;
    attention = part("attention", new Attention(settings, kind));
    crossattention = part("crossattention", new Attention(settings, Attention.Kind.CROSS));
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
   * Its attention to the encoder's sequences.
   *
   * @return the layer at {@code crossattention.self}
   */
  public MultiHeadAttention crossAttention() {
    return crossattention.self;
  }

  /**
   * The forward pass.
   *
   * @param pass the pass; its layout is that of the decoder's sequences
   * @param x {@code [N, H]}, kept until the backward pass
   * @param attended what the encoder has read
   * @return {@code [N, H]}
   */
  public Tensor forward(Pass pass, Tensor x, Attended attended) {
    input = x;
    queryStates = attention.forward(pass, x);
    Tensor states = crossattention.forward(pass, queryStates, attended.states(), attended.layout());
    return output.forward(pass, intermediate.forward(pass, states), states);
  }

  /**
   * The gradients of input, parameters and the encoder's states.
   *
   * @param pass the pass
   * @param dy {@code [N, H]} gradient of the result, overwritten with the gradient of the input
   * @param attended of the forward pass
   * @param dAttended gradient of the encoder's states {@code [N, H]}, added to
   * @param scratch of the decoder
   */
  public void backward(
      Pass pass, Tensor dy, Attended attended, Tensor dAttended, BackwardScratch scratch) {
    int rows = dy.rows();
    Tensor residual = scratch.residual().rows(0, rows);
    Tensor dIntermediate = scratch.intermediate().rows(0, rows);
    Tensor dStates = scratch.hidden().rows(0, rows);
    Tensor dContext = scratch.context().rows(0, rows);
    output.backward(pass, dy, scratch).into(dIntermediate);
    intermediate.backward(pass, dIntermediate).add(residual).into(dStates);
    crossattention.output.backward(pass, dStates, scratch).into(dContext);
    crossattention.self.backward(pass, queryStates, attended.states(), scratch);
    crossattention.self.dKeyValueStates(pass).accumulate(true).into(dAttended);
    crossattention.self.dQueryStates(pass).add(residual).into(dStates);
    attention.output.backward(pass, dStates, scratch).into(dContext);
    attention.self.backward(pass, input, scratch);
    attention.self.dStates(pass).add(residual).into(dy);
  }

  /** Makes keys and values of what the encoder has read, for {@link #next}. */
  void keepKeys(Pass pass, Tensor states) {
    crossattention.self.keepKeys(pass, states);
  }

  /** The next token of every sequence, {@code [B and spare rows, H]} to the same. */
  Tensor next(Pass pass, Tensor x, DecoderCache.Layer cache, AttentionLayout across) {
    Tensor own = attention.next(pass, x, cache);
    Tensor states = crossattention.nextAcross(pass, own, across);
    return output.forward(pass, intermediate.forward(pass, states), states);
  }
}
