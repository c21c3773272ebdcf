package org.bert4j.common.layer;

import org.bert4j.common.kernel.Arena;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.Matmul;
import org.bert4j.common.kernel.Tensor;

/** Dropout, then a dense layer, over the hidden state of every token. */
public final class TokenClassifier {
  private final ComputeEngine engine;
  private final Linear dense;
  private final Dropout dropout;
  private final int hiddenSize;
  private Tensor dropped;
  private Tensor input;

  /**
   * Makes the layer whose parameters are {@code name.weight} and {@code name.bias}.
   *
   * @param engine runs it
   * @param parameters of the model
   * @param name key of the layer
   * @param dropoutRate of its input
   */
  public TokenClassifier(
      ComputeEngine engine, Parameters parameters, String name, double dropoutRate) {
    this.engine = engine;
    dense = Linear.of(engine, parameters, name);
    dropout = new Dropout((float) dropoutRate);
    hiddenSize = parameters.get(name + ".weight").value().columns();
  }

  /**
   * Number of logits of a token.
   *
   * @return K
   */
  public int outputSize() {
    return dense.outputSize();
  }

  /**
   * Makes room for what the backward pass needs.
   *
   * @param arena owns the memory
   * @param capacity largest batch
   */
  public void reserve(Arena arena, Capacity capacity) {
    int rows = dropout.isPossible() ? capacity.rows() : 0;
    dropped = arena.matrix(capacity.computeType(), rows, hiddenSize);
  }

  /**
   * The forward pass.
   *
   * @param pass the pass; its hidden masks give one mask where there is dropout
   * @param hidden {@code [N, H]} last hidden states, kept until the backward pass
   * @return the product, to be run into the logits {@code [N, K]}
   */
  public Matmul forward(Pass pass, Tensor hidden) {
    dropout.drawRows(pass, hiddenSize);
    input = hidden;
    if (dropout.isOn()) {
      input = dropped.rows(0, hidden.rows());
      engine.elementwise().multiply(hidden, dropout.mask()).scale(dropout.scale()).into(input);
    }
    return dense.forward(input);
  }

  /**
   * The gradients of the parameters.
   *
   * @param pass the pass
   * @param dLogits {@code [N, K]} gradient of the logits
   * @return the product, to be run into the gradient of the hidden states {@code [N, H]}
   */
  public Matmul backward(Pass pass, Tensor dLogits) {
    dense.gradients(input, dLogits, pass.accumulate());
    return dropout.apply(dense.backward(dLogits));
  }
}
