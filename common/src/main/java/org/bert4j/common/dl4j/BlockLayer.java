package org.bert4j.common.dl4j;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.bert4j.common.kernel.Precision;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.layer.Parameters;
import org.bert4j.common.model.Initialization;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Configuration of a layer of Deeplearning4j that bert4j computes. Parameters and gradients are
 * views of the network's own, so its updaters, regularization, gradient normalization, constraints,
 * transfer learning and {@code ModelSerializer} work as with Deeplearning4j's layers; products,
 * normalizations and attention are oneDNN's, on all cores. Weight initialization and activation
 * functions of the network do not apply: first values are BERT's, drawn from ND4J's generator.
 *
 * <p>B is the number of examples, T the length of the longest, H the size of a state. Where a mask
 * array is set it has ones for an example's tokens, then zeros; results are 0 behind them.
 */
public abstract class BlockLayer extends BaseLayer {
  private static final long serialVersionUID = 1L;
  private static final double INITIALIZER_RANGE = 0.02;

  private Precision precision = Precision.AUTO;

  /** For reading from JSON. */
  protected BlockLayer() {}

  /**
   * Takes what was set.
   *
   * @param builder the builder
   */
  protected BlockLayer(Builder<?> builder) {
    super(builder);
    precision = builder.precision;
  }

  /** Makes what is computed, without memory. */
  abstract Block block();

  /** Sets the parameters of a new network. */
  void setFirstValues(Tensor values, long seed) {
    try (Parameters parameters =
        Parameters.over(block().layer(), values, null, org.bert4j.common.kernel.DataType.FP32)) {
      Initialization.draw(parameters, seed, initializerRange());
    }
  }

  /** Standard deviation of the first values of matrices. */
  double initializerRange() {
    return INITIALIZER_RANGE;
  }

  /** Whether a parameter keeps its values. */
  boolean isFrozen(String key) {
    return false;
  }

  /** Whether all do, so that there is no backward pass. */
  boolean isAllFrozen() {
    return false;
  }

  /**
   * Type of the operands of matrix products.
   *
   * @return as it was set, {@link Precision#AUTO} by default
   */
  public Precision getPrecision() {
    return precision;
  }

  /**
   * Sets the type of the operands of matrix products; for reading from JSON.
   *
   * @param precision the type
   */
  public void setPrecision(Precision precision) {
    precision.toTrainWith();
    this.precision = precision;
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> trainingListeners,
      int layerIndex,
      INDArray layerParamsView,
      boolean initializeParams,
      DataType networkDataType) {
    requireSupported(networkDataType);
    LayerComputation layer = new LayerComputation(conf, networkDataType);
    layer.setListeners(trainingListeners);
    layer.setIndex(layerIndex);
    layer.setParamsViewArray(layerParamsView);
    Map<String, INDArray> table = initializer().init(conf, layerParamsView, initializeParams);
    layer.setParamTable(table);
    layer.setConf(conf);
    return layer;
  }

  private void requireSupported(DataType networkDataType) {
    if (networkDataType != DataType.FLOAT) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "layer %s: the network's data type is %s, expected FLOAT",
              getLayerName(),
              networkDataType));
    }
    if (getWeightNoise() != null) {
      throw new IllegalArgumentException(
          "layer " + getLayerName() + ": weight noise is not supported, leave it out");
    }
    if (getIDropout() != null && block().inputSize() == 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "layer %s: dropOut applies to a layer's input, which are token ids here; set dropOut(0) for this layer, its own dropout is that of its configuration",
              getLayerName()));
    }
  }

  @Override
  public ParamInitializer initializer() {
    return BlockParameters.INSTANCE;
  }

  @Override
  public void setNIn(InputType inputType, boolean override) {
    int expected = block().inputSize();
    long found = size(inputType);
    if (expected > 0 && found != expected) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "layer %s: the input %s has states of %d, expected %d",
              getLayerName(),
              inputType,
              found,
              expected));
    }
  }

  private long size(InputType inputType) {
    if (inputType instanceof InputType.InputTypeRecurrent recurrent) {
      return recurrent.getSize();
    }
    if (inputType instanceof InputType.InputTypeFeedForward feedForward) {
      return feedForward.getSize();
    }
    throw new IllegalStateException(
        String.format(
            Locale.ROOT,
            "layer %s: the input is %s, expected a recurrent or feed-forward one",
            getLayerName(),
            inputType));
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    size(inputType);
    return inputType;
  }

  @Override
  public InputPreProcessor getPreProcessorForInputType(InputType inputType) {
    return null;
  }

  @Override
  public boolean isPretrainParam(String paramName) {
    return false;
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType inputType) {
    long parameters = initializer().numParams(this);
    long updater = getIUpdater() == null ? 0 : getIUpdater().stateSize(parameters);
    return new LayerMemoryReport.Builder(
            getLayerName(), getClass(), inputType, getOutputType(-1, inputType))
        .standardMemory(parameters, updater)
        .workingMemory(0, 0, 0, 0)
        .cacheMemory(0, 0)
        .build();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BlockLayer that
        && that.canEqual(this)
        && super.equals(other)
        && precision == that.precision;
  }

  @Override
  protected boolean canEqual(Object other) {
    return other != null && other.getClass() == getClass();
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), precision);
  }

  /**
   * Sets what all these layers have in common.
   *
   * @param <T> the kind of builder
   */
  public abstract static class Builder<T extends Builder<T>> extends BaseLayer.Builder<T> {
    private Precision precision = Precision.AUTO;

    /**
     * Begins with the defaults. Loads oneDNN, while ND4J as a rule is not loaded yet.
     *
     * @throws IllegalArgumentException if native libraries cannot be unpacked here
     */
    protected Builder() {
      Nd4jArrays.verifyLibraries();
    }

    /**
     * Sets the type of the operands of matrix products. Parameters, gradients and activations of
     * the network are in single precision in any case.
     *
     * @param newPrecision the type; by default half precision where the processor has it
     * @return this builder
     */
    @SuppressWarnings("unchecked")
    public T precision(Precision newPrecision) {
      precision = newPrecision;
      return (T) this;
    }
  }
}
