package org.bert4j.common.onnx;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.bert4j.common.io.DType;

/** Finds out which of the tables whose rows are added up is for word pieces, positions, types. */
final class EmbeddingTables {
  private static final int MAX_NODES = 4000;

  /** What rows of a table are chosen by. */
  enum Kind {
    WORDS("word_embeddings"),
    POSITIONS("position_embeddings"),
    TYPES("token_type_embeddings");

    private final String key;

    Kind(String key) {
      this.key = key;
    }

    String key() {
      return key;
    }
  }

  private final Dataflow flow;

  EmbeddingTables(Dataflow flow) {
    this.flow = flow;
  }

  /**
   * The tables.
   *
   * @param terms values that are added up
   * @throws Mismatch unless there is one of each kind
   */
  Map<Kind, StoredWeight> of(List<String> terms) {
    Map<Kind, StoredWeight> tables = new HashMap<>();
    for (String term : terms) {
      OnnxNode node = flow.node(term);
      OnnxTensor table = node.is("Gather", "Slice") ? flow.constant(node.input(0)) : null;
      boolean isTable = table != null && table.isFloating() && table.shape().size() == 2;
      if (!isTable || node.integer("axis", 0) != 0) {
        throw new Mismatch(
            String.format(
                Locale.ROOT,
                "embeddings to which %s is added, expected rows of tables only",
                node.type().isEmpty() ? Described.name(term) : Described.name(node.type())));
      }
      Kind kind = node.is("Slice") ? Kind.POSITIONS : kind(node.input(1));
      if (tables.put(kind, StoredWeight.of(table)) != null) {
        throw new Mismatch("embeddings with two tables that could be " + kind.key());
      }
    }
    for (Kind kind : Kind.values()) {
      if (!tables.containsKey(kind)) {
        throw new Mismatch("embeddings without " + kind.key());
      }
    }
    return tables;
  }

  private Kind kind(String indices) {
    String source = flow.source(indices);
    if (flow.graph().inputs().contains(source)) {
      String name = source.toLowerCase(Locale.ROOT);
      if (name.contains("position")) {
        return Kind.POSITIONS;
      }
      return name.contains("type") || name.contains("segment") ? Kind.TYPES : Kind.WORDS;
    }
    return computed(source);
  }

  /** Of indices that are computed: numbers that count up, or zeros, whatever the tokens are. */
  private Kind computed(String indices) {
    Deque<String> open = new ArrayDeque<>(List.of(indices));
    Set<String> seen = new HashSet<>();
    Kind kind = null;
    while (!open.isEmpty() && seen.size() < MAX_NODES) {
      String value = open.pop();
      if (!seen.add(value)) {
        continue;
      }
      if (flow.graph().inputs().contains(value)) {
        throw new Mismatch(
            String.format(
                Locale.ROOT,
                "embeddings whose rows are computed of %s, as RoBERTa's positions are",
                Described.name(value)));
      }
      OnnxTensor constant = flow.graph().constants().get(value);
      OnnxNode node = flow.graph().producer(value);
      if (constant != null) {
        kind = kind == null ? table(constant) : kind;
      } else if (node == null) {
        continue; // an input that is left out, or that nothing computes
      } else if (node.is("Range")) {
        kind = Kind.POSITIONS;
      } else if (node.is("ConstantOfShape")) {
        kind = kind == null ? Kind.TYPES : kind;
      } else if (node.is("Slice", "Expand", "Gather", "Reshape", "Unsqueeze", "Squeeze", "Tile")) {
        open.push(node.input(0));
      } else if (!node.is("Shape")) {
        open.addAll(node.inputs());
      }
    }
    if (kind == null) {
      throw new Mismatch("embeddings whose rows nothing chooses that is known");
    }
    return kind;
  }

  /** Constants from 0 up number positions; only zeros mean that there is one type. */
  private Kind table(OnnxTensor constant) {
    if (constant.dtype() != DType.I64 && constant.dtype() != DType.I32 || constant.elements() < 2) {
      return null;
    }
    double[] first = flow.first(constant, 3);
    boolean countsUp = true;
    boolean isZero = true;
    for (int i = 0; i < first.length; i++) {
      countsUp &= first[i] == i;
      isZero &= first[i] == 0;
    }
    if (!countsUp && !isZero) {
      throw new Mismatch("embeddings whose positions do not begin at 0");
    }
    return countsUp ? Kind.POSITIONS : Kind.TYPES;
  }
}
