package org.bert4j.common.onnx;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds self-attention in a graph. */
final class SelfAttention {
  private static final int MAX_CHAIN = 16;

  /** Nodes that a mask takes at most; those of today's exporters take 80. */
  private static final int MAX_MASK = 4000;

  /** How far a scale in half precision may be from {@code 1 / √d}, as a share of it. */
  private static final double TOLERANCE = 2e-3;

  private static final List<Long> HEADS_FIRST = List.of(0L, 2L, 1L, 3L);
  private static final List<Long> KEYS = List.of(0L, 2L, 3L, 1L);
  private static final List<Long> LAST_TWO = List.of(0L, 1L, 3L, 2L);

  private final Dataflow flow;
  private final ShapeArithmetic numbers;
  private final Blocks blocks;
  private final Set<String> soundMasks = new HashSet<>();

  SelfAttention(Dataflow flow, ShapeArithmetic numbers, Blocks blocks) {
    this.flow = flow;
    this.numbers = numbers;
    this.blocks = blocks;
  }

  /** Self-attention. */
  record Self(Blocks.Dense query, Blocks.Dense key, Blocks.Dense value, int heads) {}

  /** A dense layer whose results are split into heads, multiplied by a scale. */
  private record Heads(Blocks.Dense dense, List<Long> order, int count, double scale) {}

  /**
   * The attention whose result a value is, heads joined.
   *
   * @throws Mismatch if it is none
   */
  Self of(String context) {
    OnnxNode joined = node(context, "Reshape", "the heads' results joined");
    OnnxNode ordered = node(joined.input(0), "Transpose", "the heads' results in order");
    require(HEADS_FIRST.equals(ordered.integers("perm")), "heads in another order");
    OnnxNode product = node(ordered.input(0), "MatMul", "probabilities times values");
    Heads values = heads(product.input(1));
    require(values.order().equals(HEADS_FIRST) && values.scale() == 1, "values in another order");
    OnnxNode softmax = softmax(product.input(0));
    Scores scores = scores(softmax.input(0));
    Heads queries = heads(scores.product().input(0));
    Heads keys = heads(scores.product().input(1));
    require(queries.order().equals(HEADS_FIRST), "queries in another order");
    require(keys.order().equals(KEYS), "keys in another order");
    require(
        queries.count() == values.count() && keys.count() == values.count(),
        "different numbers of heads");
    double size = (double) queries.dense().out() / queries.count();
    double scale = scores.scale() * queries.scale() * keys.scale() * Math.sqrt(size);
    require(
        Math.abs(scale - 1) < TOLERANCE,
        "scores that are not divided by the root of a head's size");
    return new Self(queries.dense(), keys.dense(), values.dense(), queries.count());
  }

  private OnnxNode node(String value, String type, String expected) {
    OnnxNode node = flow.node(value);
    if (!node.is(type)) {
      throw new Mismatch(
          String.format(
              java.util.Locale.ROOT,
              "%s where %s (%s) was expected",
              node.type().isEmpty() ? Described.name(value) : Described.name(node.type()),
              expected,
              type));
    }
    return node;
  }

  private static void require(boolean condition, String found) {
    if (!condition) {
      throw new Mismatch("attention with " + found);
    }
  }

  /** Some exporters replace the NaN of a sequence without tokens. */
  private OnnxNode softmax(String probabilities) {
    OnnxNode node = flow.node(probabilities);
    if (node.is("Where") && flow.node(node.input(0)).is("IsNaN")) {
      node = flow.node(node.input(2));
    }
    require(node.is("Softmax"), "no Softmax of the scores");
    long axis = node.integer("axis", flow.graph().opset() < 13 ? 1 : -1);
    require(axis == -1 || axis == 3, "Softmax over axis " + axis);
    return node;
  }

  private record Scores(OnnxNode product, double scale) {}

  /** Queries times keys, behind a mask and a scale. */
  private Scores scores(String value) {
    double scale = 1;
    String next = value;
    for (int i = 0; i < MAX_CHAIN; i++) {
      OnnxNode node = flow.node(next);
      if (node.is("MatMul")) {
        return new Scores(node, scale);
      }
      if (node.is("Mul") || node.is("Div")) {
        int operand = node.is("Mul") && !Double.isNaN(numbers.scalar(node.input(0))) ? 1 : 0;
        double factor = numbers.scalar(node.input(1 - operand));
        scale *= node.is("Mul") ? factor : 1 / factor;
        next = node.input(operand);
      } else if (node.is("Add")) {
        int operand = leadsToProduct(node.input(0)) ? 0 : 1;
        requireMask(node.input(1 - operand));
        next = node.input(operand);
      } else if (node.is("Where")) {
        int operand = leadsToProduct(node.input(1)) ? 1 : 2;
        requireMask(node.input(0));
        requireMask(node.input(3 - operand));
        next = node.input(operand);
      } else {
        break;
      }
    }
    throw new Mismatch("attention whose scores are no product of queries and keys");
  }

  private boolean leadsToProduct(String value) {
    String next = value;
    for (int i = 0; i < MAX_CHAIN; i++) {
      OnnxNode node = flow.node(next);
      if (node.is("MatMul")) {
        return true;
      }
      if (!node.is("Mul", "Div", "Add", "Where")) {
        return false;
      }
      boolean second = node.is("Where") || !Double.isNaN(numbers.scalar(node.input(0)));
      next = node.input(second ? 1 : 0);
    }
    return false;
  }

  /** What is added to scores must say which tokens are padding, and nothing of where they are. */
  private void requireMask(String mask) {
    String root = flow.source(mask);
    if (!soundMasks.add(root)) {
      return;
    }
    Deque<String> open = new ArrayDeque<>(List.of(root));
    Set<String> seen = new HashSet<>();
    while (!open.isEmpty()) {
      String value = open.pop();
      if (!seen.add(value)) {
        continue;
      }
      require(seen.size() <= MAX_MASK, "a mask of more than " + MAX_MASK + " nodes");
      OnnxTensor constant = flow.graph().constants().get(value);
      require(
          constant == null || constant.elements() <= 1 || constant.shape().size() < 2,
          "a table that is added to the scores");
      OnnxNode node = flow.graph().producer(value);
      if (node != null && !node.is("Shape")) {
        require(!node.is("Trilu") && !comparesPositions(node), "a causal mask");
        require(!node.is("MatMul", "Gemm"), "computed numbers that are added to the scores");
        open.addAll(node.inputs());
      }
    }
  }

  private boolean comparesPositions(OnnxNode node) {
    return node.is("Less", "LessOrEqual", "Greater", "GreaterOrEqual")
        && countsUp(node.input(0))
        && countsUp(node.input(1));
  }

  private boolean countsUp(String value) {
    String next = value;
    for (int i = 0; i < MAX_CHAIN; i++) {
      OnnxNode node = flow.node(next);
      if (node.is("Range")) {
        return true;
      }
      if (node.inputs().isEmpty()) {
        return false;
      }
      next = node.input(0);
    }
    return false;
  }

  private Heads heads(String value) {
    List<Long> order = List.of(0L, 1L, 2L, 3L);
    double scale = 1;
    String next = value;
    for (int i = 0; i < MAX_CHAIN; i++) {
      OnnxNode node = flow.node(next);
      if (node.is("Mul") || node.is("Div")) {
        double factor = numbers.scalar(node.input(1));
        scale *= node.is("Mul") ? factor : 1 / factor;
        next = node.input(0);
      } else if (node.is("Transpose")) {
        order = through(node.integers("perm"), order);
        next = node.input(0);
      } else if (isTransposedInRows(node)) {
        order = through(LAST_TWO, order);
        next = flow.node(flow.node(node.input(0)).input(0)).input(0);
      } else if (node.is("Reshape")) {
        Blocks.Dense dense =
            blocks
                .dense(node.input(0))
                .orElseThrow(() -> new Mismatch("heads of what is no dense layer"));
        return new Heads(dense, order, count(node, dense), scale);
      } else {
        break;
      }
    }
    throw new Mismatch("attention without a Reshape into heads");
  }

  /** All heads of all sequences are first made rows of matrices. */
  private boolean isTransposedInRows(OnnxNode node) {
    OnnxNode transpose = flow.node(node.input(0));
    return node.is("Reshape")
        && transpose.is("Transpose")
        && List.of(0L, 2L, 1L).equals(transpose.integers("perm"))
        && flow.node(transpose.input(0)).is("Reshape");
  }

  /** Where axes come from if a value in some order was transposed before. */
  private static List<Long> through(List<Long> perm, List<Long> order) {
    boolean isOrder =
        perm != null && perm.size() == 4 && perm.stream().allMatch(axis -> axis >= 0 && axis < 4);
    require(isOrder, "heads in an order of other than four axes");
    return order.stream().map(axis -> perm.get(axis.intValue())).toList();
  }

  private int count(OnnxNode reshape, Blocks.Dense dense) {
    double[] sizes = numbers.of(reshape.input(1));
    if (sizes == null || sizes.length != 4) {
      throw new Mismatch("attention whose number of heads depends on the input");
    }
    double heads = sizes[2] > 0 ? sizes[2] : dense.out() / sizes[3];
    boolean fits =
        heads >= 1
            && heads == Math.rint(heads)
            && dense.out() % heads == 0
            && !(sizes[3] > 0 && heads * sizes[3] != dense.out());
    require(fits, "heads of sizes that do not fit");
    return (int) heads;
  }
}
