package org.bert4j.common.onnx;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Finds dense layers and layer normalizations in a graph, fused or in pieces. */
final class Blocks {
  /** ONNX Runtime's own operators, to which its optimizer fuses ONNX's. */
  static final String MICROSOFT = "com.microsoft";

  private static final double DEFAULT_EPSILON = 1e-5;
  private static final int MAX_TERMS = 6;

  private final Dataflow flow;
  private final ShapeArithmetic numbers;
  private final Map<String, Optional<Dense>> denses = new HashMap<>();
  private final Map<String, Optional<Norm>> norms = new HashMap<>();

  Blocks(Dataflow flow, ShapeArithmetic numbers) {
    this.flow = flow;
    this.numbers = numbers;
  }

  /**
   * {@code input · weightᵀ + bias}.
   *
   * @param weight {@code [out, in]}
   * @param bias {@code [out]}, null if there is none
   */
  record Dense(String input, StoredWeight weight, StoredWeight bias) {
    long in() {
      return weight.size(1);
    }

    long out() {
      return weight.size(0);
    }

    StoredWeight biasOrZeros() {
      return bias == null ? StoredWeight.zeros(out()) : bias;
    }
  }

  /**
   * Layer normalization of a sum.
   *
   * @param values whose sum is normalized, and which may be sums themselves
   */
  record Norm(List<String> values, StoredWeight weight, StoredWeight bias, double epsilon) {}

  /** The dense layer whose result a value is. */
  Optional<Dense> dense(String value) {
    return found(denses, value, this::computeDense);
  }

  /** The layer normalization whose result a value is. */
  Optional<Norm> norm(String value) {
    return found(norms, value, this::computeNorm);
  }

  private <T> Optional<T> found(
      Map<String, Optional<T>> cache, String value, Function<String, Optional<T>> compute) {
    String source = flow.source(value);
    Optional<T> found = cache.get(source);
    if (found == null) {
      found = compute.apply(source);
      cache.put(source, found);
    }
    return found;
  }

  private Optional<Dense> computeDense(String value) {
    OnnxNode node = flow.node(value);
    if (node.is("Gemm")) {
      return gemm(node);
    }
    if (node.is("MatMul")) {
      return product(node, null);
    }
    if (node.is("Add")) {
      for (int i = 0; i < 2; i++) {
        StoredWeight bias = flow.vector(node.input(i));
        OnnxNode product = flow.node(node.input(1 - i));
        if (bias != null && product.is("MatMul")) {
          return product(product, bias);
        }
      }
    }
    if (node.is("Reshape") && flow.node(node.input(0)).is("Gemm")) {
      // Of rows, which were tokens of sequences before and are again.
      return gemm(flow.node(node.input(0)))
          .map(
              dense ->
                  new Dense(
                      flow.node(dense.input()).is("Reshape")
                          ? flow.node(dense.input()).input(0)
                          : dense.input(),
                      dense.weight(),
                      dense.bias()));
    }
    return Optional.empty();
  }

  /** The dense layer of a product and a bias that is added to it elsewhere. */
  Optional<Dense> biased(String product, String bias) {
    StoredWeight vector = flow.vector(bias);
    OnnxNode node = flow.node(product);
    return vector != null && node.is("MatMul") ? product(node, vector) : Optional.empty();
  }

  private Optional<Dense> product(OnnxNode node, StoredWeight bias) {
    StoredWeight weight = flow.weight(node.input(1));
    if (weight == null
        || !weight.isMatrix()
        || bias != null && bias.size(0) != weight.size(1)
        || flow.weight(node.input(0)) != null) {
      return Optional.empty();
    }
    return Optional.of(new Dense(node.input(0), weight.transpose(), bias));
  }

  private Optional<Dense> gemm(OnnxNode node) {
    StoredWeight weight = flow.weight(node.input(1));
    StoredWeight bias = flow.vector(node.input(2));
    boolean isPlain =
        node.number("alpha", 1) == 1
            && node.number("beta", 1) == 1
            && node.integer("transA", 0) == 0
            && (bias != null || node.input(2).isEmpty());
    if (weight == null || !weight.isMatrix() || !isPlain) {
      return Optional.empty();
    }
    StoredWeight outIn = node.integer("transB", 0) == 0 ? weight.transpose() : weight;
    return bias != null && bias.size(0) != outIn.size(0)
        ? Optional.empty()
        : Optional.of(new Dense(node.input(0), outIn, bias));
  }

  private Optional<Norm> computeNorm(String value) {
    OnnxNode node = flow.node(value);
    boolean isMicrosoft = node.domain().equals(MICROSOFT);
    if (isMicrosoft && node.type().equals("SkipLayerNormalization")) {
      return skipNorm(node);
    }
    if (node.is("LayerNormalization")) {
      StoredWeight weight = flow.vector(node.input(1));
      StoredWeight bias = flow.vector(node.input(2));
      long axis = node.integer("axis", -1);
      if (weight == null || axis != -1 && axis != 2) {
        return Optional.empty();
      }
      return Optional.of(
          new Norm(
              List.of(node.input(0)),
              weight,
              bias == null ? StoredWeight.zeros(weight.size(0)) : bias,
              node.number("epsilon", DEFAULT_EPSILON)));
    }
    return node.is("Add") ? normInPieces(node) : Optional.empty();
  }

  private Optional<Norm> skipNorm(OnnxNode node) {
    StoredWeight weight = flow.vector(node.input(2));
    StoredWeight bias = flow.vector(node.input(3));
    if (weight == null || !node.input(4).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Norm(
            List.of(node.input(0), node.input(1)),
            weight,
            bias == null ? StoredWeight.zeros(weight.size(0)) : bias,
            node.number("epsilon", 1e-12)));
  }

  /** {@code (x − mean(x)) / √(mean((x − mean(x))²) + ε) · weight + bias}. */
  private Optional<Norm> normInPieces(OnnxNode sum) {
    for (int i = 0; i < 2; i++) {
      StoredWeight bias = flow.vector(sum.input(i));
      OnnxNode scaled = flow.node(sum.input(1 - i));
      for (int j = 0; j < 2 && bias != null && scaled.is("Mul"); j++) {
        StoredWeight weight = flow.vector(scaled.input(j));
        if (weight != null && weight.shape().equals(bias.shape())) {
          StoredWeight shift = bias;
          return normalized(flow.node(scaled.input(1 - j)))
              .map(inner -> new Norm(List.of(inner.value()), weight, shift, inner.epsilon()));
        }
      }
    }
    return Optional.empty();
  }

  private record Normalized(String value, double epsilon) {}

  private Optional<Normalized> normalized(OnnxNode quotient) {
    if (quotient.is("Mul")) {
      OnnxNode inverse = flow.node(quotient.input(1));
      return inverse.is("Reciprocal")
          ? normalized(quotient.input(0), inverse.input(0))
          : Optional.empty();
    }
    return quotient.is("Div") ? normalized(quotient.input(0), quotient.input(1)) : Optional.empty();
  }

  private Optional<Normalized> normalized(String centred, String deviation) {
    OnnxNode difference = flow.node(centred);
    OnnxNode root = flow.node(deviation);
    OnnxNode sum = flow.node(root.input(0));
    if (!difference.is("Sub") || !root.is("Sqrt") || !sum.is("Add")) {
      return Optional.empty();
    }
    String value = difference.input(0);
    boolean fromVariance = isMean(sum.input(0), mean -> isSquare(mean, value));
    double epsilon = numbers.scalar(sum.input(fromVariance ? 1 : 0));
    boolean isNorm =
        isMean(difference.input(1), mean -> flow.same(mean, value))
            && (fromVariance || isMean(sum.input(1), mean -> isSquare(mean, value)))
            && epsilon > 0;
    return isNorm ? Optional.of(new Normalized(value, epsilon)) : Optional.empty();
  }

  private boolean isMean(String value, java.util.function.Predicate<String> of) {
    OnnxNode node = flow.node(value);
    return node.is("ReduceMean") && of.test(node.input(0));
  }

  /** Whether a value is the square of another one minus its mean. */
  private boolean isSquare(String square, String value) {
    OnnxNode node = flow.node(square);
    boolean isSquare =
        node.is("Pow") && numbers.scalar(node.input(1)) == 2
            || node.is("Mul") && flow.same(node.input(0), node.input(1));
    OnnxNode difference = flow.node(node.input(0));
    return isSquare && difference.is("Sub") && flow.same(difference.input(0), value);
  }

  /** What is added up before it is normalized: dense layers, normalized states, others. */
  List<String> terms(Norm norm) {
    List<String> terms = new ArrayList<>();
    Deque<String> open = new ArrayDeque<>(norm.values());
    while (!open.isEmpty() && terms.size() + open.size() <= MAX_TERMS) {
      String next = open.pop();
      OnnxNode node = flow.node(next);
      if (node.is("Add") && dense(next).isEmpty() && norm(next).isEmpty()) {
        open.push(node.input(1));
        open.push(node.input(0));
      } else {
        terms.add(flow.source(next));
      }
    }
    return open.isEmpty() ? terms : norm.values();
  }
}
