package org.bert4j.common.layer;

import org.bert4j.common.kernel.Tensor;

/** The attention sublayer: {@code attention.self}, then {@code attention.output}. */
public final class Attention extends Layer {
  final MultiHeadAttention self;
  final SublayerOutput output;

  /**
   * Makes the sublayer.
   *
   * @param settings of the layer
   */
  Attention(TransformerLayer.Settings settings) {
    int hiddenSize = settings.hiddenSize();
    self =
        part(
            "self",
            new MultiHeadAttention(
                hiddenSize,
                MultiHeadAttention.Settings.bidirectional(
                    settings.heads(), settings.attentionDropout())));
    output =
        part(
            "output",
            new SublayerOutput(
                hiddenSize, hiddenSize, settings.layerNormEps(), settings.hiddenDropout()));
  }

  Tensor forward(Pass pass, Tensor x) {
    return output.forward(pass, self.forward(pass, x), x);
  }
}
