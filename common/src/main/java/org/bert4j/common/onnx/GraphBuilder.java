package org.bert4j.common.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the nodes, small constants and weights of a {@code GraphProto}. */
final class GraphBuilder {
  private static final int FLOAT = 1;
  private static final int INT64 = 7;
  private static final int ATTRIBUTE_FLOAT = 1;
  private static final int ATTRIBUTE_INT = 2;
  private static final int ATTRIBUTE_INTS = 7;

  private final List<ProtoWriter> nodes = new ArrayList<>();
  private final Map<String, ProtoWriter> constants = new LinkedHashMap<>();
  private final Map<String, ModelWeight> weights = new LinkedHashMap<>();
  private final List<ProtoWriter> inputs = new ArrayList<>();
  private final List<ProtoWriter> outputs = new ArrayList<>();

  /** An attribute of a node. */
  record Attribute(ProtoWriter proto) {
    static Attribute of(String name, long value) {
      return new Attribute(
          new ProtoWriter().text(1, name).number(3, value).number(20, ATTRIBUTE_INT));
    }

    static Attribute of(String name, float value) {
      return new Attribute(
          new ProtoWriter().text(1, name).number(2, value).number(20, ATTRIBUTE_FLOAT));
    }

    static Attribute of(String name, long... values) {
      ProtoWriter proto = new ProtoWriter().text(1, name);
      for (long value : values) {
        proto.number(8, value);
      }
      return new Attribute(proto.number(20, ATTRIBUTE_INTS));
    }
  }

  /** Adds a node, which is named as its result. */
  String node(String type, String result, List<String> operands, Attribute... attributes) {
    ProtoWriter node = new ProtoWriter();
    operands.forEach(operand -> node.text(1, operand));
    node.text(2, result).text(3, "/" + result).text(4, type);
    for (Attribute attribute : attributes) {
      node.message(5, attribute.proto());
    }
    nodes.add(node);
    return result;
  }

  /** A number. */
  String constant(float value) {
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    return constant("constant_" + value, FLOAT, List.of(), bytes.putFloat(value).array());
  }

  /** An integer. */
  String index(long value) {
    return constant("index_" + value, INT64, List.of(), bytes(value));
  }

  /** A vector of integers. */
  String indices(long... values) {
    StringBuilder name = new StringBuilder("indices");
    for (long value : values) {
      name.append('_').append(value);
    }
    return constant(name.toString(), INT64, List.of((long) values.length), bytes(values));
  }

  private static byte[] bytes(long... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (long value : values) {
      bytes.putLong(value);
    }
    return bytes.array();
  }

  private String constant(String name, int type, List<Long> dims, byte[] raw) {
    constants.computeIfAbsent(name, added -> tensor(added, type, dims).bytes(9, raw));
    return name;
  }

  /** A {@code TensorProto} without elements. */
  static ProtoWriter tensor(String name, int type, List<Long> dims) {
    ProtoWriter tensor = new ProtoWriter();
    dims.forEach(size -> tensor.number(1, size));
    return tensor.number(2, type).text(8, name);
  }

  /** A weight by its key in the checkpoint, as it is there. */
  String weight(String key) {
    weights.putIfAbsent(key, new ModelWeight(key, key, false));
    return key;
  }

  /** A weight {@code [out, in]} that is stored {@code [in, out]}, which products take. */
  String transposed(String key) {
    String name = key + "_transposed";
    weights.putIfAbsent(name, new ModelWeight(name, key, true));
    return name;
  }

  /** An input {@code [batch_size, sequence_length]} of integers. */
  void input(String name) {
    inputs.add(value(name, INT64, List.of("batch_size", "sequence_length")));
  }

  /** A result; sizes are numbers or names. */
  void output(String name, List<String> sizes) {
    outputs.add(value(name, FLOAT, sizes));
  }

  private static ProtoWriter value(String name, int type, List<String> sizes) {
    ProtoWriter shape = new ProtoWriter();
    for (String size : sizes) {
      boolean isNumber = Character.isDigit(size.charAt(0));
      ProtoWriter dimension = new ProtoWriter();
      shape.message(
          1, isNumber ? dimension.number(1, Long.parseLong(size)) : dimension.text(2, size));
    }
    ProtoWriter tensor = new ProtoWriter().number(1, type).message(2, shape);
    return new ProtoWriter().text(1, name).message(2, new ProtoWriter().message(1, tensor));
  }

  /** The weights in the order in which they are used. */
  List<ModelWeight> weights() {
    return List.copyOf(weights.values());
  }

  /** Everything but the weights. */
  byte[] withoutWeights() {
    ProtoWriter graph = new ProtoWriter();
    nodes.forEach(node -> graph.message(1, node));
    graph.text(2, "bert");
    constants.values().forEach(constant -> graph.message(5, constant));
    inputs.forEach(input -> graph.message(11, input));
    outputs.forEach(output -> graph.message(12, output));
    return graph.toBytes();
  }
}
