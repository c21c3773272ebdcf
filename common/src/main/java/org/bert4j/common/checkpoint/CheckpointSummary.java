package org.bert4j.common.checkpoint;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What weights a checkpoint has, without any value of them.
 *
 * @param weights the file that has or lists them
 * @param format of the file, for people
 * @param shapes of the tensors by their names in a HuggingFace {@code BertForPreTraining}, or in
 *     the class of another head; what is stored twice is there once
 */
public record CheckpointSummary(Path weights, String format, Map<String, List<Long>> shapes) {
  /** Copies the shapes, in their order. {@inheritDoc} */
  public CheckpointSummary {
    shapes = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(shapes));
  }

  /** Of open weights. */
  static CheckpointSummary of(TensorFile file, String format) {
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    for (String name : file.names()) {
      if (!TensorNames.isBuffer(name)) {
        shapes.putIfAbsent(TensorNames.canonical(name), file.shape(name));
      }
    }
    return new CheckpointSummary(file.path(), format, shapes);
  }

  /**
   * Counts parameters.
   *
   * @param prefix what their names begin with, such as {@code bert.encoder.}
   * @return numbers in all these tensors
   */
  public long parameters(String prefix) {
    return shapes.entrySet().stream()
        .filter(tensor -> tensor.getKey().startsWith(prefix))
        .mapToLong(tensor -> tensor.getValue().stream().reduce(1L, Math::multiplyExact))
        .sum();
  }

  /**
   * Whether there is a weight.
   *
   * @param name by HuggingFace's name
   * @return true if it is stored
   */
  public boolean has(String name) {
    return shapes.containsKey(name);
  }
}
