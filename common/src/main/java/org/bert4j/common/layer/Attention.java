package org.bert4j.common.layer;

import org.bert4j.common.kernel.Tensor;

/**
 * An attention sublayer: {@code attention.self}, then {@code attention.output}. In a decoder it may
 * be causal, or attend to the sequences that the encoder has read: {@code crossattention}.
 */
public final class Attention extends Layer {
  final MultiHeadAttention self;
  final SublayerOutput output;
  private final boolean crossAttention;

  /** What the sublayer's queries see. */
  enum Kind {
    /** All tokens of their own sequence. */
    BIDIRECTIONAL,
    /** Of their own sequence what stands before them, and themselves. */
    CAUSAL,
    /** All tokens of the sequence that the encoder has read. */
    CROSS
  }

  /**
   * Makes the sublayer.
   *
   * @param settings of the layer
   * @param kind what its queries see
   */
  Attention(TransformerLayer.Settings settings, Kind kind) {
    int hiddenSize = settings.hiddenSize();
    crossAttention = kind == Kind.CROSS;
    self =
        part(
            "self",
            new MultiHeadAttention(
                hiddenSize,
                new MultiHeadAttention.Settings(
                    settings.heads(),
                    settings.attentionDropout(),
                    kind == Kind.CAUSAL,
                    crossAttention)));
    output =
        part(
            "output",
            new SublayerOutput(
                hiddenSize, hiddenSize, settings.layerNormEps(), settings.hiddenDropout()));
  }

  @Override
  public void reserve(Activations memory) {
    self.reserve(crossAttention ? memory.across() : memory);
    output.reserve(memory);
  }

  Tensor forward(Pass pass, Tensor x) {
    return output.forward(pass, self.forward(pass, x), x);
  }

  Tensor forward(Pass pass, Tensor x, Tensor others, AttentionLayout across) {
    return output.forward(pass, self.forward(pass, x, others, across), x);
  }

  /** The next token of every sequence, after those whose keys and values are in a cache. */
  Tensor next(Pass pass, Tensor x, DecoderCache.Layer cache) {
    return output.forward(pass, self.next(pass, x, cache), x);
  }

  /** The same queries as {@link #forward}, to keys and values that are there already. */
  Tensor nextAcross(Pass pass, Tensor x, AttentionLayout across) {
    return output.forward(pass, self.toKeptKeys(pass, x, across), x);
  }
}
