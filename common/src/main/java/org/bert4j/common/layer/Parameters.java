package org.bert4j.common.layer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bert4j.common.kernel.Arena;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.PackedMatrices;
import org.bert4j.common.kernel.QuantizedMatrices;
import org.bert4j.common.kernel.QuantizedMatrix;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.kernel.Transfer;
import org.bert4j.common.layer.Parameter.Place;

/**
 * The memory of a model's parameters, in the order of their declaration, so that neighbours can be
 * used as one matrix.
 *
 * <p>To be trained, all values are one vector in single precision; where matrix products take half
 * precision, a rounded copy is a second; the gradient is a third, or as many as there are replicas.
 * To be used, each parameter is held once, in the type in which it is used (a word embedding that a
 * decoder is tied to is used in two).
 */
public final class Parameters implements AutoCloseable {
  private final Arena arena;
  private final Map<String, Parameter> named;
  private final Map<String, Place> places = new LinkedHashMap<>();
  private final Tensor values;
  private final Tensor compute;
  private final List<Tensor> gradientParts = new ArrayList<>();
  private final PackedMatrices packed;
  private final QuantizedMatrices quantized;
  private final boolean trained;
  private final boolean isOneVector;

  private Parameters(Layer model, Arena arena, Layout layout, Tensor values, Tensor gradient) {
    this.arena = arena;
    named = model.parameters();
    trained = layout.trained();
    isOneVector = layout.isOneVector();
    long valueCount = 0;
    long computeCount = 0;
    for (Map.Entry<String, Parameter> each : named.entrySet()) {
      Parameter parameter = each.getValue();
      boolean held = layout.holdsValue(parameter);
      boolean half = layout.holdsHalf(parameter);
      places.put(each.getKey(), new Place(held ? valueCount : -1, half ? computeCount : -1, -1));
      valueCount += held ? parameter.elements() : 0;
      computeCount += half ? parameter.elements() : 0;
    }
    try {
      this.values = values == null ? arena.vector(valueCount) : sized(values, valueCount);
      boolean single = layout.type() == DataType.FP32;
      compute = single ? this.values : arena.matrix(layout.type(), 1, computeCount);
      if (trained) {
        gradientParts.add(
            gradient == null ? arena.vector(valueCount) : sized(gradient, valueCount));
      }
    } catch (RuntimeException | Error e) {
      arena.close();
      throw e;
    }
    packed = new PackedMatrices(arena);
    quantized = new QuantizedMatrices(arena);
    bind(model, 0);
  }

  private static Tensor sized(Tensor borrowed, long elements) {
    if (borrowed.elements() != elements) {
      throw new IllegalArgumentException(
          borrowed.elements() + " elements of memory, expected " + elements);
    }
    return borrowed;
  }

  /** What is held of each parameter. */
  private record Layout(DataType type, boolean trained, boolean borrowed) {
    boolean holdsValue(Parameter parameter) {
      return trained || borrowed || type == DataType.FP32 || parameter.isUsedAsValue();
    }

    /** Whether all is rounded at once; else operands are, one by one. */
    boolean isOneVector() {
      return trained && !borrowed;
    }

    boolean holdsHalf(Parameter parameter) {
      return type != DataType.FP32 && (isOneVector() || parameter.isOperand());
    }
  }

  /**
   * Parameters that are trained, all zero, in memory of their own.
   *
   * @param model declares them and is bound to them
   * @param computeType type that matrix products take
   * @param arena allocates the memory and is closed with this
   * @return the parameters
   */
  public static Parameters trained(Layer model, DataType computeType, Arena arena) {
    return new Parameters(model, arena, new Layout(computeType, true, false), null, null);
  }

  /**
   * Parameters that are trained, in memory that somebody else owns.
   *
   * @param model declares them and is bound to them
   * @param values {@code [1, elements]} in single precision
   * @param gradient {@code [1, elements]} in single precision, null if they are only used
   * @param computeType type that matrix products take
   * @return the parameters, to be closed before that memory is freed
   * @throws IllegalArgumentException if a vector has another number of elements
   */
  public static Parameters over(Layer model, Tensor values, Tensor gradient, DataType computeType) {
    Layout layout = new Layout(computeType, gradient != null, true);
    return new Parameters(model, new Arena(), layout, Objects.requireNonNull(values), gradient);
  }

  /**
   * Parameters that are only used, all zero: each is held once, without a gradient.
   *
   * @param model declares them and is bound to them
   * @param computeType type that matrix products take
   * @param arena allocates the memory and is closed with this
   * @return the parameters
   */
  public static Parameters used(Layer model, DataType computeType, Arena arena) {
    return new Parameters(model, arena, new Layout(computeType, false, false), null, null);
  }

  /**
   * Gives the parameters of a model of the same architecture their values here.
   *
   * @param model the model
   * @param part which part of the gradient is its own; each number but the first is new memory
   */
  public void bind(Layer model, int part) {
    if (trained && part == gradientParts.size()) {
      gradientParts.add(arena.vector(values.elements()));
    }
    model
        .parameters()
        .forEach(
            (name, parameter) -> {
              Place place = places.get(name);
              long half = compute == values ? place.value() : place.compute();
              parameter.bind(this, new Place(place.value(), half, trained ? part : -1));
            });
  }

  /**
   * The parameters by name.
   *
   * @return those of the model that declared them, in memory order
   */
  public Map<String, Parameter> named() {
    return named;
  }

  /**
   * A parameter.
   *
   * @param name its key in a checkpoint
   * @return the parameter
   * @throws IllegalArgumentException if there is none
   */
  public Parameter get(String name) {
    Parameter parameter = named.get(name);
    if (parameter == null) {
      throw new IllegalArgumentException("no parameter " + name + " among " + named.keySet());
    }
    return parameter;
  }

  /**
   * Where a parameter begins.
   *
   * @param name its key
   * @return index of its first element in {@link #values()}
   */
  public long offset(String name) {
    get(name);
    return places.get(name).value();
  }

  /**
   * Whether a parameter is held in single precision.
   *
   * @param name its key
   * @return false if it is only used in the type of matrix products
   */
  public boolean holdsValue(String name) {
    return offset(name) >= 0;
  }

  /**
   * A parameter's part of a vector that lies like the values: these, a gradient, or a moment of an
   * optimizer.
   *
   * @param vector {@code [1, elements]}
   * @param name its key
   * @return {@code [1, its elements]}
   */
  public Tensor slice(Tensor vector, String name) {
    return vector.columns(offset(name), get(name).elements());
  }

  /**
   * Number of elements of all parameters.
   *
   * @return their sum
   */
  public long elements() {
    return named.values().stream().mapToLong(Parameter::elements).sum();
  }

  /**
   * All values in single precision; of parameters that are only used those that are held so.
   *
   * @return {@code [1, elements]}
   */
  public Tensor values() {
    return values;
  }

  /**
   * The operands of matrix products in the type that these take; the same vector as the values
   * where that is single precision.
   *
   * @return {@code [1, elements]}
   */
  public Tensor compute() {
    return compute;
  }

  /**
   * What the gradient is the sum of: a part of each replica, none where nothing is trained.
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
    float[] sum = new float[Math.toIntExact(get(name).elements())];
    for (Tensor part : gradientParts) {
      float[] summand = Transfer.toArray(slice(part, name));
      for (int i = 0; i < sum.length; i++) {
        sum[i] += summand[i];
      }
    }
    return sum;
  }

  /**
   * Copies a parameter's values out.
   *
   * @param name its key
   * @return its elements, row by row, as they are held
   */
  public float[] read(String name) {
    get(name);
    Place place = places.get(name);
    boolean isValue = place.value() >= 0;
    Tensor vector = isValue ? values : compute;
    return Transfer.toArray(
        vector.columns(isValue ? place.value() : place.compute(), get(name).elements()));
  }

  /**
   * Replaces a parameter's values. Where they are trained, {@link #refreshCompute} is to be called
   * after the last one.
   *
   * @param name its key
   * @param elements its elements, row by row
   * @throws IllegalArgumentException if there is no such parameter or it has another size
   */
  public void write(String name, float[] elements) {
    if (elements.length != get(name).elements()) {
      throw new IllegalArgumentException(
          name + ": " + elements.length + " values, expected " + get(name).elements());
    }
    Place place = places.get(name);
    if (place.value() >= 0) {
      Transfer.fromArray(elements, values.columns(place.value(), elements.length));
    }
    if (place.compute() >= 0) {
      Transfer.fromArray(elements, compute.columns(place.compute(), elements.length));
    }
  }

  /**
   * Rounds the values for matrix products; to be called whenever they have changed.
   *
   * @param engine does it
   */
  public void refreshCompute(ComputeEngine engine) {
    if (compute != values) {
      round(engine);
    }
    refreshPacked(engine);
  }

  private void round(ComputeEngine engine) {
    if (isOneVector) {
      engine.elementwise().copy(values, compute);
      return;
    }
    places.forEach(
        (name, place) -> {
          if (place.value() >= 0 && place.compute() >= 0) {
            long elements = get(name).elements();
            engine
                .elementwise()
                .copy(slice(values, name), compute.columns(place.compute(), elements));
          }
        });
  }

  /**
   * Packs the matrices again whose packed form is in use; to be called whenever their values in the
   * type of matrix products have changed.
   *
   * @param engine does it
   */
  public void refreshPacked(ComputeEngine engine) {
    packed.refresh(engine);
    quantized.refresh(engine);
  }

  /** A matrix rounded to integers at the first call, then kept so. */
  QuantizedMatrix.Operand quantized(ComputeEngine engine, Tensor matrix) {
    return quantized.of(engine, matrix);
  }

  /** A matrix as products want their right operand; packed at the first call, then kept so. */
  Tensor packed(ComputeEngine engine, Tensor matrix) {
    return packed.of(engine, matrix);
  }

  /**
   * Memory of the packed copies of all matrices that a backward pass takes.
   *
   * @param computeType type of matrix operands
   * @return bytes
   */
  public long packedBytes(DataType computeType) {
    return computeType.bytes()
        * named.values().stream().filter(Parameter::isOperand).mapToLong(Parameter::elements).sum();
  }

  @Override
  public void close() {
    packed.close();
    quantized.close();
    arena.close();
  }
}
