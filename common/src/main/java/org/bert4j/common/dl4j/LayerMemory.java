package org.bert4j.common.dl4j;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a layer of Deeplearning4j computes with: replicas over its views of parameters and
 * gradients, made anew when these views are others. It does not know the layer, with which it is
 * freed.
 */
final class LayerMemory {
  private final Supplier<Block> maker;
  private final DataType computeType;
  private BlockReplicas replicas;
  private INDArray values; // held here, so that their memory is there as long as it is used
  private INDArray gradient;

  LayerMemory(Supplier<Block> maker, DataType computeType) {
    this.maker = maker;
    this.computeType = computeType;
  }

  /** Computes with replicas over these views; without a gradient where there is none yet. */
  void compute(INDArray newValues, INDArray newGradient, Consumer<BlockReplicas> work) {
    LayerEngine.compute(
        engine -> {
          if (!isOver(newValues, newGradient)) {
            close();
            make(engine, newValues, newGradient);
          }
          work.accept(replicas);
          return null;
        });
  }

  /** Views are made anew for the same memory. */
  private boolean isOver(INDArray newValues, INDArray newGradient) {
    return replicas != null
        && address(values) == address(newValues)
        && address(gradient) == address(newGradient);
  }

  private static long address(INDArray array) {
    return array == null ? 0 : Nd4jArrays.address(array);
  }

  private void make(ComputeEngine engine, INDArray newValues, INDArray newGradient) {
    Tensor ofGradient = newGradient == null ? null : Nd4jArrays.tensor(newGradient);
    replicas =
        new BlockReplicas(engine, maker, Nd4jArrays.tensor(newValues), ofGradient, computeType);
    values = newValues;
    gradient = newGradient;
  }

  /** Whether there are gradients, and all that the backward pass needs is kept. */
  boolean isTrained() {
    return replicas != null && replicas.isTrained();
  }

  /** Whether the last forward pass was over these views and left what the backward pass needs. */
  boolean holdsBackward(INDArray ofValues, INDArray ofGradient) {
    return isOver(ofValues, ofGradient) && replicas.holdsBackward();
  }

  private void close() {
    if (replicas != null) {
      replicas.close();
      replicas = null;
    }
  }

  /** Frees what is native. */
  void free() {
    LayerEngine.compute(
        engine -> {
          close();
          return null;
        });
  }
}
