package org.bert4j.common.dl4j;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.common.checkpoint.FloatTensor;
import org.bert4j.common.checkpoint.LoadReport;
import org.bert4j.common.checkpoint.ParameterTensors;
import org.bert4j.common.checkpoint.WeightsDirectory;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.layer.Parameters;
import org.bert4j.common.model.BertConfig;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * BERT's encoder as a layer of Deeplearning4j: embeddings, all its layers and, for {@link
 * Output#POOLER}, the pooler. Its input is token ids {@code [B, T]} or {@code [B, 1, T]} with a
 * mask array {@code [B, T]}. Token types are a second input of a ComputationGraph: both {@code [B,
 * 1, T]}, with the same mask; one array {@code [B, 2, T]} of ids and types does in a
 * MultiLayerNetwork. Its output is {@code [B, H, T]} or {@code [B, H]}.
 *
 * <pre>{@code
 * new NeuralNetConfiguration.Builder().updater(new Adam(5e-5)).graphBuilder()
 *     .addInputs("tokens")
 *     .addLayer("bert", BertLayer.of(Path.of("bert-base")).build(), "tokens")
 *     .addLayer("tags", new RnnOutputLayer.Builder().nIn(768).nOut(9).build(), "bert")
 *     .setOutputs("tags")
 * }</pre>
 *
 * <p>Parameters have HuggingFace's names with hyphens for underscores, and are views of the
 * network's own. Dropout is that of the configuration, in training only. Everything of {@link
 * BlockLayer} holds.
 */
public final class BertLayer extends BlockLayer {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(BertLayer.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ARCHITECTURE = "BertModel";
  private static final String LAYER = "bert.encoder.layer.";
  private static final String EMBEDDINGS = "bert.embeddings.";

  private TreeMap<String, Object> architecture = new TreeMap<>();
  private String weights;
  private Output output = Output.SEQUENCE;
  private int frozenLayers = -1;
  private boolean frozen;

  /** What comes out. */
  public enum Output {
    /** The last hidden state of every token, {@code [B, H, T]}. */
    SEQUENCE,
    /** That of the first token, [CLS], {@code [B, H]}. */
    FIRST_TOKEN,
    /** The mean over an example's tokens, {@code [B, H]}. */
    MEAN,
    /** {@code tanh} of a dense layer over the first token's, {@code [B, H]}. */
    POOLER
  }

  /** For reading from JSON. */
  BertLayer() {}

  private BertLayer(Builder builder) {
    super(builder);
    architecture = toMap(builder.config);
    weights = builder.weights;
    output = builder.output;
    frozenLayers = builder.frozenLayers;
    frozen = builder.frozen;
    if (frozenLayers > builder.config.numHiddenLayers()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "frozenLayers is %d, the model has %d layers",
              frozenLayers,
              builder.config.numHiddenLayers()));
    }
    initializeConstraints(builder);
    if (constraints != null) {
      constraints.forEach(this::spareFrozen);
    }
  }

  private void spareFrozen(LayerConstraint constraint) {
    Set<String> constrained = new HashSet<>(constraint.getParams());
    constrained.removeIf(this::isFrozen);
    constraint.setParams(constrained);
  }

  private static TreeMap<String, Object> toMap(BertConfig config) {
    TreeMap<String, Object> map = new TreeMap<>();
    config
        .toJson(ARCHITECTURE)
        .properties()
        .forEach(each -> map.put(each.getKey(), JSON.convertValue(each.getValue(), Object.class)));
    return map;
  }

  /**
   * An encoder with random weights.
   *
   * @param config its architecture
   * @return a builder
   */
  public static Builder of(BertConfig config) {
    return new Builder(config);
  }

  /**
   * The encoder of a checkpoint. Its weights are read when a network with the layer is initialized;
   * one that is read from a file has its own.
   *
   * @param checkpoint a HuggingFace directory, Google's, or a run's
   * @return a builder
   * @throws IllegalArgumentException if there is no checkpoint, or it cannot be used
   * @throws IOException if reading fails
   */
  public static Builder of(Path checkpoint) throws IOException {
    CheckpointDirectory directory = CheckpointDirectory.open(checkpoint);
    Builder builder = new Builder(directory.config());
    builder.weights = checkpoint.toString();
    return builder;
  }

  /**
   * The architecture.
   *
   * @return the configuration of the encoder
   */
  public BertConfig config() {
    JsonNode json = JSON.valueToTree(architecture);
    return BertConfig.of(json, "layer " + getLayerName());
  }

  @Override
  Block block() {
    Block.Reading reading =
        switch (output) {
          case SEQUENCE -> Block.Reading.TOKENS;
          case FIRST_TOKEN -> Block.Reading.FIRST;
          case MEAN -> Block.Reading.MEAN;
          case POOLER -> Block.Reading.SEQUENCES;
        };
    return new BertBlock(config(), reading);
  }

  @Override
  double initializerRange() {
    return config().initializerRange();
  }

  @Override
  void setFirstValues(Tensor values, long seed) {
    super.setFirstValues(values, seed);
    if (weights != null) {
      read(Path.of(weights), values);
    }
  }

  private void read(Path checkpoint, Tensor values) {
    try (Parameters parameters = parameters(values)) {
      CheckpointDirectory directory = CheckpointDirectory.open(checkpoint);
      LoadReport report = directory.loadParameters(parameters);
      report.texts(directory.path()).forEach(LOG::info);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Parameters parameters(Tensor values) {
    return Parameters.over(block().layer(), values, null, org.bert4j.common.kernel.DataType.FP32);
  }

  /**
   * The parameters of this layer in a network, under HuggingFace's names, such as {@code
   * bert.encoder.layer.0.attention.self.query.weight}.
   *
   * @param layer the network's layer, as {@code getLayer} gives it, frozen or not
   * @return views: what is written there the network computes with; {@code [out, in]} or {@code
   *     [size]}, in the order of a checkpoint
   * @throws IllegalArgumentException if it is another kind of layer
   */
  public static Map<String, INDArray> parameters(Layer layer) {
    Layer unwrapped = unwrapped(layer);
    Map<String, INDArray> table = unwrapped.paramTable();
    Map<String, INDArray> named = new LinkedHashMap<>();
    configuration(unwrapped)
        .block()
        .layer()
        .parameters()
        .keySet()
        .forEach(name -> named.put(name, table.get(BlockParameters.key(name))));
    return named;
  }

  private static Layer unwrapped(Layer layer) {
    Layer inner = layer;
    while (inner instanceof BaseWrapperLayer wrapper) {
      inner = wrapper.getUnderlying();
    }
    return inner;
  }

  private static BertLayer configuration(Layer layer) {
    if (layer.conf().getLayer() instanceof BertLayer bert) {
      return bert;
    }
    throw new IllegalArgumentException(
        "the layer is a "
            + layer.conf().getLayer().getClass().getSimpleName()
            + ", expected a BertLayer");
  }

  /**
   * Writes the encoder of a network as a HuggingFace directory: {@code config.json}, {@code
   * model.safetensors} and the tokenizer's files.
   *
   * @param layer the network's layer, as {@code getLayer} gives it, frozen or not
   * @param tokenizer directory of the tokenizer
   * @param directory a new directory
   * @throws IllegalArgumentException if it is another kind of layer, there is no tokenizer, or the
   *     directory is there already
   * @throws IOException if writing fails
   */
  public static void save(Layer layer, Path tokenizer, Path directory) throws IOException {
    Layer unwrapped = unwrapped(layer);
    BertLayer bert = configuration(unwrapped);
    Tensor values = Nd4jArrays.tensor(unwrapped.params());
    try (Parameters parameters = bert.parameters(values)) {
      Map<String, FloatTensor> tensors = ParameterTensors.of(parameters, values, "");
      WeightsDirectory.write(directory, bert.config().toJson(ARCHITECTURE), tensors, tokenizer);
    }
  }

  @Override
  boolean isAllFrozen() {
    return frozen;
  }

  @Override
  boolean isFrozen(String key) {
    if (frozen || frozenLayers >= 0 && key.startsWith(EMBEDDINGS)) {
      return true;
    }
    return isFixed(key) || key.startsWith(LAYER) && layerOf(key) < frozenLayers;
  }

  /** A table of sinusoids has no gradient. */
  private boolean isFixed(String key) {
    return key.equals(EMBEDDINGS + "position-embeddings.weight") && config().sinusoidalPosEmbds();
  }

  private static int layerOf(String key) {
    return Integer.parseInt(key.substring(LAYER.length(), key.indexOf('.', LAYER.length())));
  }

  @Override
  public IUpdater getUpdaterByParam(String paramName) {
    return isFrozen(paramName) ? new NoOp() : super.getUpdaterByParam(paramName);
  }

  @Override
  public List<Regularization> getRegularizationByParam(String paramName) {
    return isFrozen(paramName) ? null : super.getRegularizationByParam(paramName);
  }

  @Override
  public void setNIn(InputType inputType, boolean override) {
    getOutputType(-1, inputType);
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    long hiddenSize = config().hiddenSize();
    if (output != Output.SEQUENCE) {
      return InputType.feedForward(hiddenSize);
    }
    if (inputType instanceof InputType.InputTypeRecurrent recurrent) {
      return InputType.recurrent(hiddenSize, recurrent.getTimeSeriesLength());
    }
    if (inputType instanceof InputType.InputTypeFeedForward feedForward) {
      return InputType.recurrent(hiddenSize, feedForward.getSize());
    }
    throw new IllegalStateException(
        String.format(
            Locale.ROOT,
            "layer %s: the input is %s, expected token ids: recurrent(1), recurrent(2) with types, or feed-forward",
            getLayerName(),
            inputType));
  }

  /**
   * The architecture, for writing to JSON.
   *
   * @return content of a {@code config.json}
   */
  public Map<String, Object> getArchitecture() {
    return architecture;
  }

  /**
   * Sets the architecture, for reading from JSON.
   *
   * @param architecture content of a {@code config.json}
   */
  public void setArchitecture(Map<String, Object> architecture) {
    this.architecture = new TreeMap<>(architecture);
  }

  /**
   * Where a new network's weights are read from.
   *
   * @return a checkpoint's directory, null for random weights
   */
  public String getWeights() {
    return weights;
  }

  /**
   * Sets where a new network's weights are read from, for reading from JSON.
   *
   * @param weights a checkpoint's directory, or null
   */
  public void setWeights(String weights) {
    this.weights = weights;
  }

  /**
   * What comes out.
   *
   * @return the kind of output
   */
  public Output getOutput() {
    return output;
  }

  /**
   * Sets what comes out, for reading from JSON.
   *
   * @param output the kind of output
   */
  public void setOutput(Output output) {
    this.output = output;
  }

  /**
   * How many layers keep their weights, and the embeddings with them.
   *
   * @return their number, −1 if the embeddings are trained, too
   */
  public int getFrozenLayers() {
    return frozenLayers;
  }

  /**
   * Sets how many layers keep their weights, for reading from JSON.
   *
   * @param frozenLayers their number, or −1
   */
  public void setFrozenLayers(int frozenLayers) {
    this.frozenLayers = frozenLayers;
  }

  /**
   * Whether all weights stay.
   *
   * @return true if they do
   */
  public boolean isFrozen() {
    return frozen;
  }

  /**
   * Sets whether all weights stay, for reading from JSON.
   *
   * @param frozen whether they do
   */
  public void setFrozen(boolean frozen) {
    this.frozen = frozen;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BertLayer that
        && super.equals(other)
        && architecture.equals(that.architecture)
        && Objects.equals(weights, that.weights)
        && output == that.output
        && frozenLayers == that.frozenLayers
        && frozen == that.frozen;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), architecture, weights, output, frozenLayers, frozen);
  }

  /** Sets what the layer is. */
  @SuppressWarnings("unchecked") // Deeplearning4j's build() returns whatever is asked for
  public static final class Builder extends BlockLayer.Builder<Builder> {
    private final BertConfig config;
    private String weights;
    private Output output = Output.SEQUENCE;
    private int frozenLayers = -1;
    private boolean frozen;

    private Builder(BertConfig config) {
      this.config = config;
    }

    /**
     * Sets what comes out.
     *
     * @param newOutput the kind of output, by default {@link Output#SEQUENCE}
     * @return this builder
     */
    public Builder output(Output newOutput) {
      output = newOutput;
      return this;
    }

    /**
     * Lets the embeddings and the first layers keep their weights.
     *
     * @param layers how many, 0 for the embeddings only
     * @return this builder
     */
    public Builder frozenLayers(int layers) {
      frozenLayers = layers;
      return this;
    }

    /**
     * Lets all weights stay: the layer computes as in use, without dropout and without a backward
     * pass.
     *
     * @param all whether they do
     * @return this builder
     */
    public Builder frozen(boolean all) {
      frozen = all;
      return this;
    }

    @Override
    public BertLayer build() {
      return new BertLayer(this);
    }
  }
}
