package org.bert4j.common.checkpoint;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.bert4j.common.kernel.Transfer;
import org.bert4j.common.layer.Parameters;

/** Loads a model's parameters from a file that may name them differently. */
final class ParameterLoader {
  private final TensorFile file;
  private final Target parameters;

  /** Names in the file by canonical name; several are copies of one parameter. */
  private final Map<String, List<String>> stored = new LinkedHashMap<>();

  /** What is loaded. */
  interface Target {
    Set<String> names();

    /** Memory to read a parameter's values into. */
    FloatTensor memory(String name);

    /** Takes the values that were read. */
    void accept(String name, FloatTensor values);

    /** Tensors that are read where they are. */
    static Target of(Map<String, FloatTensor> tensors) {
      return new Target() {
        @Override
        public Set<String> names() {
          return tensors.keySet();
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
        public Set<String> names() {
          return parameters.named().keySet();
        }

        @Override
        public FloatTensor memory(String name) {
          long[] shape = parameters.get(name).shape();
          int elements = Math.toIntExact(parameters.get(name).elements());
          return parameters.holdsValue(name)
              ? FloatTensor.of(Transfer.buffer(parameters.slice(parameters.values(), name)), shape)
              : FloatTensor.of(FloatBuffer.allocate(elements), shape);
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

  ParameterLoader(TensorFile file, Target parameters) {
    this.file = file;
    this.parameters = parameters;
    for (String name : file.names()) {
      if (!TensorNames.isBuffer(name)) {
        stored.computeIfAbsent(canonical(name), canonical -> new ArrayList<>()).add(name);
      }
    }
  }

  /** The decoder is tied where it is used; to other models it is a tensor like any other. */
  private String canonical(String name) {
    return TensorNames.isDecoder(name) && !parameters.names().contains(TensorNames.DECODER_BIAS)
        ? name
        : TensorNames.canonical(name);
  }

  LoadReport load() throws IOException {
    List<String> missing = parameters.names().stream().filter(n -> !stored.containsKey(n)).toList();
    missing.stream().filter(TensorNames::isEncoder).findFirst().ifPresent(this::refuse);
    List<String> unexpected = new ArrayList<>();
    for (Map.Entry<String, List<String>> tensor : stored.entrySet()) {
      if (parameters.names().contains(tensor.getKey())) {
        FloatTensor memory = parameters.memory(tensor.getKey());
        load(tensor.getValue(), memory);
        parameters.accept(tensor.getKey(), memory);
      } else {
        unexpected.addAll(tensor.getValue());
      }
    }
    return new LoadReport(missing, unexpected);
  }

  private void refuse(String missing) {
    throw new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "%s: no tensor %s; expected every weight of the encoder that the configuration describes",
            file.path(),
            missing));
  }

  private void load(List<String> names, FloatTensor parameter) throws IOException {
    file.read(names.get(0), parameter);
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
