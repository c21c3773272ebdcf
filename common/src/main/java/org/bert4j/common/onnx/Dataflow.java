package org.bert4j.common.onnx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Follows values of a graph through what only renames, casts or lays them out otherwise. */
final class Dataflow {
  /** A constant of more elements is a weight or a table, not a number or a shape. */
  private static final int SMALL = 64;

  /** Longest chain of nodes that do nothing. */
  private static final int MAX_CHAIN = 32;

  private final OnnxGraph graph;
  private final OnnxData data;

  Dataflow(OnnxGraph graph, OnnxData data) {
    this.graph = graph;
    this.data = data;
  }

  OnnxGraph graph() {
    return graph;
  }

  /** The value that a value is, apart from its element type. */
  String source(String value) {
    String source = value;
    for (int i = 0; i < MAX_CHAIN; i++) {
      OnnxNode node = graph.producer(source);
      boolean same =
          node != null
              && node.output().equals(source)
              && (node.is("Identity", "Cast", "CastLike", "Dropout"));
      if (!same) {
        return source;
      }
      source = node.input(0);
    }
    return source;
  }

  /** What computes a value, or an empty node for inputs and initializers. */
  OnnxNode node(String value) {
    OnnxNode node = graph.producer(source(value));
    return node == null ? new OnnxNode("", "", List.of(), List.of(), java.util.Map.of()) : node;
  }

  boolean same(String first, String second) {
    return source(first).equals(source(second));
  }

  /** The constant that a value is, null if it is none. */
  OnnxTensor constant(String value) {
    return graph.constants().get(source(value));
  }

  /** The weight that a value is, perhaps transposed, null if it is none. */
  StoredWeight weight(String value) {
    OnnxTensor constant = constant(value);
    if (constant != null) {
      return constant.isFloating() ? StoredWeight.of(constant) : null;
    }
    OnnxNode node = node(value);
    if (node.is("Transpose")) {
      StoredWeight weight = weight(node);
      return weight != null && weight.isMatrix() && reverses(node.integers("perm"))
          ? weight.transpose()
          : null;
    }
    return null;
  }

  /** What is transposed is a constant, not another transposition: chains of them end nowhere. */
  private StoredWeight weight(OnnxNode transpose) {
    OnnxTensor constant = constant(transpose.input(0));
    return constant != null && constant.isFloating() ? StoredWeight.of(constant) : null;
  }

  private static boolean reverses(List<Long> perm) {
    return perm == null || perm.equals(List.of(1L, 0L));
  }

  /** The vector that a value is, null if it is none. */
  StoredWeight vector(String value) {
    StoredWeight weight = weight(value);
    return weight != null && weight.isVector() ? weight : null;
  }

  /** The elements of a small constant, null if a value is none. */
  double[] elements(String value) {
    OnnxTensor constant = constant(value);
    if (constant == null || constant.dtype() == null || constant.elements() > SMALL) {
      return null;
    }
    return elements(constant);
  }

  private double[] elements(OnnxTensor constant) {
    try {
      return data.numbers(constant);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first elements of a constant, at most as many as asked for. */
  double[] first(OnnxTensor constant, int count) {
    long elements = Math.min(count, constant.elements());
    return elements(
        new OnnxTensor(constant.name(), constant.dtype(), List.of(elements), head(constant)));
  }

  private static OnnxTensor.Storage head(OnnxTensor tensor) {
    OnnxTensor.Storage storage = tensor.storage();
    return storage.location() == null
        ? storage
        : new OnnxTensor.Storage(storage.form(), storage.location(), storage.offset(), -1);
  }
}
