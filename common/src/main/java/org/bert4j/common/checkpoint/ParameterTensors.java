package org.bert4j.common.checkpoint;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.kernel.Transfer;
import org.bert4j.common.layer.Parameters;

/** Sees a model's vectors as the named tensors of a file. */
public final class ParameterTensors {
  private ParameterTensors() {}

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
