package org.bert4j.common.onnx;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a graph is, for people, on one line. Names are from files that nobody need trust. */
final class Described {
  private static final int LONGEST = 80;
  private static final int OPERATORS = 8;
  private static final int VALUES = 6;

  private Described() {}

  static String name(String name) {
    String visible = name.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}]", "?");
    return visible.length() <= LONGEST ? visible : visible.substring(0, LONGEST - 3) + "...";
  }

  /** A reason with names in it. */
  static String reason(String reason) {
    return String.valueOf(reason).replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}]", "?");
  }

  /** Its inputs, outputs and most frequent operators. */
  static String graph(OnnxGraph graph) {
    Map<String, Long> counts =
        graph.nodes().stream()
            .map(OnnxNode::type)
            .filter(type -> !type.equals("Constant"))
            .collect(
                Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    String operators =
        counts.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
            .limit(OPERATORS)
            .map(entry -> entry.getValue() + " " + name(entry.getKey()))
            .collect(Collectors.joining(", "));
    return "inputs "
        + names(List.copyOf(graph.inputs()))
        + ", outputs "
        + names(graph.outputs())
        + ", "
        + (operators.isEmpty() ? "no operators" : operators);
  }

  private static String names(List<String> names) {
    return names.stream().limit(VALUES).map(Described::name).toList()
        + (names.size() > VALUES ? " and " + (names.size() - VALUES) + " more" : "");
  }
}
