package org.bert4j.common.onnx;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The graph of a {@code ModelProto} (onnx.proto of the ONNX project), read without any value of its
 * tensors. Its nodes stand behind those whose results they take, so that following it ends.
 */
final class OnnxGraph {
  /** Most nodes; an encoder of 24 layers has 4,000. */
  private static final int MAX_NODES = 1 << 16;

  /** Most tensors; a large BERT has 400, and a few thousand small constants. */
  private static final int MAX_TENSORS = 1 << 16;

  private static final int PRODUCER_NAME = 2;
  private static final int PRODUCER_VERSION = 3;
  private static final int GRAPH = 7;
  private static final int OPSET_IMPORT = 8;

  private final List<OnnxNode> nodes = new ArrayList<>();
  private final Map<String, OnnxTensor> constants = new LinkedHashMap<>();
  private final Map<String, OnnxNode> producers = new HashMap<>();
  private final Set<String> inputs = new LinkedHashSet<>();
  private final List<String> outputs = new ArrayList<>();
  private String producer = "";
  private long opset;

  private OnnxGraph() {}

  /**
   * Reads a model's file.
   *
   * @throws IllegalArgumentException if it is none or damaged
   */
  static OnnxGraph read(FileChannel channel) throws IOException {
    OnnxGraph graph = new OnnxGraph();
    ProtoMessage model = ProtoMessage.of(new FileWindow(channel));
    boolean found = false;
    for (int field = model.next(); field != 0; field = model.next()) {
      switch (field) {
        case PRODUCER_NAME -> graph.producer = model.text();
        case PRODUCER_VERSION -> graph.producer += " " + model.text();
        case OPSET_IMPORT -> graph.readOpset(model.message());
        case GRAPH -> {
          if (found) {
            throw new IllegalArgumentException("two graphs");
          }
          found = true;
          graph.readGraph(model.message());
        }
        default -> {
          // Version of the format, documentation, functions, training.
        }
      }
    }
    if (!found) {
      throw new IllegalArgumentException("no graph");
    }
    graph.link();
    return graph;
  }

  private void readOpset(ProtoMessage message) throws IOException {
    String domain = "";
    long version = 0;
    for (int field = message.next(); field != 0; field = message.next()) {
      switch (field) {
        case 1 -> domain = message.text();
        case 2 -> version = message.number();
        default -> {
          // None other is defined.
        }
      }
    }
    if (domain.isEmpty() || domain.equals("ai.onnx")) {
      opset = version;
    }
  }

  private void readGraph(ProtoMessage message) throws IOException {
    for (int field = message.next(); field != 0; field = message.next()) {
      switch (field) {
        case 1 -> {
          if (nodes.size() == MAX_NODES) {
            throw new IllegalArgumentException("more than " + MAX_NODES + " nodes");
          }
          nodes.add(OnnxNode.read(message.message()));
        }
        case 5 -> add(OnnxTensor.read(message.message()));
        case 11 -> inputs.add(name(message.message()));
        case 12 -> outputs.add(name(message.message()));
        case 15 -> throw new IllegalArgumentException("sparse tensors");
        default -> {
          // Name, documentation, shapes of values in between.
        }
      }
      if (inputs.size() + outputs.size() > MAX_TENSORS) {
        throw new IllegalArgumentException("more than " + MAX_TENSORS + " inputs and outputs");
      }
    }
  }

  private void add(OnnxTensor tensor) {
    if (constants.size() == MAX_TENSORS) {
      throw new IllegalArgumentException("more than " + MAX_TENSORS + " tensors");
    }
    if (constants.put(tensor.name(), tensor) != null) {
      throw new IllegalArgumentException("two tensors " + tensor.name());
    }
  }

  private static String name(ProtoMessage message) throws IOException {
    String name = "";
    for (int field = message.next(); field != 0; field = message.next()) {
      if (field == 1) {
        name = message.text();
      }
    }
    return name;
  }

  /** Finds out what computes each value. */
  private void link() {
    inputs.removeAll(constants.keySet()); // before version 4 of the format they stood there, too
    Set<String> known = new HashSet<>(inputs);
    known.addAll(constants.keySet());
    known.add("");
    for (OnnxNode node : nodes) {
      for (String input : node.inputs()) {
        if (!known.contains(input)) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "%s takes %s, which nothing before it computes",
                  node.type(),
                  input));
        }
      }
      for (String output : node.outputs()) {
        if (!output.isEmpty() && !known.add(output)) {
          throw new IllegalArgumentException("two values " + output);
        }
        producers.put(output, node);
      }
      if (node.is("Constant") && node.attributes().containsKey("value")) {
        OnnxTensor value = node.attributes().get("value").tensor();
        if (value != null) {
          constants.put(node.output(), value.named(node.output()));
        }
      }
    }
  }

  List<OnnxNode> nodes() {
    return nodes;
  }

  /** Tensors by name of the value that they are. */
  Map<String, OnnxTensor> constants() {
    return constants;
  }

  /** What computes a value, null for inputs and initializers. */
  OnnxNode producer(String value) {
    return producers.get(value);
  }

  Set<String> inputs() {
    return inputs;
  }

  List<String> outputs() {
    return outputs;
  }

  /** Version of ONNX's own operators. */
  long opset() {
    return opset;
  }

  /** Program that wrote the file, and its version. */
  String producer() {
    return producer;
  }
}
