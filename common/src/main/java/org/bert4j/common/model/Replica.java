package org.bert4j.common.model;

import java.util.List;
import java.util.function.Function;
import org.bert4j.common.batch.Batch;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.DropoutMasks;
import org.bert4j.common.kernel.GrowingArena;
import org.bert4j.common.kernel.LateTasks;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.layer.Activations;
import org.bert4j.common.layer.Activations.Keep;
import org.bert4j.common.layer.Capacity;
import org.bert4j.common.layer.Pass;
import org.bert4j.common.layer.ReplicaEngine;
import org.bert4j.common.layer.RowBuckets;
import org.bert4j.common.layer.SequenceLayout;
import org.bert4j.common.layer.SplitEncoder;
import org.bert4j.common.model.TrainableBert.MaskPool;
import org.bert4j.common.random.RandomStream;
import org.bert4j.common.random.RandomStream.Purpose;

/**
 * A model with activations of its own, which runs on one engine; replicas of a model share its
 * parameters' values. Memory grows with the largest batch seen and is reused by all others.
 *
 * @param <M> the model
 * @param <B> what it is trained on
 */
final class Replica<M extends TrainableBert<B>, B extends Batch<B>> implements AutoCloseable {
  /** Index of the head's dropout, the encoder's being 0. */
  private static final int HEAD = 1;

  private final ComputeEngine engine;
  private final RowBuckets rowBuckets;
  private final LateTasks lateTasks;
  private final M model;
  private final DataType computeType;
  private final SequenceLayout layout;
  private final GrowingArena<Capacity> memory = new GrowingArena<>(Capacity.NONE);
  private Keep keep;
  private Masks masks;
  private Pass training;

  Replica(ReplicaEngine own, M model, DataType computeType, Keep keep) {
    engine = own.engine();
    rowBuckets = own.rowBuckets();
    lateTasks = own.lateTasks();
    this.model = model;
    this.computeType = computeType;
    this.keep = keep;
    layout = new SequenceLayout(rowBuckets);
  }

  M model() {
    return model;
  }

  int roundUp(int rows) {
    return rowBuckets.roundUp(rows);
  }

  ComputeEngine engine() {
    return engine;
  }

  /** Reserves memory for batches of some size. */
  void reserve(BatchShape batch) {
    grow(model.needed(layout, batch), keep);
  }

  private void place(TokenBatch batch) {
    model.bert().requireFitting(batch);
    layout.set(batch);
  }

  private void reserve(Capacity needed, Keep wanted) {
    if (!memory.capacity().holds(needed) || wanted.ordinal() > keep.ordinal()) {
      grow(needed, wanted);
    }
  }

  private void grow(Capacity needed, Keep wanted) {
    Capacity grown = memory.capacity().with(needed);
    keep = wanted.ordinal() > keep.ordinal() ? wanted : keep;
    memory.grow(
        grown,
        arena -> masks = Masks.reserve(model, new Activations(arena, computeType, keep, grown)));
  }

  /**
   * The dropout masks of a model in training.
   *
   * @param hidden of the encoder's hidden states
   * @param attention of its attention probabilities
   * @param headHidden of the hidden states of what stands on it
   * @param headAttention of the attention probabilities there
   */
  record Masks(
      DropoutMasks hidden,
      DropoutMasks attention,
      DropoutMasks headHidden,
      DropoutMasks headAttention) {
    /** Reserves all memory of a model; there are no masks where nothing is trained. */
    static Masks reserve(TrainableBert<?> model, Activations memory) {
      model.reserve(memory);
      if (!memory.isForBackward()) {
        return null;
      }
      BertConfig config = model.bert().config();
      Capacity size = memory.capacity();
      int layers = config.numHiddenLayers();
      int ofHidden = 1 + 2 * layers; // the embeddings' and those of each layer's two sublayers
      long states = (long) size.rows() * config.hiddenSize();
      long scores = config.numAttentionHeads() * size.scores();
      return new Masks(
          masks(memory, new MaskPool(config.hiddenDropoutProb(), ofHidden, ofHidden * states)),
          masks(memory, new MaskPool(config.attentionProbsDropoutProb(), layers, layers * scores)),
          masks(memory, model.hiddenMasks(size)),
          masks(memory, model.attentionMasks(size)));
    }

    private static DropoutMasks masks(Activations memory, MaskPool pool) {
      return new DropoutMasks(
          memory.arena(),
          (float) pool.rate(),
          pool.masks(),
          pool.rate() == 0 ? 0 : pool.elements());
    }

    void start(long seed) {
      RandomStream ofEncoder = RandomStream.of(seed, 0, 0, Purpose.DROPOUT);
      hidden.start(ofEncoder.nextLong());
      attention.start(ofEncoder.nextLong());
      RandomStream ofHead = RandomStream.of(seed, 0, HEAD, Purpose.DROPOUT);
      headHidden.start(ofHead.nextLong());
      headAttention.start(ofHead.nextLong());
    }
  }

  private Pass evaluation() {
    return Pass.evaluation(engine, layout);
  }

  /** What is made of the hidden states of a batch, without dropout. */
  <T> T evaluate(
      TokenBatch batch,
      Function<SequenceLayout, Capacity> needed,
      Keep wanted,
      DataParallel.Use<M, T> use) {
    place(batch);
    reserve(needed.apply(layout), wanted);
    Pass pass = evaluation();
    return use.apply(model, pass, model.bert().forward(pass, batch));
  }

  /**
   * This thread's part in evaluating a single sequence with others.
   *
   * @return what the first of them makes of it, null of the others
   */
  <T> List<T> evaluateShare(
      TokenBatch sequence, SplitEncoder split, int number, SequenceUse<? super M, T> use) {
    place(sequence);
    reserve(layout.needed(number == 0 ? use.predictions(sequence) : 0), Keep.LAST_STATE);
    Pass pass = evaluation();
    Tensor x = model.bert().embeddings.forward(pass, sequence);
    Tensor hidden = split.forward(number, pass, x);
    return number == 0 ? use.apply(model, pass, sequence, hidden) : null;
  }

  /** Losses of a batch, without dropout. */
  Losses evaluate(B batch) {
    if (batch.sequences().sequences() == 0) {
      return Losses.NONE;
    }
    List<Loss> losses =
        evaluate(
            batch.sequences(),
            placed -> model.needed(placed, batch),
            keep,
            (unused, pass, hidden) -> model.losses(pass, batch, hidden));
    return Losses.of(batch, losses);
  }

  /** Losses of a batch, and the gradients of all parameters. */
  Losses forwardBackward(B batch, MicroStep step) {
    place(batch.sequences());
    reserve(model.needed(layout, batch), Keep.FOR_BACKWARD);
    Tensor hidden = placedForward(batch.sequences(), step);
    List<Loss> losses =
        model.gradients(ofHead(), batch, step, hidden, model.bert().dHidden(training));
    backward(batch.sequences());
    return Losses.of(batch, losses);
  }

  /** The last hidden states in training, until {@link #backward}. */
  Tensor forward(TokenBatch sequences, MicroStep step) {
    place(sequences);
    reserve(layout.needed(0), Keep.FOR_BACKWARD);
    return placedForward(sequences, step);
  }

  private Tensor placedForward(TokenBatch sequences, MicroStep step) {
    masks.start(step.dropoutSeed());
    training =
        new Pass(engine, layout, masks.hidden(), masks.attention(), step.accumulate(), lateTasks);
    return model.bert().forward(training, sequences);
  }

  /** The same pass for the head. */
  Pass ofHead() {
    return training.withMasks(masks.headHidden(), masks.headAttention());
  }

  /** The gradients of the encoder's parameters, after that of the last hidden states is set. */
  void backward(TokenBatch sequences) {
    if (!training.accumulate() && !model.setsWordGradient()) {
      engine.zero(model.bert().embeddings.wordEmbeddings().gradient());
    }
    model.bert().backward(training, sequences, model.bert().dHidden(training));
  }

  @Override
  public void close() {
    memory.close();
  }
}
