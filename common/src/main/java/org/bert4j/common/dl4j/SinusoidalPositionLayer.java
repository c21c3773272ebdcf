package org.bert4j.common.dl4j;

import java.util.Collection;
import java.util.Map;
import org.bert4j.common.model.Initialization;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.NoParamLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Adds to every state of {@code [B, H, T]} what tells its position: sines in even, cosines in odd
 * columns (Vaswani et al., 2017). It has no parameters and no longest T.
 */
public final class SinusoidalPositionLayer extends NoParamLayer {
  private static final long serialVersionUID = 1L;

  /** For reading from JSON. */
  SinusoidalPositionLayer() {}

  private SinusoidalPositionLayer(Builder builder) {
    super(builder);
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> trainingListeners,
      int layerIndex,
      INDArray layerParamsView,
      boolean initializeParams,
      DataType networkDataType) {
    Computation layer = new Computation(conf, networkDataType);
    layer.setListeners(trainingListeners);
    layer.setIndex(layerIndex);
    layer.setParamsViewArray(layerParamsView);
    Map<String, INDArray> none = initializer().init(conf, layerParamsView, initializeParams);
    layer.setParamTable(none);
    layer.setConf(conf);
    return layer;
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    if (inputType instanceof InputType.InputTypeRecurrent) {
      return inputType;
    }
    throw new IllegalStateException(
        "layer " + getLayerName() + ": the input is " + inputType + ", expected a recurrent one");
  }

  @Override
  public InputPreProcessor getPreProcessorForInputType(InputType inputType) {
    return null;
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType inputType) {
    return new LayerMemoryReport.Builder(getLayerName(), getClass(), inputType, inputType)
        .standardMemory(0, 0)
        .workingMemory(0, 0, 0, 0)
        .cacheMemory(0, 0)
        .build();
  }

  /** The layer in a network. */
  private static final class Computation extends AbstractLayer<SinusoidalPositionLayer> {
    private static final long serialVersionUID = 1L;

    Computation(NeuralNetConfiguration conf, DataType dataType) {
      super(conf, dataType);
    }

    @Override
    public boolean isPretrainLayer() {
      return false;
    }

    @Override
    public void clearNoiseWeightParams() {
      // There are none.
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
      assertInputSet(false);
      applyDropOutIfNecessary(training, workspaceMgr);
      int hiddenSize = Math.toIntExact(input.size(1));
      int length = Math.toIntExact(input.size(2));
      float[] table = new float[hiddenSize * length];
      Initialization.sinusoids(table, hiddenSize);
      INDArray positions =
          Nd4j.create(table, new long[] {1, length, hiddenSize}, 'c').permute(0, 2, 1);
      INDArray result =
          workspaceMgr.createUninitialized(
              ArrayType.ACTIVATIONS, input.dataType(), input.shape(), 'f');
      return result.assign(input).addi(positions.castTo(input.dataType()));
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(
        INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
      assertInputSet(true);
      INDArray dInput = workspaceMgr.dup(ArrayType.ACTIVATION_GRAD, epsilon);
      return new Pair<>(new DefaultGradient(), backpropDropOutIfPresent(dInput));
    }

    @Override
    public Layer clone() {
      return new Computation(conf.clone(), dataType);
    }
  }

  /** Makes the layer. */
  @SuppressWarnings("unchecked") // Deeplearning4j's build() returns whatever is asked for
  public static final class Builder
      extends org.deeplearning4j.nn.conf.layers.Layer.Builder<Builder> {
    /** There is nothing to set. */
    public Builder() {}

    @Override
    public SinusoidalPositionLayer build() {
      return new SinusoidalPositionLayer(this);
    }
  }
}
