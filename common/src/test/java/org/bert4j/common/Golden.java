package org.bert4j.common;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bert4j.common.checkpoint.SafeTensors;
import org.bert4j.common.io.JsonFile;

/** Reference values of an independent implementation, from the test resources. */
public final class Golden {
  /**
   * One reference tensor.
   *
   * @param shape sizes, the outermost first
   * @param values elements in row-major order
   */
  public record Tensor(List<Long> shape, float[] values) {
    /** The elements of a tensor of integers, such as {@code input_ids}. */
    public int[] ints() {
      int[] ints = new int[values.length];
      for (int i = 0; i < ints.length; i++) {
        ints[i] = Math.round(values[i]);
      }
      return ints;
    }

    /** The only element of a tensor of shape {@code [1]}. */
    public float value() {
      if (values.length != 1) {
        throw new IllegalStateException("not a scalar, but of shape " + shape);
      }
      return values[0];
    }
  }

  private Golden() {}

  /** A file or folder, such as {@code tiny/model.safetensors}. */
  public static Path path(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(Golden.class.getResource("/golden/" + name), name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All tensors of a file, such as {@code tiny/forward.safetensors}, by name. */
  public static Map<String, Tensor> tensors(String name) {
    try (SafeTensors file = SafeTensors.open(path(name))) {
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      for (String tensor : file.names()) {
        tensors.put(tensor, new Tensor(file.shape(tensor), file.floats(tensor)));
      }
      return tensors;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One tensor of a file. */
  public static Tensor tensor(String file, String name) {
    return Objects.requireNonNull(tensors(file).get(name), name);
  }

  /** A JSON file, such as {@code tiny/scalars.json}. */
  public static JsonNode json(String name) {
    try {
      return JsonFile.read(path(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
