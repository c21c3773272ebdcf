package org.bert4j.common.layer;

import java.util.ArrayList;
import java.util.List;
import org.bert4j.common.kernel.Tensor;

/** A stack of L unshared Transformer layers. */
public final class Encoder extends Layer {
  final List<TransformerLayer> layer = new ArrayList<>();
  private final List<Tensor> hiddenStates = new ArrayList<>();

  /**
   * Makes the stack.
   *
   * @param layers L
   * @param settings of each layer
   */
  public Encoder(int layers, TransformerLayer.Settings settings) {
    for (int i = 0; i < layers; i++) {
      layer.add(part("layer." + i, new TransformerLayer(settings)));
    }
  }

  /**
   * The layers.
   *
   * @return L layers, the first first
   */
  public List<TransformerLayer> layers() {
    return layer;
  }

  /** Lets all products with weights take integers of 8 bits; not to be trained. */
  public void quantize() {
    for (TransformerLayer each : layer) {
      each.attention.self.quantize();
      each.attention.output.dense.quantize();
      each.intermediate.dense.quantize();
      each.output.dense.quantize();
    }
  }

  @Override
  public void reserve(Activations memory) {
    memory.reserveInTurn(layer);
  }

  /**
   * The forward pass.
   *
   * @param pass the pass
   * @param x {@code [N, H]}, kept until the backward pass
   * @return {@code [N, H]} of the last layer
   */
  public Tensor forward(Pass pass, Tensor x) {
    hiddenStates.clear();
    hiddenStates.add(x);
    Tensor states = x;
    for (TransformerLayer each : layer) {
      states = each.forward(pass, states);
      hiddenStates.add(states);
    }
    return states;
  }

  /**
   * Hidden states of the last forward pass.
   *
   * @return L + 1 matrices {@code [N or a few spare rows more, H]}: the input and the result of
   *     each layer, as far as they are kept
   */
  public List<Tensor> hiddenStates() {
    return hiddenStates;
  }

  /**
   * The gradients of input and parameters.
   *
   * @param pass the pass
   * @param dy {@code [N, H]} gradient of the result, overwritten with the gradient of the input
   * @param scratch of the model
   */
  public void backward(Pass pass, Tensor dy, BackwardScratch scratch) {
    for (int i = layer.size() - 1; i >= 0; i--) {
      layer.get(i).backward(pass, dy, scratch);
    }
  }
}
