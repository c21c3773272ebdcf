package org.bert4j.common.checkpoint;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bert4j.common.io.FileFailure;
import org.bert4j.common.kernel.Transfer;
import org.bert4j.common.layer.Parameter;
import org.bert4j.common.layer.Parameters;

/** Loads a model's parameters from a file that may name them differently. */
final class ParameterLoader {
  private final TensorFile file;
  private final Map<String, List<Long>> shapes;

  /** Names in the file by canonical name; several are copies of one parameter. */
  private final Map<String, List<String>> stored = new LinkedHashMap<>();

  /** What is loaded. */
  interface Target {
    /** Shapes of the parameters by name. */
    Map<String, List<Long>> shapes();

    /** Memory to read a parameter's values into. */
    FloatTensor memory(String name);

    /** Takes the values that were read. */
    void accept(String name, FloatTensor values);

    /** Tensors that are read where they are. */
    static Target of(Map<String, FloatTensor> tensors) {
      return new Target() {
        @Override
        public Map<String, List<Long>> shapes() {
          Map<String, List<Long>> shapes = new LinkedHashMap<>();
          tensors.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
          return shapes;
        }

        @Override
        public FloatTensor memory(String name) {
          return tensors.get(name);
        }

        @Override
        public void accept(String name, FloatTensor values) {
          // They are where they belong.
        }
      };
    }

    /** A model's; those that are held in half precision only are read one at a time, beside it. */
    static Target of(Parameters parameters) {
      return new Target() {
        @Override
        public Map<String, List<Long>> shapes() {
          return ParameterTensors.shapes(parameters.named());
        }

        @Override
        public FloatTensor memory(String name) {
          Parameter parameter = parameters.get(name);
          FloatBuffer buffer =
              parameters.holdsValue(name)
                  ? Transfer.buffer(parameters.slice(parameters.values(), name))
                  : FloatBuffer.allocate(Math.toIntExact(parameter.elements()));
          return FloatTensor.of(buffer, parameter.shape());
        }

        @Override
        public void accept(String name, FloatTensor values) {
          if (!parameters.holdsValue(name)) {
            parameters.write(name, values.values().array());
          }
        }
      };
    }
  }

  /** For parameters of these shapes, by canonical name. */
  ParameterLoader(TensorFile file, Map<String, List<Long>> shapes) {
    this.file = file;
    this.shapes = shapes;
    for (String name : file.names()) {
      if (!TensorNames.isBuffer(name)) {
        stored.computeIfAbsent(canonical(name), canonical -> new ArrayList<>()).add(name);
      }
    }
  }

  /** The decoder is tied where it is used; to other models it is a tensor like any other. */
  private String canonical(String name) {
    return TensorNames.isDecoder(name) && !shapes.containsKey(TensorNames.DECODER_BIAS)
        ? name
        : TensorNames.canonical(name);
  }

  /** Compares names and shapes before any value is read. */
  private void requireShapes() {
    missing().stream().filter(TensorNames::isEncoder).findFirst().ifPresent(this::refuse);
    shapes.forEach(
        (name, shape) -> {
          if (stored.containsKey(name)) {
            String first = stored.get(name).get(0);
            FloatTensor.requireShape(shape, file.shape(first), file.path(), first);
          }
        });
  }

  private List<String> missing() {
    return shapes.keySet().stream().filter(name -> !stored.containsKey(name)).toList();
  }

  LoadReport load(Target parameters) throws IOException {
    requireShapes();
    List<String> unexpected = new ArrayList<>();
    for (Map.Entry<String, List<String>> tensor : stored.entrySet()) {
      if (shapes.containsKey(tensor.getKey())) {
        FloatTensor memory = parameters.memory(tensor.getKey());
        load(tensor.getValue(), memory);
        parameters.accept(tensor.getKey(), memory);
      } else {
        unexpected.addAll(tensor.getValue());
      }
    }
    return new LoadReport(missing(), unexpected);
  }

  private void refuse(String missing) {
    throw new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "%s: no tensor %s; expected every weight of the encoder that the configuration describes",
            file.path(),
            missing));
  }

  private void read(String name, FloatTensor parameter) throws IOException {
    try {
      file.read(name, parameter);
    } catch (IOException e) {
      throw FileFailure.of(file.path(), e);
    }
  }

  private void load(List<String> names, FloatTensor parameter) throws IOException {
    read(names.get(0), parameter);
    parameter.requireFinite(file.path(), names.get(0));
    for (String copy : names.subList(1, names.size())) {
      // HuggingFace would not tie two that differ; here they are one parameter.
      if (!file.shape(copy).equals(parameter.shape())
          || !FloatBuffer.wrap(file.floats(copy)).equals(parameter.values())) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s: tensors %s and %s differ, expected tied ones",
                file.path(),
                names.get(0),
                copy));
      }
    }
  }
}
