package org.bert4j.common.onnx;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An operation of a graph.
 *
 * @param domain empty for ONNX's own operators
 * @param type of the operator
 * @param inputs names of values, empty where an optional one is left out
 * @param outputs names of values
 * @param attributes by name
 */
record OnnxNode(
    String domain,
    String type,
    List<String> inputs,
    List<String> outputs,
    Map<String, Attribute> attributes) {
  private static final int MAX_INTEGERS = 1 << 10;
  private static final int MAX_TEXT = 64;
  private static final int MAX_VALUES = 1 << 10;
  private static final String OWN_DOMAIN = "ai.onnx";

  /** A number, some integers, a tensor or a text; what else attributes may be is passed over. */
  record Attribute(
      double number, long integer, List<Long> integers, OnnxTensor tensor, String text) {}

  /** Reads a {@code NodeProto}. */
  static OnnxNode read(ProtoMessage message) throws IOException {
    String domain = "";
    String type = "";
    List<String> inputs = new ArrayList<>(3);
    List<String> outputs = new ArrayList<>(1);
    Map<String, Attribute> attributes = new HashMap<>(4);
    for (int field = message.next(); field != 0; field = message.next()) {
      switch (field) {
        case 1 -> add(inputs, message.text());
        case 2 -> add(outputs, message.text());
        case 4 -> type = message.text();
        case 5 -> readAttribute(message.message(), attributes);
        case 7 -> domain = message.text();
        default -> {
          // Name and documentation.
        }
      }
    }
    return new OnnxNode(
        domain.equals(OWN_DOMAIN) ? "" : domain,
        type,
        List.copyOf(inputs),
        List.copyOf(outputs),
        Map.copyOf(attributes));
  }

  private static void add(List<String> values, String value) {
    if (values.size() == MAX_VALUES) {
      throw new IllegalArgumentException("a node of more than " + MAX_VALUES + " values");
    }
    values.add(value);
  }

  private static void readAttribute(ProtoMessage message, Map<String, Attribute> attributes)
      throws IOException {
    String name = "";
    double number = 0;
    long integer = 0;
    List<Long> integers = new ArrayList<>(0);
    OnnxTensor tensor = null;
    String text = "";
    for (int field = message.next(); field != 0; field = message.next()) {
      switch (field) {
        case 1 -> name = message.text();
        case 2 -> number = Float.intBitsToFloat((int) message.number());
        case 3 -> integer = message.number();
        case 4 -> text = shortText(message);
        case 5 -> tensor = OnnxTensor.read(message.message());
        case 8 -> readIntegers(message, integers);
        default -> {
          // Subgraphs, which no encoder has.
        }
      }
    }
    attributes.put(name, new Attribute(number, integer, List.copyOf(integers), tensor, text));
  }

  /** Texts of attributes may be anything, such as code; what is meant to be understood is short. */
  private static String shortText(ProtoMessage message) throws IOException {
    return message.message().length() <= MAX_TEXT ? message.text() : "";
  }

  private static void readIntegers(ProtoMessage message, List<Long> integers) throws IOException {
    if (message.isNumber()) {
      integers.add(message.number());
    } else {
      ProtoMessage packed = message.message();
      while (packed.hasRemaining() && integers.size() <= MAX_INTEGERS) {
        integers.add(packed.varint());
      }
    }
    if (integers.size() > MAX_INTEGERS) {
      throw new IllegalArgumentException("an attribute of more than " + MAX_INTEGERS + " integers");
    }
  }

  /** Whether it is one of some operators of ONNX itself. */
  boolean is(String... types) {
    return domain.isEmpty() && List.of(types).contains(type);
  }

  /** The name of an input, empty if there is none. */
  String input(int index) {
    return index < inputs.size() ? inputs.get(index) : "";
  }

  String output() {
    return outputs.isEmpty() ? "" : outputs.get(0);
  }

  /** Whether it is a GELU by tanh. */
  boolean isApproximate() {
    Attribute found = attributes.get("approximate");
    return found != null && found.text().equals("tanh");
  }

  long integer(String attribute, long ifMissing) {
    Attribute found = attributes.get(attribute);
    return found == null ? ifMissing : found.integer();
  }

  double number(String attribute, double ifMissing) {
    Attribute found = attributes.get(attribute);
    return found == null ? ifMissing : found.number();
  }

  /** Integers of an attribute, null if there is none. */
  List<Long> integers(String attribute) {
    Attribute found = attributes.get(attribute);
    return found == null ? null : found.integers();
  }
}
