package org.bert4j.common.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.bert4j.common.kernel.Arena;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.kernel.Transfer;
import org.bert4j.common.layer.Layer;
import org.bert4j.common.layer.Linear;
import org.bert4j.common.layer.Parameter;
import org.bert4j.common.layer.Parameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a model declares is what a checkpoint holds, and what the code's fields are named. */
class ParameterTreeTest {
  private static final BertConfig CONFIG = HeadContract.config(0.1);

  static List<TrainableBert<?>> architectures() {
    return List.of(
        new BertForPreTraining(CONFIG),
        new BertForTokenClassification(CONFIG, 5),
        new BertForSequenceClassification(CONFIG, 3, ProblemType.SINGLE_LABEL_CLASSIFICATION),
        new BertForQuestionAnswering(CONFIG),
        new Seq2SeqTransformer(CONFIG, new Seq2SeqConfig(3, false, 0, true)));
  }

  /**
   * Walking the fields spells each key: {@code bert.encoder.layer.1.attention.self.query.weight}.
   */
  @ParameterizedTest
  @MethodSource("architectures")
  void fieldsAreNamedAsKeys(TrainableBert<?> model) throws IllegalAccessException {
    Set<String> paths = new TreeSet<>();
    walk("", model, model.getClass(), paths);
    assertEquals(new TreeSet<>(model.parameters().keySet()), paths);
  }

  private static void walk(String prefix, Layer layer, Class<?> type, Set<String> paths)
      throws IllegalAccessException {
    if (type != Layer.class) {
      walk(prefix, layer, type.getSuperclass(), paths);
      for (Field field : type.getDeclaredFields()) {
        // What is private is no part but a view of parts, such as query, key and value as one.
        if ((field.getModifiers() & java.lang.reflect.Modifier.PRIVATE) == 0) {
          field.setAccessible(true);
          visit(prefix + key(field.getName()), field.get(layer), paths);
        }
      }
    }
  }

  private static void visit(String path, Object value, Set<String> paths)
      throws IllegalAccessException {
    if (value instanceof Parameter) {
      boolean isTable = path.endsWith("_embeddings");
      paths.add(isTable ? path + ".weight" : path);
    } else if (value instanceof Layer layer) {
      walk(path + ".", layer, layer.getClass(), paths);
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        visit(path + "." + i, list.get(i), paths);
      }
    }
  }

  private static String key(String field) {
    return field.equals("layerNorm")
        ? "LayerNorm"
        : field.replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT);
  }

  @Test
  void sameNamesAndPlacesInEveryReplica() {
    BertForPreTraining first = new BertForPreTraining(CONFIG);
    BertForPreTraining second = new BertForPreTraining(CONFIG);
    try (Parameters parameters = Parameters.trained(first, DataType.FP32, new Arena())) {
      parameters.bind(second, 1);
      assertEquals(2, parameters.gradientParts().size());
      for (Map.Entry<String, Parameter> each : second.parameters().entrySet()) {
        parameters.write(each.getKey(), numbers(each.getValue(), each.getKey().hashCode()));
      }
      for (Map.Entry<String, Parameter> each : first.parameters().entrySet()) {
        Parameter other = second.parameters().get(each.getKey());
        float[] values = Transfer.toArray(each.getValue().value());
        assertEquals(each.getKey().hashCode() % 100, values[0], each.getKey());
        assertEquals(values[0], Transfer.toArray(other.value())[0]);
        Transfer.fromArray(values, other.gradient());
        assertEquals(0, Transfer.toArray(each.getValue().gradient())[0]);
      }
    }
  }

  private static float[] numbers(Parameter parameter, int seed) {
    float[] values = new float[(int) parameter.elements()];
    java.util.Arrays.fill(values, seed % 100);
    return values;
  }

  /** As a Deeplearning4j layer has them: a slice of a vector that somebody else owns. */
  @Test
  void parametersLieInBorrowedMemory() {
    Linear layer = new Linear(5, 3);
    try (Arena owner = new Arena()) {
      Tensor values = owner.vector(30);
      Tensor gradient = owner.vector(18);
      Tensor slice = values.columns(7, 18);
      try (Parameters parameters = Parameters.over(layer, slice, gradient, DataType.FP32)) {
        parameters.write("bias", new float[] {1, 2, 3});
        assertEquals(List.of(1f, 2f, 3f), list(parameters.read("bias")));
      }
      assertEquals(2, Transfer.toArray(values)[7 + 15 + 1], "the owner's memory, still there");
      IllegalArgumentException refused =
          assertThrows(
              IllegalArgumentException.class,
              () -> Parameters.over(new Linear(5, 4), slice, gradient, DataType.FP32));
      assertTrue(refused.getMessage().startsWith("18 elements of memory, expected 24"));
    }
  }

  @Test
  void wrongNamesAndSizesAreRefused() {
    try (Parameters parameters = Parameters.used(new Linear(5, 3), DataType.FP32, new Arena())) {
      assertTrue(
          assertThrows(IllegalArgumentException.class, () -> parameters.read("wieght"))
              .getMessage()
              .contains("[weight, bias]"));
      assertThrows(IllegalArgumentException.class, () -> parameters.write("bias", new float[4]));
    }
  }

  private static List<Float> list(float[] values) {
    List<Float> list = new java.util.ArrayList<>();
    for (float value : values) {
      list.add(value);
    }
    return list;
  }
}
