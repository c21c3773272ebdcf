package org.bert4j.common.onnx;

import java.util.List;

/**
 * A weight of a model as its graph has it.
 *
 * @param tensor where its elements are; null if all of them are 0
 * @param transposed whether the tensor is {@code [a, b]} where the weight is {@code [b, a]}
 * @param shape of the weight
 */
public record StoredWeight(OnnxTensor tensor, boolean transposed, List<Long> shape) {
  /** Copies the shape. {@inheritDoc} */
  public StoredWeight {
    shape = List.copyOf(shape);
  }

  static StoredWeight of(OnnxTensor tensor) {
    return new StoredWeight(tensor, false, tensor.shape());
  }

  /** A vector of zeros, as of a bias that the graph leaves out. */
  static StoredWeight zeros(long size) {
    return new StoredWeight(null, false, List.of(size));
  }

  StoredWeight transpose() {
    return new StoredWeight(tensor, !transposed, List.of(shape.get(1), shape.get(0)));
  }

  boolean isVector() {
    return shape.size() == 1;
  }

  boolean isMatrix() {
    return shape.size() == 2;
  }

  long size(int axis) {
    return shape.get(axis);
  }
}
