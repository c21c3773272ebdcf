package org.bert4j.common.dl4j;

import java.util.Arrays;
import java.util.Locale;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.random.RandomStream;
import org.bert4j.common.random.RandomStream.Purpose;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A layer in a network of Deeplearning4j: between its padded arrays and bert4j's ragged rows. */
final class LayerComputation extends BaseLayer<BlockLayer> {
  private static final long serialVersionUID = 1L;

  private final transient Block shape;
  private final transient LayerMemory memory;
  private transient PaddedBatch batch;
  private transient long[] dropout;
  private long passes;

  LayerComputation(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
    BlockLayer layer = (BlockLayer) conf.getLayer();
    shape = layer.block();
    memory = new LayerMemory(layer::block, layer.getPrecision().dataType());
    LayerEngine.freeWith(this, memory);
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }

  /** The inherited method takes the parameters in column-major order, which ours are not in. */
  @Override
  public void setParams(INDArray newParams) {
    if (newParams != paramsFlattened) {
      setParams(newParams, 'c');
    }
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(false);
    applyDropOutIfNecessary(training, workspaceMgr);
    boolean learns = training && !layerConf().isAllFrozen();
    dropout = learns ? dropoutSeeds() : null;
    return forward(learns, workspaceMgr);
  }

  /** A pass draws the same masks in every run with the network's seed. */
  private long[] dropoutSeeds() {
    RandomStream random = RandomStream.of(conf.getSeed(), getIndex(), passes++, Purpose.DROPOUT);
    return new long[] {random.nextLong(), random.nextLong()};
  }

  private INDArray forward(boolean learns, LayerWorkspaceMgr workspaceMgr) {
    batch = batch();
    if (learns && gradientsFlattened == null) {
      makeGradients();
    }
    INDArray result = create(ArrayType.ACTIVATIONS, shape.outputSize(), workspaceMgr);
    INDArray states = exchanged(input.castTo(DataType.FLOAT));
    PaddedArrays arrays =
        new PaddedArrays(shape.inputSize() == 0 ? null : tensor(states), tensor(result));
    memory.compute(
        paramsFlattened,
        learns || memory.isTrained() ? gradientsFlattened : null,
        replicas -> replicas.forward(batch, arrays, dropout));
    return exchanged(result);
  }

  /** A network that is not fitted has none. */
  @SuppressWarnings("try") // the scope is closed, nothing else
  private void makeGradients() {
    try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      setBackpropGradientsViewArray(Nd4j.create(DataType.FLOAT, 1, paramsFlattened.length()));
    }
  }

  private PaddedBatch batch() {
    float[] mask =
        maskArray == null ? null : maskArray.castTo(DataType.FLOAT).dup('c').data().asFloat();
    int examples = Math.toIntExact(input.size(0));
    if (shape.inputSize() > 0) {
      requireStates();
      return new PaddedBatch(examples, length(), mask, null, null);
    }
    return tokens(examples, mask);
  }

  private void requireStates() {
    if (input.rank() > 3 || input.rank() < 2 || input.size(1) != shape.inputSize()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: the input has shape %s, expected [B, %d, T] or [B, %3$d]",
              layerId(),
              Arrays.toString(input.shape()),
              shape.inputSize()));
    }
  }

  private int length() {
    return input.rank() == 2 ? 1 : Math.toIntExact(input.size(2));
  }

  private PaddedBatch tokens(int examples, float[] mask) {
    boolean flat = input.rank() == 2;
    if (!flat && (input.rank() != 3 || input.size(1) > 2)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: the input has shape %s, expected token ids [B, T] or [B, 1, T], or ids and types [B, 2, T]",
              layerId(),
              Arrays.toString(input.shape())));
    }
    int length = Math.toIntExact(flat ? input.size(1) : input.size(2));
    int kinds = flat ? 1 : Math.toIntExact(input.size(1));
    int[] values = input.castTo(DataType.INT32).dup('c').data().asInt();
    int[] ids = new int[examples * length];
    int[] types = kinds == 1 ? null : new int[examples * length];
    for (int example = 0; example < examples; example++) {
      System.arraycopy(values, example * kinds * length, ids, example * length, length);
      if (types != null) {
        System.arraycopy(values, (2 * example + 1) * length, types, example * length, length);
      }
    }
    return new PaddedBatch(examples, length, mask, ids, types);
  }

  /**
   * An array in the workspace of a kind: {@code [B, T, H]} in the memory order that
   * Deeplearning4j's output layers take without a copy, or {@code [B, H]} where there is a vector a
   * text.
   */
  private INDArray create(ArrayType type, int width, LayerWorkspaceMgr workspaceMgr) {
    boolean ofTokens =
        shape.reading() == Block.Reading.TOKENS && (shape.inputSize() == 0 || input.rank() == 3);
    return ofTokens
        ? workspaceMgr.createUninitialized(
            type, DataType.FLOAT, new long[] {batch.examples(), batch.length(), width}, 'f')
        : workspaceMgr.createUninitialized(
            type, DataType.FLOAT, new long[] {batch.examples(), width}, 'c');
  }

  /** {@code [B, T, H]} as Deeplearning4j wants it, {@code [B, H, T]}, and the other way round. */
  private static INDArray exchanged(INDArray array) {
    return array.rank() == 3 ? array.permute(0, 2, 1) : array;
  }

  /** The memory of {@code [B, T, H]}, or of {@code [B, H]} as {@code [B, 1, H]}. */
  private static Tensor tensor(INDArray array) {
    long address = Nd4jArrays.address(array);
    if (array.rank() == 3) {
      return Tensor.over(address, array.shape(), array.stride());
    }
    return Tensor.over(
        address,
        new long[] {array.size(0), 1, array.size(1)},
        new long[] {array.stride(0), array.stride(0), array.stride(1)});
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(true);
    if (gradientsFlattened == null) {
      makeGradients();
    }
    Gradient gradients = new DefaultGradient();
    gradientViews.forEach((key, view) -> gradients.setGradientFor(key, view, 'c'));
    boolean ofTokens = shape.inputSize() == 0;
    INDArray dInput =
        ofTokens
            ? workspaceMgr.create(ArrayType.ACTIVATION_GRAD, DataType.FLOAT, input.shape(), 'c')
            : create(ArrayType.ACTIVATION_GRAD, shape.inputSize(), workspaceMgr);
    if (layerConf().isAllFrozen()) {
      gradientsFlattened.assign(0);
      return new Pair<>(gradients, dInput);
    }
    if (!memory.holdsBackward(paramsFlattened, gradientsFlattened)) {
      forward(true, workspaceMgr); // for use only, or before there were gradient views
    }
    INDArray dResult = exchanged(epsilon.castTo(DataType.FLOAT));
    PaddedArrays arrays = new PaddedArrays(ofTokens ? null : tensor(dInput), tensor(dResult));
    memory.compute(paramsFlattened, gradientsFlattened, replicas -> replicas.backward(arrays));
    gradientViews.forEach(
        (key, view) -> {
          if (layerConf().isFrozen(key)) {
            view.assign(0);
          }
        });
    if (ofTokens) {
      return new Pair<>(gradients, dInput);
    }
    return new Pair<>(gradients, backpropDropOutIfPresent(exchanged(dInput)));
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArray(
      INDArray newMask, MaskState currentMaskState, int minibatchSize) {
    Pair<INDArray, MaskState> next =
        super.feedForwardMaskArray(newMask, currentMaskState, minibatchSize);
    return shape.reading() == Block.Reading.TOKENS ? next : new Pair<>(null, MaskState.Passthrough);
  }

  @Override
  public Layer clone() {
    INDArray copy = paramsFlattened.dup();
    return layerConf().instantiate(conf, getListeners(), getIndex(), copy, false, dataType);
  }
}
