package org.bert4j.common.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bert4j.common.model.BertConfig;
import org.bert4j.common.onnx.GraphBuilder.Attribute;

/**
 * Writes down what a BERT computes in operators of version 17. Shapes: B sequences of T tokens, A
 * heads of d = H/A.
 */
final class BertNodes {
  /** What is added to the scores of padding, as in HuggingFace's models. */
  private static final float LOWEST = -Float.MAX_VALUE;

  private static final int TO_FLOAT = 1;
  private static final String INPUT_IDS = "input_ids";
  private static final String ATTENTION_MASK = "attention_mask";
  private static final String TOKEN_TYPE_IDS = "token_type_ids";
  private static final String WORDS = "bert.embeddings.word_embeddings.weight";

  private final GraphBuilder graph = new GraphBuilder();
  private final BertConfig config;
  private final String hidden;

  private BertNodes(BertConfig config) {
    this.config = config;
    hidden = Integer.toString(config.hiddenSize());
  }

  /**
   * The graph of a model.
   *
   * @param outputs K of a classifier
   * @param pooler whether an encoder has one
   */
  static GraphBuilder of(BertConfig config, OnnxTask task, int outputs, boolean pooler) {
    BertNodes nodes = new BertNodes(config);
    List.of(INPUT_IDS, ATTENTION_MASK, TOKEN_TYPE_IDS).forEach(nodes.graph::input);
    nodes.head(task, outputs, pooler);
    return nodes.graph;
  }

  private void head(OnnxTask task, int outputs, boolean pooler) {
    String last = task == OnnxTask.ENCODER ? "last_hidden_state" : "hidden";
    encoder(last);
    switch (task) {
      case ENCODER -> {
        output(last, hidden);
        if (pooler) {
          pooled(last, "pooler_output");
          graph.output("pooler_output", List.of("batch_size", hidden));
        }
      }
      case MASKED_LM -> {
        maskedLm(last, "logits");
        output("logits", Integer.toString(config.vocabSize()));
      }
      case PRE_TRAINING -> {
        maskedLm(last, "prediction_logits");
        output("prediction_logits", Integer.toString(config.vocabSize()));
        dense(pooled(last, "pooled"), "cls.seq_relationship", "seq_relationship_logits");
        graph.output("seq_relationship_logits", List.of("batch_size", "2"));
      }
      case TOKEN_CLASSIFICATION -> {
        dense(last, "classifier", "logits");
        output("logits", Integer.toString(outputs));
      }
      case SEQUENCE_CLASSIFICATION -> {
        dense(pooled(last, "pooled"), "classifier", "logits");
        graph.output("logits", List.of("batch_size", Integer.toString(outputs)));
      }
      case QUESTION_ANSWERING -> {
        String logits = dense(last, "qa_outputs", "logits");
        for (int i = 0; i < task.outputs().size(); i++) {
          String name = task.outputs().get(i);
          graph.node("Gather", name, List.of(logits, graph.index(i)), Attribute.of("axis", 2));
          graph.output(name, List.of("batch_size", "sequence_length"));
        }
      }
    }
  }

  private void output(String name, String size) {
    graph.output(name, List.of("batch_size", "sequence_length", size));
  }

  private void encoder(String result) {
    String mask = mask();
    String states = embeddings();
    for (int i = 0; i < config.numHiddenLayers(); i++) {
      String key = String.format(Locale.ROOT, "bert.encoder.layer.%d", i);
      boolean isLast = i == config.numHiddenLayers() - 1;
      states = layer(states, mask, key, isLast ? result : key + ".states");
    }
  }

  /** 0 for tokens, very little for padding, {@code [B, 1, 1, T]}. */
  private String mask() {
    String rows =
        graph.node("Unsqueeze", "mask_rows", List.of(ATTENTION_MASK, graph.indices(1, 2)));
    String tokens = graph.node("Cast", "mask_tokens", List.of(rows), Attribute.of("to", TO_FLOAT));
    String padding = graph.node("Sub", "mask_padding", List.of(graph.constant(1), tokens));
    return graph.node("Mul", "mask", List.of(padding, graph.constant(LOWEST)));
  }

  /** {@code [B, T, H]}. */
  private String embeddings() {
    String key = "bert.embeddings.";
    String words = graph.node("Gather", "words", List.of(graph.weight(WORDS), INPUT_IDS));
    String types =
        graph.node(
            "Gather",
            "types",
            List.of(graph.weight(key + "token_type_embeddings.weight"), TOKEN_TYPE_IDS));
    String shape = graph.node("Shape", "input_shape", List.of(INPUT_IDS));
    String length =
        graph.node("Gather", "length", List.of(shape, graph.index(1)), Attribute.of("axis", 0));
    String range =
        graph.node("Range", "position_ids", List.of(graph.index(0), length, graph.index(1)));
    String positions =
        graph.node(
            "Gather",
            "positions",
            List.of(graph.weight(key + "position_embeddings.weight"), range));
    String typed = graph.node("Add", "words_and_types", List.of(words, types));
    String sum = graph.node("Add", "embeddings_sum", List.of(typed, positions));
    return norm(sum, key + "LayerNorm", "embeddings");
  }

  private String layer(String states, String mask, String key, String result) {
    String context = attention(states, mask, key + ".attention.self");
    String output = key + ".attention.output";
    String attended =
        residual(dense(context, output + ".dense"), states, output, output + ".states");
    String activated =
        activation(dense(attended, key + ".intermediate.dense"), key + ".activation");
    return residual(dense(activated, key + ".output.dense"), attended, key + ".output", result);
  }

  private String residual(String value, String states, String key, String result) {
    String sum = graph.node("Add", key + ".sum", List.of(value, states));
    return norm(sum, key + ".LayerNorm", result);
  }

  private String attention(String states, String mask, String key) {
    String queries = heads(states, key + ".query", 0, 2, 1, 3); // [B, A, T, d]
    String keys = heads(states, key + ".key", 0, 2, 3, 1); // [B, A, d, T]
    String values = heads(states, key + ".value", 0, 2, 1, 3); // [B, A, T, d]
    double size = (double) config.hiddenSize() / config.numAttentionHeads();
    String products = graph.node("MatMul", key + ".products", List.of(queries, keys));
    String root = graph.constant((float) Math.sqrt(size));
    String scaled = graph.node("Div", key + ".scaled", List.of(products, root));
    String scores = graph.node("Add", key + ".scores", List.of(scaled, mask));
    String probabilities =
        graph.node("Softmax", key + ".probabilities", List.of(scores), Attribute.of("axis", -1L));
    String sums = graph.node("MatMul", key + ".sums", List.of(probabilities, values));
    String ordered =
        graph.node("Transpose", key + ".ordered", List.of(sums), perm(0, 2, 1, 3)); // [B, T, A, d]
    return graph.node(
        "Reshape", key + ".context", List.of(ordered, graph.indices(0, 0, config.hiddenSize())));
  }

  private String heads(String states, String key, long... order) {
    int heads = config.numAttentionHeads();
    String shape = graph.indices(0, 0, heads, config.hiddenSize() / heads);
    String split = graph.node("Reshape", key + ".split", List.of(dense(states, key), shape));
    return graph.node("Transpose", key + ".heads", List.of(split), perm(order));
  }

  private static Attribute perm(long... order) {
    return Attribute.of("perm", order);
  }

  private String dense(String value, String key) {
    return dense(value, key, key);
  }

  private String dense(String value, String key, String result) {
    String product =
        graph.node("MatMul", key + ".product", List.of(value, graph.transposed(key + ".weight")));
    return graph.node("Add", result, List.of(product, graph.weight(key + ".bias")));
  }

  private String norm(String value, String key, String result) {
    return graph.node(
        "LayerNormalization",
        result,
        List.of(value, graph.weight(key + ".weight"), graph.weight(key + ".bias")),
        Attribute.of("axis", -1L),
        Attribute.of("epsilon", (float) config.layerNormEps()));
  }

  private String activation(String x, String key) {
    return switch (config.hiddenAct()) {
      case GELU -> gelu(x, key);
      case GELU_NEW -> geluByTanh(x, key);
      case RELU -> graph.node("Relu", key, List.of(x));
    };
  }

  /** {@code x (1 + erf(x / √2)) / 2}. */
  private String gelu(String x, String key) {
    String root = graph.constant((float) Math.sqrt(2));
    String share = graph.node("Div", key + ".quotient", List.of(x, root));
    String erf = graph.node("Erf", key + ".erf", List.of(share));
    return half(x, erf, key);
  }

  /** {@code x (1 + tanh(√(2/π) (x + 0.044715 x³))) / 2}. */
  private String geluByTanh(String x, String key) {
    String cube = graph.node("Pow", key + ".cube", List.of(x, graph.constant(3)));
    String small = graph.node("Mul", key + ".small", List.of(cube, graph.constant(0.044715f)));
    String sum = graph.node("Add", key + ".sum", List.of(x, small));
    String factor = graph.constant((float) Math.sqrt(2 / Math.PI));
    String inner = graph.node("Mul", key + ".inner", List.of(sum, factor));
    return half(x, graph.node("Tanh", key + ".tanh", List.of(inner)), key);
  }

  private String half(String x, String function, String key) {
    String above = graph.node("Add", key + ".above", List.of(function, graph.constant(1)));
    String product = graph.node("Mul", key + ".twice", List.of(x, above));
    return graph.node("Mul", key, List.of(product, graph.constant(0.5f)));
  }

  /** {@code tanh(dense(h₀))}, {@code [B, H]}. */
  private String pooled(String states, String result) {
    String first =
        graph.node(
            "Gather", "first_states", List.of(states, graph.index(0)), Attribute.of("axis", 1));
    return graph.node("Tanh", result, List.of(dense(first, "bert.pooler.dense")));
  }

  private void maskedLm(String states, String result) {
    String key = "cls.predictions";
    String transform = key + ".transform";
    String activated = activation(dense(states, transform + ".dense"), transform + ".activation");
    String normalized = norm(activated, transform + ".LayerNorm", transform + ".states");
    // Tied to the embeddings, which are there once.
    String words =
        graph.node(
            "Transpose", key + ".decoder", new ArrayList<>(List.of(WORDS)), perm(1, 0)); // [H, V]
    String product = graph.node("MatMul", key + ".product", List.of(normalized, words));
    graph.node("Add", result, List.of(product, graph.weight(key + ".bias")));
  }
}
