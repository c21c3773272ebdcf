package org.bert4j.common.onnx;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;

/**
 * What of a graph's small numbers, such as shapes and scales, follows from constants alone. What
 * depends on a batch is NaN, what is not known at all null.
 */
final class ShapeArithmetic {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_SIZE = 64;

  private final Dataflow flow;
  private final Map<String, Optional<double[]>> numbers = new HashMap<>();
  private final Map<String, Optional<double[]>> shapes = new HashMap<>();
  private int depth;

  ShapeArithmetic(Dataflow flow) {
    this.flow = flow;
  }

  /** A value that is one number, NaN if it is none. */
  double scalar(String value) {
    double[] found = of(value);
    return found != null && found.length == 1 ? found[0] : Double.NaN;
  }

  /** The elements of a value. */
  double[] of(String value) {
    return known(numbers, value, this::compute);
  }

  /** The sizes of a value. */
  double[] shape(String value) {
    return known(shapes, value, this::computeShape);
  }

  private double[] known(
      Map<String, Optional<double[]>> cache,
      String value,
      java.util.function.Function<String, double[]> compute) {
    Optional<double[]> found = cache.get(value);
    if (found != null) {
      return found.orElse(null);
    }
    if (depth == MAX_DEPTH) {
      return null;
    }
    depth++;
    double[] result = compute.apply(value);
    depth--;
    if (result != null && result.length > MAX_SIZE) {
      result = null;
    }
    cache.put(value, Optional.ofNullable(result));
    return result;
  }

  private double[] compute(String value) {
    double[] constant = flow.elements(value);
    if (constant != null) {
      return constant;
    }
    OnnxNode node = flow.node(value);
    if (!node.domain().isEmpty()) {
      return null;
    }
    return switch (node.type()) {
      case "Unsqueeze", "Squeeze", "Reshape" -> of(node.input(0));
      case "Constant" -> attribute(node);
      case "Shape" -> part(shape(node.input(0)), node);
      case "Gather" -> gathered(of(node.input(0)), of(node.input(1)));
      case "Slice" -> sliced(node);
      case "Concat" -> concatenated(node.inputs());
      case "Add" -> each(node, Double::sum);
      case "Sub" -> each(node, (x, y) -> x - y);
      case "Mul" -> each(node, (x, y) -> x * y);
      case "Div" -> each(node, (x, y) -> x / y);
      case "Pow" -> each(node, Math::pow);
      case "Sqrt" -> each(node, Math::sqrt);
      case "Reciprocal" -> each(node, x -> 1 / x);
      case "Neg" -> each(node, x -> -x);
      case "Floor" -> each(node, Math::floor);
      default -> null;
    };
  }

  /** Constants without a tensor. */
  private static double[] attribute(OnnxNode node) {
    if (node.attributes().containsKey("value_float")) {
      return new double[] {node.number("value_float", 0)};
    }
    if (node.attributes().containsKey("value_int")) {
      return new double[] {node.integer("value_int", 0)};
    }
    List<Long> integers = node.integers("value_ints");
    return integers == null ? null : integers.stream().mapToDouble(Long::doubleValue).toArray();
  }

  private static double[] part(double[] shape, OnnxNode node) {
    if (shape == null) {
      return null;
    }
    int from = index(node.integer("start", 0), shape.length);
    int to = index(node.integer("end", shape.length), shape.length);
    return Arrays.copyOfRange(shape, from, Math.max(from, to));
  }

  private static int index(double index, int length) {
    return (int) Math.max(0, Math.min(length, index < 0 ? index + length : index));
  }

  private static double[] gathered(double[] from, double[] indices) {
    if (indices == null) {
      return null;
    }
    double[] result = new double[indices.length];
    for (int i = 0; i < result.length; i++) {
      double index = from != null && indices[i] < 0 ? indices[i] + from.length : indices[i];
      result[i] =
          from != null && index >= 0 && index < from.length ? from[(int) index] : Double.NaN;
    }
    return result;
  }

  private double[] sliced(OnnxNode node) {
    double[] from = of(node.input(0));
    double start = bound(node, "starts", 1);
    double end = bound(node, "ends", 2);
    boolean isWhole = node.input(4).isEmpty() || scalar(node.input(4)) == 1;
    if (from == null || Double.isNaN(start) || Double.isNaN(end) || !isWhole) {
      return null;
    }
    int first = index(start, from.length);
    return Arrays.copyOfRange(from, first, Math.max(first, index(end, from.length)));
  }

  /** Before version 10 of the operators bounds were attributes. */
  private double bound(OnnxNode node, String attribute, int input) {
    List<Long> integers = node.integers(attribute);
    if (integers == null) {
      return scalar(node.input(input));
    }
    return integers.size() == 1 ? integers.get(0) : Double.NaN;
  }

  private double[] concatenated(List<String> values) {
    double[] result = {};
    for (String value : values) {
      double[] next = of(value);
      if (next == null || result.length + next.length > MAX_SIZE) {
        return null;
      }
      result = DoubleStream.concat(Arrays.stream(result), Arrays.stream(next)).toArray();
    }
    return result;
  }

  private double[] each(OnnxNode node, DoubleUnaryOperator function) {
    double[] x = of(node.input(0));
    return x == null ? null : Arrays.stream(x).map(function).toArray();
  }

  private double[] each(OnnxNode node, DoubleBinaryOperator function) {
    double[] x = of(node.input(0));
    double[] y = of(node.input(1));
    if (x == null || y == null || x.length != y.length && x.length != 1 && y.length != 1) {
      return null;
    }
    double[] result = new double[x.length == 1 ? y.length : x.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = function.applyAsDouble(x[x.length == 1 ? 0 : i], y[y.length == 1 ? 0 : i]);
    }
    return result;
  }

  private double[] computeShape(String value) {
    OnnxTensor constant = flow.constant(value);
    if (constant != null) {
      return constant.shape().stream().mapToDouble(Long::doubleValue).toArray();
    }
    if (flow.graph().inputs().contains(flow.source(value))) {
      return new double[] {Double.NaN, Double.NaN}; // sequences and tokens
    }
    OnnxNode node = flow.node(value);
    if (!node.domain().isEmpty()) {
      return null;
    }
    return switch (node.type()) {
      case "Reshape" -> reshaped(of(node.input(1)));
      case "Transpose" -> transposed(shape(node.input(0)), node.integers("perm"));
      case "MatMul" -> multiplied(node);
      case "Add", "Mul", "Div", "Sub", "Softmax", "LayerNormalization" -> longer(node);
      default -> null;
    };
  }

  private static double[] reshaped(double[] shape) {
    return shape == null
        ? null
        : Arrays.stream(shape).map(size -> size > 0 ? size : Double.NaN).toArray();
  }

  private static double[] transposed(double[] shape, List<Long> perm) {
    if (shape == null || perm == null || perm.size() != shape.length) {
      return null;
    }
    double[] axes = perm.stream().mapToDouble(Long::doubleValue).toArray();
    return gathered(shape, axes);
  }

  private double[] multiplied(OnnxNode node) {
    StoredWeight weight = flow.weight(node.input(1));
    return weight == null || !weight.isMatrix()
        ? null
        : new double[] {Double.NaN, Double.NaN, weight.size(1)};
  }

  private double[] longer(OnnxNode node) {
    double[] x = shape(node.input(0));
    double[] y = node.inputs().size() < 2 ? null : shape(node.input(1));
    return x == null || y != null && y.length > x.length ? y : x;
  }
}
