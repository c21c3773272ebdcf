package org.bert4j.common.dl4j;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.bert4j.common.layer.Parameter;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Names, places and first values of a layer's parameters in Deeplearning4j. Its names are
 * HuggingFace's with hyphens for underscores, at which Deeplearning4j cuts names. Matrices are
 * weights to it, vectors biases, of layer normalizations too: BERT decays neither.
 */
final class BlockParameters implements ParamInitializer {
  static final BlockParameters INSTANCE = new BlockParameters();

  private BlockParameters() {}

  /** Deeplearning4j's name of a parameter. */
  static String key(String name) {
    return name.replace('_', '-');
  }

  private static Map<String, Parameter> parameters(Layer layer) {
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    ((BlockLayer) layer)
        .block()
        .layer()
        .parameters()
        .forEach((name, parameter) -> parameters.put(key(name), parameter));
    return parameters;
  }

  @Override
  public long numParams(NeuralNetConfiguration conf) {
    return numParams(conf.getLayer());
  }

  @Override
  public long numParams(Layer layer) {
    return parameters(layer).values().stream().mapToLong(Parameter::elements).sum();
  }

  @Override
  public List<String> paramKeys(Layer layer) {
    return new ArrayList<>(parameters(layer).keySet());
  }

  @Override
  public List<String> weightKeys(Layer layer) {
    return keys(layer, true);
  }

  @Override
  public List<String> biasKeys(Layer layer) {
    return keys(layer, false);
  }

  private static List<String> keys(Layer layer, boolean matrices) {
    List<String> keys = new ArrayList<>();
    parameters(layer)
        .forEach(
            (key, parameter) -> {
              if (parameter.isMatrix() == matrices) {
                keys.add(key);
              }
            });
    return keys;
  }

  @Override
  public boolean isWeightParam(Layer layer, String key) {
    return weightKeys(layer).contains(key);
  }

  @Override
  public boolean isBiasParam(Layer layer, String key) {
    return biasKeys(layer).contains(key);
  }

  @Override
  public Map<String, INDArray> init(
      NeuralNetConfiguration conf, INDArray paramsView, boolean initializeParams) {
    Map<String, INDArray> params = Collections.synchronizedMap(new LinkedHashMap<>());
    views(
        conf,
        paramsView,
        (key, view) -> {
          params.put(key, view);
          conf.addVariable(key);
        });
    if (initializeParams) {
      ((BlockLayer) conf.getLayer())
          .setFirstValues(Nd4jArrays.tensor(paramsView), Nd4j.getRandom().nextLong());
    }
    return params;
  }

  @Override
  public Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration conf, INDArray gradientView) {
    Map<String, INDArray> gradients = new LinkedHashMap<>();
    views(conf, gradientView, gradients::put);
    return gradients;
  }

  private static void views(
      NeuralNetConfiguration conf, INDArray flat, BiConsumer<String, INDArray> receiver) {
    INDArray vector = flat.reshape(flat.length());
    long offset = 0;
    for (Map.Entry<String, Parameter> each : parameters(conf.getLayer()).entrySet()) {
      Parameter parameter = each.getValue();
      long end = offset + parameter.elements();
      INDArray interval = vector.get(NDArrayIndex.interval(offset, end));
      receiver.accept(each.getKey(), interval.reshape('c', parameter.shape()));
      offset = end;
    }
  }
}
