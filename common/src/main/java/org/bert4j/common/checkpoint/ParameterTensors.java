package org.bert4j.common.checkpoint;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.kernel.Transfer;
import org.bert4j.common.layer.Parameter;
import org.bert4j.common.layer.Parameters;

/** Sees a model's vectors as the named tensors of a file. */
public final class ParameterTensors {
  private ParameterTensors() {}

  /**
   * Shapes of parameters.
   *
   * @param parameters by name
   * @return their shapes by name, in the same order
   */
  public static Map<String, List<Long>> shapes(Map<String, Parameter> parameters) {
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    parameters.forEach(
        (name, parameter) -> shapes.put(name, Arrays.stream(parameter.shape()).boxed().toList()));
    return shapes;
  }

  /**
   * Names the pieces of a vector that lies like the parameters: these themselves, or a moment of
   * the optimizer.
   *
   * @param parameters give names and shapes
   * @param vector {@code [1, elements]}
   * @param prefix what stands before each parameter's name
   * @return views into the vector, in memory order
   */
  public static Map<String, FloatTensor> of(Parameters parameters, Tensor vector, String prefix) {
    Map<String, FloatTensor> tensors = new LinkedHashMap<>();
    parameters
        .named()
        .forEach(
            (name, parameter) ->
                tensors.put(
                    prefix + name,
                    FloatTensor.of(
                        Transfer.buffer(parameters.slice(vector, name)), parameter.shape())));
    return tensors;
  }
}
