package org.bert4j.common.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.kernel.Arena;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Elementwise.Function;
import org.bert4j.common.kernel.GrowingArena;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.layer.BackwardScratch;
import org.bert4j.common.layer.Capacity;
import org.bert4j.common.layer.Embeddings;
import org.bert4j.common.layer.EncoderLayer;
import org.bert4j.common.layer.Parameters;
import org.bert4j.common.layer.Pass;
import org.bert4j.common.layer.SequenceLayout;

/**
 * The bidirectional encoder (Devlin et al., 2019): embeddings and L layers. Owns the memory of its
 * activations, which grows with the largest batch seen and is reused by all others.
 */
public final class BertModel implements AutoCloseable {
  private final Lane lane;
  private final BertConfig config;
  private final DataType computeType;
  private final Embeddings embeddings;
  private final List<EncoderLayer> layers = new ArrayList<>();
  private final SequenceLayout layout;
  private final List<Tensor> hiddenStates = new ArrayList<>();
  private final GrowingArena<Capacity> activations;
  private BackwardScratch scratch;
  private EncoderDropout dropout;
  private Tensor dHidden;
  private Pass pass;

  /**
   * Makes an encoder over parameters named as {@link BertParameters#encoder} names them.
   *
   * @param lane what it computes with
   * @param config of the model
   * @param computeType type of matrix operands
   */
  public BertModel(Lane lane, BertConfig config, DataType computeType) {
    this.lane = lane;
    ComputeEngine engine = lane.engine();
    Parameters parameters = lane.parameters();
    this.config = config;
    this.computeType = computeType;
    layout = new SequenceLayout(lane.rowBuckets());
    activations = new GrowingArena<>(new Capacity(0, 0, 0, computeType));
    embeddings =
        new Embeddings(
            engine,
            parameters,
            "bert.embeddings",
            new Embeddings.Settings(
                !config.sinusoidalPosEmbds(), config.layerNormEps(), config.hiddenDropoutProb()));
    EncoderLayer.Settings settings =
        new EncoderLayer.Settings(
            config.numAttentionHeads(),
            function(config.hiddenAct()),
            config.layerNormEps(),
            config.hiddenDropoutProb(),
            config.attentionProbsDropoutProb());
    for (int i = 0; i < config.numHiddenLayers(); i++) {
      layers.add(new EncoderLayer(engine, parameters, "bert.encoder.layer." + i, settings));
    }
  }

  /**
   * The kernel of an activation.
   *
   * @param activation as the configuration names it
   * @return the function
   */
  static Function function(Activation activation) {
    return switch (activation) {
      case GELU -> Function.GELU;
      case GELU_NEW -> Function.GELU_TANH;
      case RELU -> Function.RELU;
    };
  }

  /**
   * The forward pass without dropout.
   *
   * @param batch the tokens
   * @return the last layer's hidden states {@code [N or a few spare rows more, H]}, valid until the
   *     next pass
   * @throws IllegalArgumentException if a sequence is longer than P, or an id is out of range
   */
  public Tensor evaluate(TokenBatch batch) {
    prepare(batch);
    pass = new Pass(layout, null, null, false, null);
    return forward(batch);
  }

  /**
   * The forward pass of training, with dropout.
   *
   * @param batch the tokens
   * @param seed of the dropout masks
   * @param accumulate whether the backward pass adds to the gradients of earlier micro-batches
   * @return the last layer's hidden states {@code [N or a few spare rows more, H]}, valid until the
   *     next pass
   * @throws IllegalArgumentException if a sequence is longer than P, or an id is out of range
   */
  public Tensor train(TokenBatch batch, long seed, boolean accumulate) {
    prepare(batch);
    dropout.start(seed);
    pass = dropout.pass(layout, accumulate, lane.lateTasks());
    return forward(batch);
  }

  private Tensor forward(TokenBatch batch) {
    hiddenStates.add(embeddings.forward(pass, batch));
    for (EncoderLayer layer : layers) {
      hiddenStates.add(layer.forward(pass, lastHiddenState()));
    }
    return lastHiddenState();
  }

  /**
   * Hidden states of the last forward pass: the embeddings' output and that of each layer.
   *
   * @return L + 1 matrices {@code [N or a few spare rows more, H]}; none after one that failed
   */
  public List<Tensor> hiddenStates() {
    return hiddenStates;
  }

  private Tensor lastHiddenState() {
    return hiddenStates.get(hiddenStates.size() - 1);
  }

  /**
   * Where the sequences of the last forward pass lie.
   *
   * @return their layout
   */
  public SequenceLayout layout() {
    return layout;
  }

  /**
   * Attention probabilities of the last forward pass, before dropout.
   *
   * @param layer index of the layer
   * @param run index of a run of equally long neighbours
   * @return {@code [n, A, P, P]}, of which the first S rows and columns count
   */
  Tensor attentionProbabilities(int layer, int run) {
    return layers.get(layer).attentionProbabilities(layout, run);
  }

  /**
   * A zeroed matrix for the gradient of the last hidden states, to be filled before {@link
   * #backward}.
   *
   * @return {@code [N and spare rows, H]} in single precision
   * @throws IllegalStateException if the last forward pass failed
   */
  public Tensor zeroGradient() {
    if (hiddenStates.isEmpty()) {
      throw new IllegalStateException("there was no forward pass whose gradient could be taken");
    }
    Tensor gradient = dHidden.rows(0, layout.rows());
    lane.engine().zero(gradient);
    return gradient;
  }

  /**
   * The backward pass of the last {@link #train}: gradients of all parameters. Those of the word
   * embeddings are added to what is there.
   *
   * @param batch the tokens of the forward pass
   * @param gradient of the last hidden states, as {@link #zeroGradient} gave it; overwritten
   */
  public void backward(TokenBatch batch, Tensor gradient) {
    for (int i = layers.size() - 1; i >= 0; i--) {
      layers.get(i).backward(pass, gradient, scratch);
    }
    embeddings.backward(pass, batch, gradient);
  }

  private void prepare(TokenBatch batch) {
    hiddenStates.clear();
    check(batch);
    layout.set(batch);
    int longest = batch.longest();
    if (!activations.capacity().fits(layout, longest)) {
      grow(layout.rows(), layout.scores(), longest);
    }
  }

  /**
   * Reserves memory for batches of some size, so that no pass has to.
   *
   * @param sequences B at most
   * @param length S at most
   */
  public void reserve(int sequences, int length) {
    int rows = lane.rowBuckets().roundUp(Math.multiplyExact(sequences, length));
    hiddenStates.clear();
    grow(rows, SequenceLayout.maxScores(sequences, length), length);
  }

  private void grow(int rows, long scores, int longest) {
    Capacity present = activations.capacity();
    Capacity larger =
        new Capacity(
            Math.max(present.rows(), rows),
            Math.max(present.scores(), scores),
            Math.max(present.maxLength(), longest),
            computeType);
    activations.grow(larger, arena -> allocate(arena, larger));
  }

  private void allocate(Arena arena, Capacity capacity) {
    embeddings.reserve(arena, capacity);
    layers.forEach(layer -> layer.reserve(arena, capacity));
    scratch =
        BackwardScratch.allocate(
            arena,
            capacity,
            new BackwardScratch.Sizes(
                config.hiddenSize(), config.intermediateSize(), config.numAttentionHeads()));
    dHidden = arena.matrix(DataType.FP32, capacity.rows(), config.hiddenSize());
    dropout = new EncoderDropout(lane.engine(), arena, config, capacity);
  }

  private void check(TokenBatch batch) {
    for (int s = 0; s < batch.sequences(); s++) {
      if (batch.length(s) > config.maxPositionEmbeddings()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "a sequence has %d tokens, the model has max_position_embeddings = %d",
                batch.length(s),
                config.maxPositionEmbeddings()));
      }
    }
    for (int i = 0; i < batch.tokens(); i++) {
      int id = batch.inputId(i);
      int type = batch.tokenTypeId(i);
      if (id < 0 || id >= config.vocabSize() || type < 0 || type >= config.typeVocabSize()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "token %d has id %d and type %d, the model has vocab_size = %d, type_vocab_size = %d",
                i,
                id,
                type,
                config.vocabSize(),
                config.typeVocabSize()));
      }
    }
  }

  @Override
  public void close() {
    activations.close();
  }
}
