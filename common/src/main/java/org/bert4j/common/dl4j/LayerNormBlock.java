package org.bert4j.common.dl4j;

import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.layer.Activations;
import org.bert4j.common.layer.Layer;
import org.bert4j.common.layer.LayerNorm;
import org.bert4j.common.layer.Pass;

/** Layer normalization of every row, in single precision. */
final class LayerNormBlock implements Block {
  private final int size;
  private final LayerNorm layer;
  private Tensor result;

  LayerNormBlock(int size, double epsilon) {
    this.size = size;
    layer = new LayerNorm(size, epsilon);
  }

  @Override
  public Layer layer() {
    return layer;
  }

  @Override
  public int inputSize() {
    return size;
  }

  @Override
  public int outputSize() {
    return size;
  }

  @Override
  public DataType inputType(DataType computeType) {
    return DataType.FP32;
  }

  @Override
  public void reserve(Activations memory) {
    layer.reserve(memory);
    result = memory.matrix(DataType.FP32, memory.capacity().rows(), size);
  }

  @Override
  public Tensor forward(Pass pass, TokenBatch batch, Tensor x) {
    Tensor y = result.rows(0, x.rows());
    layer.forward(pass, x, y);
    return y;
  }

  @Override
  public void backward(Pass pass, TokenBatch batch, Tensor dy) {
    layer.backward(pass, dy, dy);
  }
}
