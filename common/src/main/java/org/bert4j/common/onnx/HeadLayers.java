package org.bert4j.common.onnx;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds pooler and heads behind an encoder, and names their weights as HuggingFace's classes do.
 */
final class HeadLayers {
  private static final String TRANSFORM = "cls.predictions.transform.";
  private static final int QA_OUTPUTS = 2;

  private final Dataflow flow;
  private final Blocks blocks;
  private final PointwiseFunction functions;
  private final EncoderStack.Found encoder;
  private final Map<String, StoredWeight> weights = new LinkedHashMap<>();
  private Blocks.Dense ofPooled;

  HeadLayers(Dataflow flow, ShapeArithmetic numbers, Blocks blocks, EncoderStack.Found encoder) {
    this.flow = flow;
    this.blocks = blocks;
    functions = new PointwiseFunction(flow, numbers, blocks);
    this.encoder = encoder;
  }

  /** Weights of the heads that are known, by HuggingFace's names. */
  Map<String, StoredWeight> weights() {
    flow.graph().outputs().forEach(this::follow);
    if (ofPooled != null) {
      boolean isPretraining = weights.containsKey(TRANSFORM + "dense.weight");
      put(isPretraining ? "cls.seq_relationship" : "classifier", ofPooled);
    }
    return weights;
  }

  private void follow(String output) {
    if (isPooled(output)) {
      return;
    }
    Optional<Blocks.Dense> dense = blocks.dense(output);
    if (dense.isPresent()) {
      String input = flow.source(dense.get().input());
      if (input.equals(encoder.last())) {
        put("classifier", dense.get());
      } else if (isPooled(input)) {
        ofPooled = dense.get();
      } else if (isTransformed(input)) {
        decoder(dense.get());
      }
    } else {
      questionAnswering(output);
    }
  }

  /** {@code tanh(dense(h₀))} of the first token of each sequence. */
  private boolean isPooled(String value) {
    OnnxNode node = flow.node(value);
    if (!node.is("Tanh")) {
      return false;
    }
    Optional<Blocks.Dense> dense =
        blocks.dense(node.input(0)).filter(found -> isFirst(found.input()));
    dense.ifPresent(found -> put("bert.pooler.dense", found));
    return dense.isPresent();
  }

  private boolean isFirst(String value) {
    OnnxNode node = flow.node(value);
    if (node.is("Squeeze", "Reshape")) {
      node = flow.node(node.input(0));
    }
    double[] index = node.is("Gather", "Slice") ? flow.elements(node.input(1)) : null;
    return (index == null || index.length > 0 && index[0] == 0)
        && node.is("Gather", "Slice")
        && flow.source(node.input(0)).equals(encoder.last());
  }

  /** {@code LayerNorm(activation(dense(h)))}. */
  private boolean isTransformed(String value) {
    Optional<Blocks.Norm> norm =
        blocks.norm(value).filter(found -> blocks.terms(found).size() == 1);
    if (norm.isEmpty()) {
      return false;
    }
    PointwiseFunction.Activated activated;
    try {
      activated = functions.of(blocks.terms(norm.get()).get(0));
    } catch (Mismatch e) {
      return false;
    }
    if (!flow.source(activated.dense().input()).equals(encoder.last())
        || activated.activation() != EncoderStack.activation(encoder)) {
      return false;
    }
    put(TRANSFORM + "dense", activated.dense());
    weights.put(TRANSFORM + "LayerNorm.weight", norm.get().weight());
    weights.put(TRANSFORM + "LayerNorm.bias", norm.get().bias());
    return true;
  }

  private void decoder(Blocks.Dense dense) {
    weights.put("cls.predictions.bias", dense.biasOrZeros());
    OnnxTensor words = encoder.tables().get(EmbeddingTables.Kind.WORDS).tensor();
    if (!words.equals(dense.weight().tensor())) {
      weights.put("cls.predictions.decoder.weight", dense.weight());
    }
  }

  /** Beginning and end are columns of one dense layer's result. */
  private void questionAnswering(String output) {
    OnnxNode node = flow.node(output);
    while (node.is("Squeeze", "Split", "Gather", "Slice", "Reshape")) {
      String value = node.input(0);
      Optional<Blocks.Dense> dense =
          blocks.dense(value).filter(found -> flow.same(found.input(), encoder.last()));
      if (dense.isPresent()) {
        if (dense.get().out() == QA_OUTPUTS) {
          put("qa_outputs", dense.get());
        }
        return;
      }
      node = flow.node(value);
    }
  }

  private void put(String name, Blocks.Dense dense) {
    weights.put(name + ".weight", dense.weight());
    weights.put(name + ".bias", dense.biasOrZeros());
  }
}
