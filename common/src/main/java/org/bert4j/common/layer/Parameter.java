package org.bert4j.common.layer;

import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.Tensor;

/**
 * A parameter of a layer: what it is, and, once {@link Parameters} have given it memory, views of
 * its values and gradient. Each replica of a model has parameters of its own over the same values.
 */
public final class Parameter implements Part {
  private final long[] shape;
  private final FirstValues firstValues;
  private final List<Parameter> together;
  private Parameter whole;
  private long firstRow;
  private boolean operand;
  private boolean table;
  private Parameters owner;
  private Place place;
  private Tensor value;
  private Tensor compute;
  private Tensor gradient;

  /**
   * Where a parameter lies in its owner's vectors.
   *
   * @param value index of its first element among the values, −1 if it is not held as a value
   * @param compute index of its first element among the operands of matrix products, −1 if it is
   *     none
   * @param part which part of the gradient is its own, −1 if there is none
   */
  record Place(long value, long compute, int part) {
    /** Where a parameter lies that follows after so many elements. */
    Place after(long elements) {
      return new Place(shift(value, elements), shift(compute, elements), part);
    }

    private static long shift(long offset, long elements) {
      return offset < 0 ? offset : offset + elements;
    }
  }

  private Parameter(FirstValues firstValues, List<Parameter> together, long... shape) {
    this.shape = shape;
    this.firstValues = firstValues;
    this.together = together;
  }

  /**
   * A weight matrix, an operand of matrix products. It decays.
   *
   * @param rows output size
   * @param columns input size
   * @return the parameter
   */
  public static Parameter matrix(long rows, long columns) {
    Parameter matrix = new Parameter(FirstValues.TRUNCATED_NORMAL, List.of(), rows, columns);
    matrix.operand = true;
    return matrix;
  }

  /**
   * A table whose rows are looked up in single precision. It decays unless it is a fixed one.
   *
   * @param rows entries
   * @param columns size of each
   * @param firstValues what it begins with; {@link FirstValues#SINUSOIDS} it stays
   * @return the parameter
   */
  public static Parameter table(long rows, long columns, FirstValues firstValues) {
    Parameter table = new Parameter(firstValues, List.of(), rows, columns);
    table.table = true;
    return table;
  }

  /**
   * A bias or a scale, used in single precision. It does not decay.
   *
   * @param size number of elements
   * @param firstValues what it begins with
   * @return the parameter
   */
  public static Parameter vector(long size, FirstValues firstValues) {
    return new Parameter(firstValues, List.of(), size);
  }

  /**
   * Parameters of equal columns that are declared one after another, as one matrix, or vectors as
   * one vector.
   *
   * @param parts the parameters, in the order of their declaration
   * @return a view over all of them, which is no parameter of its own
   */
  static Parameter together(List<Parameter> parts) {
    Parameter first = parts.get(0);
    long size = parts.stream().mapToLong(part -> part.shape[0]).sum();
    long[] shape = first.shape.clone();
    shape[0] = size;
    return new Parameter(first.firstValues, List.copyOf(parts), shape);
  }

  /**
   * Some outputs of a matrix, or as many elements of a vector.
   *
   * @param from the first
   * @param count how many
   * @return a view of them, which is no parameter of its own
   */
  Parameter outputs(long from, long count) {
    Objects.checkFromIndexSize(from, count, shape[0]);
    long[] some = shape.clone();
    some[0] = count;
    Parameter part = new Parameter(firstValues, List.of(), some);
    part.whole = this;
    part.firstRow = from;
    return part;
  }

  /**
   * Makes a table an operand of matrix products as well, as a decoder that is tied to it does.
   *
   * @return this parameter
   */
  public Parameter asOperand() {
    operand = true;
    return this;
  }

  @Override
  public void visit(String name, BiConsumer<String, Parameter> visitor) {
    visitor.accept(name, this);
  }

  /**
   * Shape as a checkpoint states it.
   *
   * @return one or two sizes
   */
  public long[] shape() {
    return shape.clone();
  }

  /**
   * Number of elements.
   *
   * @return the product of the sizes
   */
  public long elements() {
    return rows() * columns();
  }

  /**
   * Rows of its views.
   *
   * @return the first size, 1 of a vector
   */
  public long rows() {
    return isMatrix() ? shape[0] : 1;
  }

  /**
   * Columns of its views.
   *
   * @return the last size
   */
  public long columns() {
    return shape[shape.length - 1];
  }

  /**
   * Whether this has two dimensions.
   *
   * @return false of a bias or a scale
   */
  public boolean isMatrix() {
    return shape.length > 1;
  }

  /**
   * Whether weight decay applies: to matrices that are trained.
   *
   * @return true if it does
   */
  public boolean decays() {
    return isMatrix() && firstValues != FirstValues.SINUSOIDS;
  }

  /**
   * What it begins with.
   *
   * @return how to make its first values
   */
  public FirstValues firstValues() {
    return firstValues;
  }

  /** Whether matrix products take it. */
  boolean isOperand() {
    return operand;
  }

  /** Whether it is used in single precision, whatever matrix products take. */
  boolean isUsedAsValue() {
    return table || !isMatrix();
  }

  void bind(Parameters newOwner, Place newPlace) {
    owner = newOwner;
    place = newPlace;
    value = place.value() < 0 ? null : slice(owner.values(), place.value());
    compute = place.compute() < 0 ? null : slice(owner.compute(), place.compute());
    gradient =
        place.part() < 0 ? null : slice(owner.gradientParts().get(place.part()), place.value());
  }

  private Tensor slice(Tensor vector, long offset) {
    return vector.columns(offset, elements()).reshape(rows(), columns());
  }

  /** A view over several has the place of the first, if the others follow it. */
  private Parameter bound() {
    if (owner == null && whole != null) {
      bind(whole.bound().owner, whole.place.after(firstRow * columnsOfOutput()));
    }
    if (owner == null && !together.isEmpty()) {
      Parameter first = together.get(0);
      Place next = first.place;
      for (Parameter part : together) {
        if (!part.place.equals(next)) {
          throw new IllegalStateException("parameters that are used as one lie apart");
        }
        next = next.after(part.elements());
      }
      bind(first.owner, first.place);
    }
    Objects.requireNonNull(owner, "a parameter without memory");
    return this;
  }

  private long columnsOfOutput() {
    return isMatrix() ? columns() : 1;
  }

  /**
   * Its values in single precision.
   *
   * @return {@code [rows, columns]}, a vector as one row
   */
  public Tensor value() {
    return Objects.requireNonNull(bound().value, "held in the type of matrix products only");
  }

  /**
   * Its values in the type that matrix products take; the same view as the value where that is
   * single precision.
   *
   * @return {@code [rows, columns]}
   */
  public Tensor compute() {
    return Objects.requireNonNull(bound().compute, "no operand of matrix products");
  }

  /**
   * Its gradient, or the part of it that is computed here.
   *
   * @return {@code [rows, columns]} in single precision
   */
  public Tensor gradient() {
    return Objects.requireNonNull(bound().gradient, "a model for use has no gradients");
  }

  /** Whether it is trained, so that its values change and it has a gradient. */
  boolean isTrained() {
    return bound().gradient != null;
  }

  /** The matrix as products want their right operand, kept up to date. */
  Tensor packed(ComputeEngine engine) {
    return bound().owner.packed(engine, compute());
  }

  /** The transposed matrix as products want their right operand, kept up to date. */
  Tensor packedTransposed(ComputeEngine engine) {
    return bound().owner.packed(engine, compute().transpose());
  }
}
