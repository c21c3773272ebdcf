package org.bert4j.common.layer;

import java.util.ArrayList;
import java.util.List;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.layer.DecoderLayer.Attended;

/** A stack of unshared decoder layers, all of which attend to the encoder's last states. */
public final class Decoder extends Layer {
  final List<DecoderLayer> layer = new ArrayList<>();

  /**
   * Makes the stack.
   *
   * @param layers how many
   * @param settings of each layer
   * @param causal whether a token must not see what follows it
   */
  public Decoder(int layers, TransformerLayer.Settings settings, boolean causal) {
    for (int i = 0; i < layers; i++) {
      layer.add(part("layer." + i, new DecoderLayer(settings, causal)));
    }
  }

  /**
   * The layers.
   *
   * @return the first first
   */
  public List<DecoderLayer> layers() {
    return layer;
  }

  @Override
  public void reserve(Activations memory) {
    memory.reserveInTurn(layer);
  }

  /**
   * The forward pass.
   *
   * @param pass the pass; its layout is that of the decoder's sequences
   * @param x {@code [N, H]}, kept until the backward pass
   * @param attended what the encoder has read
   * @return {@code [N, H]} of the last layer
   */
  public Tensor forward(Pass pass, Tensor x, Attended attended) {
    Tensor states = x;
    for (DecoderLayer each : layer) {
      states = each.forward(pass, states, attended);
    }
    return states;
  }

  /**
   * The gradients of input, parameters and the encoder's states.
   *
   * @param pass the pass
   * @param dy {@code [N, H]} gradient of the result, overwritten with the gradient of the input
   * @param attended of the forward pass
   * @param dAttended receives the gradient of the encoder's states {@code [N, H]}
   * @param scratch of the decoder
   */
  public void backward(
      Pass pass, Tensor dy, Attended attended, Tensor dAttended, BackwardScratch scratch) {
    pass.engine().zero(dAttended);
    for (int i = layer.size() - 1; i >= 0; i--) {
      layer.get(i).backward(pass, dy, attended, dAttended, scratch);
    }
  }

  /**
   * Makes keys and values of what the encoder has read, which {@link #next} attends to.
   *
   * @param pass of the encoder
   * @param states {@code [N, H]} of the encoder
   */
  public void keepKeys(Pass pass, Tensor states) {
    layer.forEach(each -> each.keepKeys(pass, states));
  }

  /**
   * The next token of every sequence, without dropout.
   *
   * @param pass the pass
   * @param x {@code [B and spare rows, H]}, a row a sequence
   * @param cache the tokens before it; grows by this one
   * @param across which sequences attend to which of the encoder's
   * @return {@code [B and spare rows, H]} of the last layer
   */
  public Tensor next(Pass pass, Tensor x, DecoderCache cache, AttentionLayout across) {
    Tensor states = x;
    for (int i = 0; i < layer.size(); i++) {
      states = layer.get(i).next(pass, states, cache.layer(i), across);
    }
    cache.grow();
    return states;
  }
}
