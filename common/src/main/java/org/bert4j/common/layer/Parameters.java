package org.bert4j.common.layer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bert4j.common.kernel.Arena;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.PackedMatrices;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.kernel.Transfer;

/**
 * All parameters of a model in one contiguous vector, their gradients in a second, and, where
 * matrix products take half precision, a rounded copy in a third. Parameters lie in the order of
 * their specifications, so neighbours can be used as one matrix.
 */
public final class Parameters implements AutoCloseable {
  private final Arena arena;
  private final List<ParameterSpec> specs;
  private final Map<String, Long> offsets = new LinkedHashMap<>();
  private final Tensor values;
  private final Tensor gradients;
  private final List<Tensor> gradientParts;
  private final PackedMatrices packed;
  private final Tensor compute;

  /**
   * Allocates parameters, all zero.
   *
   * @param specs names and shapes, in memory order
   * @param computeType type that matrix products take
   * @throws OutOfMemoryError if the system refuses
   */
  public Parameters(List<ParameterSpec> specs, DataType computeType) {
    this.specs = List.copyOf(specs);
    arena = new Arena();
    long size = 0;
    for (ParameterSpec spec : specs) {
      offsets.put(spec.name(), size);
      size += spec.elements();
    }
    try {
      values = arena.vector(size);
      gradients = arena.vector(size);
      compute = computeType == DataType.FP32 ? values : arena.matrix(computeType, 1, size);
    } catch (RuntimeException | Error e) {
      arena.close();
      throw e;
    }
    gradientParts = new ArrayList<>(List.of(gradients));
    packed = new PackedMatrices(arena);
  }

  private Parameters(Parameters original) {
    arena = original.arena;
    specs = original.specs;
    offsets.putAll(original.offsets);
    values = original.values;
    compute = original.compute;
    gradients = arena.vector(values.elements());
    gradientParts = original.gradientParts;
    packed = original.packed;
    gradientParts.add(gradients);
  }

  /**
   * The same parameters with gradients of their own, which are a part of the whole gradient.
   *
   * @return the replica, owned by this
   */
  public Parameters replica() {
    return new Parameters(this);
  }

  /**
   * Names and shapes.
   *
   * @return the specifications in memory order
   */
  public List<ParameterSpec> specs() {
    return specs;
  }

  /**
   * Where a parameter begins.
   *
   * @param name its key
   * @return index of its first element in {@link #values()}
   */
  public long offset(String name) {
    return offsets.get(name);
  }

  /**
   * A parameter.
   *
   * @param name its key
   * @return its views
   */
  public Parameter get(String name) {
    for (ParameterSpec spec : specs) {
      if (spec.name().equals(name)) {
        return view(name, Math.max(spec.rows(), 1), spec.columns());
      }
    }
    throw new IllegalArgumentException("no parameter " + name);
  }

  /**
   * Parameters that lie one after another, as one matrix.
   *
   * @param first key of the first
   * @param rows rows of all together, 1 for vectors
   * @param columns columns of each, or the sum of the vectors' sizes
   * @return views over all of them
   */
  public Parameter fused(String first, long rows, long columns) {
    return view(first, rows, columns);
  }

  private Parameter view(String name, long rows, long columns) {
    return new Parameter(
        name,
        slice(values, name, rows, columns),
        slice(compute, name, rows, columns),
        slice(gradients, name, rows, columns));
  }

  private Tensor slice(Tensor vector, String name, long rows, long columns) {
    return vector.columns(offset(name), rows * columns).reshape(rows, columns);
  }

  /**
   * All values.
   *
   * @return {@code [1, elements]}
   */
  public Tensor values() {
    return values;
  }

  /**
   * All values in the type that matrix products take; the same vector where that is single
   * precision.
   *
   * @return {@code [1, elements]}
   */
  public Tensor compute() {
    return compute;
  }

  /**
   * The gradients that are computed here: all, or a part where there are replicas.
   *
   * @return {@code [1, elements]}
   */
  public Tensor gradients() {
    return gradients;
  }

  /**
   * What the gradients are the sum of: those computed here and those of all replicas.
   *
   * @return each {@code [1, elements]}
   */
  public List<Tensor> gradientParts() {
    return gradientParts;
  }

  /**
   * The gradient of a parameter, summed over its parts.
   *
   * @param name its key
   * @return its elements, row by row
   */
  public float[] gradient(String name) {
    long elements = get(name).value().elements();
    float[] sum = new float[Math.toIntExact(elements)];
    for (Tensor part : gradientParts) {
      float[] summand = Transfer.toArray(part.columns(offset(name), elements));
      for (int i = 0; i < sum.length; i++) {
        sum[i] += summand[i];
      }
    }
    return sum;
  }

  /**
   * Rounds the values for matrix products; to be called whenever they have changed.
   *
   * @param engine does it
   */
  public void refreshCompute(ComputeEngine engine) {
    if (compute != values) {
      engine.elementwise().copy(values, compute);
    }
    refreshPacked(engine);
  }

  /**
   * Packs the matrices again whose packed form is in use; to be called whenever their values in the
   * type of matrix products have changed.
   *
   * @param engine does it
   */
  public void refreshPacked(ComputeEngine engine) {
    packed.refresh(engine);
  }

  /**
   * A matrix as products want their right operand; packed at the first call, then kept up to date.
   *
   * @param engine packs it
   * @param matrix values of a parameter in the type of matrix products
   * @return the matrix, packed
   */
  public Tensor packed(ComputeEngine engine, Tensor matrix) {
    return packed.of(engine, matrix);
  }

  @Override
  public void close() {
    packed.close();
    arena.close();
  }
}
