package org.bert4j.common.onnx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.bert4j.common.model.BertConfig;

/**
 * A BERT as a graph of ONNX computes it, found by following the graph: how exporters name values
 * and tensors, and in which order, does not matter.
 *
 * @param config what the graph says of the architecture; the rest is HuggingFace's default
 * @param weights by the names of HuggingFace's classes; those of parts behind the encoder that are
 *     unknown begin with {@code graph/}
 * @param opset version of the operators
 * @param producer program that wrote the model
 */
public record BertGraph(
    BertConfig config, Map<String, StoredWeight> weights, long opset, String producer) {
  /** What stands before the names of weights of which nothing is known. */
  public static final String UNKNOWN = "graph/";

  private static final Pattern QUANTIZED =
      Pattern.compile(
          "(Dynamic|De)?Quantize.*|.*Quantize(d)?Linear|MatMulInteger.*|ConvInteger|QLinear.*"
              + "|QAttention|QEmbed.*|QGemm|MatMulNBits|MatMulBnb4|GatherBlockQuantized|DynamicQuantize.*");

  /** Operators of ONNX Runtime that are several of an encoder's at once. */
  private static final Pattern FUSED =
      Pattern.compile(".*Attention|EmbedLayerNormalization|FusedMatMul|FusedGemm");

  /** Versions of the operators that are known. */
  private static final int MIN_OPSET = 9;

  private static final int MAX_OPSET = 26;

  /** Copies the weights, in their order. {@inheritDoc} */
  public BertGraph {
    weights = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(weights));
  }

  /**
   * Finds the model in a file.
   *
   * @param file its path, for error messages
   * @param data the open file
   * @return the model
   * @throws IllegalArgumentException if the file is damaged, none of ONNX, or has no BERT encoder
   *     in single or half precision; the message says what was found
   * @throws IOException if reading fails
   */
  public static BertGraph read(Path file, OnnxData data) throws IOException {
    OnnxGraph graph;
    try {
      graph = OnnxGraph.read(data.model());
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: no ONNX model, or a damaged one: %s",
              file,
              Described.name(String.valueOf(e.getMessage()))),
          e);
    }
    try {
      return of(graph, data);
    } catch (Mismatch | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: no BERT encoder that can be read: %s; found %s",
              file,
              Described.reason(e.getMessage()),
              Described.graph(graph)),
          e);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static BertGraph of(OnnxGraph graph, OnnxData data) throws IOException {
    requireReadable(graph);
    Dataflow flow = new Dataflow(graph, data);
    ShapeArithmetic numbers = new ShapeArithmetic(flow);
    Blocks blocks = new Blocks(flow, numbers);
    EncoderStack.Found found = new EncoderStack(flow, numbers, blocks).find();
    Map<String, StoredWeight> weights = EncoderWeights.named(found);
    weights.putAll(new HeadLayers(flow, numbers, blocks, found).weights());
    addUnknown(graph, weights);
    for (StoredWeight weight : weights.values()) {
      if (weight.tensor() != null) {
        data.require(weight.tensor());
      }
    }
    return new BertGraph(
        EncoderWeights.config(found), weights, graph.opset(), Described.name(graph.producer()));
  }

  private static void requireReadable(OnnxGraph graph) {
    if (graph.opset() < MIN_OPSET || graph.opset() > MAX_OPSET) {
      throw new Mismatch(
          String.format(
              Locale.ROOT,
              "operators of version %d, expected %d to %d",
              graph.opset(),
              MIN_OPSET,
              MAX_OPSET));
    }
    for (OnnxNode node : graph.nodes()) {
      if (QUANTIZED.matcher(node.type()).matches()) {
        throw new Mismatch(
            String.format(
                Locale.ROOT,
                "it is quantized (%s), expected weights in fp32 or fp16",
                Described.name(node.type())));
      }
      if (node.domain().equals(Blocks.MICROSOFT) && FUSED.matcher(node.type()).matches()) {
        throw new Mismatch(
            "ONNX Runtime's optimizer has fused it ("
                + Described.name(node.type())
                + "), expected the model as it was exported");
      }
    }
  }

  /** What is left over are weights of heads that are not known. */
  private static void addUnknown(OnnxGraph graph, Map<String, StoredWeight> weights) {
    Set<String> used = new HashSet<>();
    weights.values().stream()
        .filter(weight -> weight.tensor() != null)
        .forEach(weight -> used.add(weight.tensor().name()));
    List<OnnxTensor> others =
        graph.constants().values().stream()
            .filter(tensor -> tensor.isFloating() && tensor.elements() > 1)
            .filter(tensor -> !used.contains(tensor.name()))
            .toList();
    others.forEach(tensor -> weights.put(UNKNOWN + tensor.name(), StoredWeight.of(tensor)));
  }
}
