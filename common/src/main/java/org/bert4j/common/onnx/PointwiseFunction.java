package org.bert4j.common.onnx;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.bert4j.common.model.Activation;

/**
 * Recognizes an activation by its values: exporters write the same function in many ways. At some
 * points the nodes between a dense layer and the next are computed and compared.
 */
final class PointwiseFunction {
  /** Half precision rounds constants to 2⁻¹¹; the two forms of GELU are up to 10⁻³ apart. */
  private static final double TOLERANCE = 4e-4;

  private static final double[] POINTS = {-5, -3, -2.25, -1.5, -0.75, -0.1, 0, 0.3, 1, 2, 2.5, 4};
  private static final int MAX_NODES = 32;

  private final Dataflow flow;
  private final ShapeArithmetic numbers;
  private final Blocks blocks;

  PointwiseFunction(Dataflow flow, ShapeArithmetic numbers, Blocks blocks) {
    this.flow = flow;
    this.numbers = numbers;
    this.blocks = blocks;
  }

  /** An activation of a dense layer's result. */
  record Activated(Activation activation, Blocks.Dense dense) {}

  /**
   * The activation whose result a value is.
   *
   * @throws Mismatch if it is no activation that is known, of no dense layer
   */
  Activated of(String value) {
    Optional<Activated> fused = fused(flow.node(value));
    if (fused.isPresent()) {
      return fused.get();
    }
    String argument = argument(value);
    Blocks.Dense dense = blocks.dense(argument).orElseThrow();
    Activation found = null;
    double smallest = TOLERANCE;
    for (Activation activation : Activation.values()) {
      double error = error(value, argument, function(activation));
      if (error < smallest) {
        smallest = error;
        found = activation;
      }
    }
    if (found == null) {
      throw new Mismatch(
          "behind a dense layer "
              + Described.name(flow.node(value).type())
              + " computes another function than gelu, gelu_new and relu");
    }
    return new Activated(found, dense);
  }

  /** ONNX Runtime's optimizer joins a dense layer's bias and what follows. */
  private Optional<Activated> fused(OnnxNode node) {
    boolean isBiased = node.inputs().size() == 2 && node.domain().equals(Blocks.MICROSOFT);
    boolean isExact = node.type().equals("BiasGelu");
    if (!isBiased || !isExact && !node.type().equals("FastGelu")) {
      return Optional.empty();
    }
    return blocks
        .biased(node.input(0), node.input(1))
        .map(dense -> new Activated(isExact ? Activation.GELU : Activation.GELU_NEW, dense));
  }

  /** The dense layer's result: behind operands that are no numbers. */
  private String argument(String value) {
    String next = flow.source(value);
    for (int i = 0; i < MAX_NODES; i++) {
      if (blocks.dense(next).isPresent()) {
        return next;
      }
      OnnxNode node = flow.node(next);
      String operand =
          node.inputs().stream()
              .limit(2)
              .filter(input -> Double.isNaN(numbers.scalar(input)))
              .findFirst()
              .orElse("");
      if (operand.isEmpty()) {
        break;
      }
      next = flow.source(operand);
    }
    throw new Mismatch(
        Described.name(flow.node(value).type()) + " behind which no dense layer was found");
  }

  private double error(String value, String argument, DoubleUnaryOperator expected) {
    double largest = 0;
    for (double point : POINTS) {
      Optional<Double> found = new Evaluation(argument, point).of(value);
      if (found.isEmpty() || !(Math.abs(found.get()) < Double.MAX_VALUE)) {
        return Double.MAX_VALUE;
      }
      largest = Math.max(largest, Math.abs(found.get() - expected.applyAsDouble(point)));
    }
    return largest;
  }

  private static DoubleUnaryOperator function(Activation activation) {
    return switch (activation) {
      case GELU -> x -> 0.5 * x * (1 + Erf.of(x / Math.sqrt(2)));
      case GELU_NEW ->
          x -> 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
      case RELU -> x -> Math.max(x, 0);
    };
  }

  /** Computes values at a point. */
  private final class Evaluation {
    private final Map<String, Optional<Double>> known = new HashMap<>();

    Evaluation(String argument, double point) {
      known.put(argument, Optional.of(point));
    }

    Optional<Double> of(String value) {
      String source = flow.source(value);
      Optional<Double> found = known.get(source);
      if (found == null) {
        if (known.size() == MAX_NODES) {
          return Optional.empty();
        }
        known.put(source, Optional.empty());
        double number = numbers.scalar(source);
        found = Double.isNaN(number) ? computed(flow.node(source)) : Optional.of(number);
        known.put(source, found);
      }
      return found;
    }

    private Optional<Double> computed(OnnxNode node) {
      boolean isMicrosoft = node.domain().equals(Blocks.MICROSOFT);
      int operands =
          List.of("Add", "Sub", "Mul", "Div", "Pow", "Max").contains(node.type()) ? 2 : 1;
      if (!node.domain().isEmpty() && !isMicrosoft || node.inputs().size() != operands) {
        return Optional.empty();
      }
      Optional<Double> first = of(node.input(0));
      Optional<Double> second = operands == 2 ? of(node.input(1)) : first;
      if (first.isEmpty() || second.isEmpty()) {
        return Optional.empty();
      }
      double x = first.get();
      double y = second.get();
      return switch (node.type()) {
        case "Add" -> Optional.of(x + y);
        case "Sub" -> Optional.of(x - y);
        case "Mul" -> Optional.of(x * y);
        case "Div" -> Optional.of(x / y);
        case "Pow" -> Optional.of(Math.pow(x, y));
        case "Max" -> Optional.of(Math.max(x, y));
        case "Erf" -> Optional.of(Erf.of(x));
        case "Tanh" -> Optional.of(Math.tanh(x));
        case "Relu" -> Optional.of(Math.max(x, 0));
        case "Neg" -> Optional.of(-x);
        case "Sqrt" -> Optional.of(Math.sqrt(x));
        case "Sigmoid" -> Optional.of(1 / (1 + Math.exp(-x)));
        case "FastGelu" -> Optional.of(function(Activation.GELU_NEW).applyAsDouble(x));
        case "Gelu" -> Optional.of(gelu(node).applyAsDouble(x));
        default -> Optional.empty();
      };
    }

    private DoubleUnaryOperator gelu(OnnxNode node) {
      return function(node.isApproximate() ? Activation.GELU_NEW : Activation.GELU);
    }
  }
}
