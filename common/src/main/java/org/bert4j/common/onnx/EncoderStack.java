package org.bert4j.common.onnx;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bert4j.common.model.Activation;

/** Finds the layers of a BERT encoder in a graph, from its outputs down to its embeddings. */
final class EncoderStack {
  private static final int MAX_LAYERS = 1000;

  private final Dataflow flow;
  private final Blocks blocks;
  private final PointwiseFunction functions;
  private final SelfAttention attention;

  EncoderStack(Dataflow flow, ShapeArithmetic numbers, Blocks blocks) {
    this.flow = flow;
    this.blocks = blocks;
    functions = new PointwiseFunction(flow, numbers, blocks);
    attention = new SelfAttention(flow, numbers, blocks);
  }

  /** A layer, whose input is a value. */
  record Layer(
      String input,
      SelfAttention.Self self,
      Blocks.Dense attentionOutput,
      Blocks.Norm attentionNorm,
      PointwiseFunction.Activated intermediate,
      Blocks.Dense output,
      Blocks.Norm norm) {}

  /**
   * An encoder.
   *
   * @param last value of the last hidden states
   * @param layers the first one first
   * @param tables of the embeddings
   * @param norm of the embeddings
   */
  record Found(
      String last,
      List<Layer> layers,
      Map<EmbeddingTables.Kind, StoredWeight> tables,
      Blocks.Norm norm) {}

  /**
   * Finds the encoder.
   *
   * @throws Mismatch if there is none
   */
  Found find() {
    Mismatch closest = null;
    Deque<String> open = new ArrayDeque<>(flow.graph().outputs());
    Set<String> seen = new HashSet<>();
    while (!open.isEmpty()) {
      String value = flow.source(open.remove());
      if (!seen.add(value)) {
        continue;
      }
      if (blocks.norm(value).isPresent()) {
        try {
          return below(value);
        } catch (Mismatch e) {
          closest = closest == null || isResidual(value) ? e : closest;
          if (isResidual(value)) {
            break; // it is an encoder's layer, of another encoder
          }
        }
      }
      OnnxNode node = flow.graph().producer(value);
      if (node != null) {
        open.addAll(node.inputs());
      }
    }
    throw closest == null ? new Mismatch("no layer normalization") : closest;
  }

  /** Whether a value is normalized behind a residual connection, as layers' are and heads' not. */
  private boolean isResidual(String value) {
    return blocks.norm(value).filter(norm -> blocks.terms(norm).size() == 2).isPresent();
  }

  private Found below(String last) {
    List<Layer> layers = new ArrayList<>();
    String next = last;
    while (!isEmbeddings(next)) {
      if (layers.size() == MAX_LAYERS) {
        throw new Mismatch("more than " + MAX_LAYERS + " layers");
      }
      Layer layer = layer(next);
      layers.add(0, layer);
      next = layer.input();
    }
    if (layers.isEmpty()) {
      throw new Mismatch("embeddings without layers");
    }
    Blocks.Norm norm = blocks.norm(next).orElseThrow();
    return new Found(last, layers, new EmbeddingTables(flow).of(blocks.terms(norm)), norm);
  }

  private boolean isEmbeddings(String value) {
    return blocks
        .norm(value)
        .filter(
            norm ->
                blocks.terms(norm).stream().allMatch(term -> flow.node(term).is("Gather", "Slice")))
        .isPresent();
  }

  private Layer layer(String value) {
    Blocks.Norm norm = norm(value);
    Residual feedForward = residual(norm);
    PointwiseFunction.Activated intermediate = functions.of(feedForward.dense().input());
    String middle = feedForward.input();
    require(flow.same(intermediate.dense().input(), middle), "a feed-forward network of others");
    Blocks.Norm attentionNorm = norm(middle);
    Residual attended = residual(attentionNorm);
    SelfAttention.Self self = attention.of(attended.dense().input());
    for (Blocks.Dense dense : List.of(self.query(), self.key(), self.value())) {
      require(flow.same(dense.input(), attended.input()), "attention to other states");
    }
    return new Layer(
        attended.input(),
        self,
        attended.dense(),
        attentionNorm,
        intermediate,
        feedForward.dense(),
        norm);
  }

  private Blocks.Norm norm(String value) {
    return blocks
        .norm(value)
        .orElseThrow(
            () ->
                new Mismatch(
                    "a layer whose input is " + type(value) + ", expected a LayerNormalization"));
  }

  private String type(String value) {
    String type = flow.node(value).type();
    return Described.name(type.isEmpty() ? value : type);
  }

  /** A dense layer's result, added to what it was computed of. */
  private record Residual(Blocks.Dense dense, String input) {}

  private Residual residual(Blocks.Norm norm) {
    List<String> terms = blocks.terms(norm);
    if (terms.size() == 2) {
      for (int i = 0; i < 2; i++) {
        String input = terms.get(1 - i);
        var dense = blocks.dense(terms.get(i));
        if (dense.isPresent() && blocks.norm(input).isPresent()) {
          return new Residual(dense.get(), input);
        }
      }
    }
    throw new Mismatch(
        "a layer that normalizes a sum of "
            + terms.stream().map(this::type).toList()
            + ", expected a dense layer's result and normalized states");
  }

  private static void require(boolean condition, String found) {
    if (!condition) {
      throw new Mismatch("a layer with " + found);
    }
  }

  /** The activation that all layers have. */
  static Activation activation(Found found) {
    Activation first = found.layers().get(0).intermediate().activation();
    for (Layer layer : found.layers()) {
      require(layer.intermediate().activation() == first, "another activation than the first");
    }
    return first;
  }
}
