package org.bert4j.common.model;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bert4j.common.batch.Batch;
import org.bert4j.common.batch.BatchShards;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.kernel.Arena;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.KernelProfile;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.layer.Activations.Keep;
import org.bert4j.common.layer.Capacity;
import org.bert4j.common.layer.Parameters;
import org.bert4j.common.layer.Pass;
import org.bert4j.common.layer.ReplicaEngine;
import org.bert4j.common.layer.RowBuckets;
import org.bert4j.common.layer.SequenceLayout;

/**
 * A model that computes on all threads: the sequences of a batch are dealt out to replicas, at most
 * 4, which compute at the same time, each with its share of the threads. One thread a product runs
 * closer to the processor's speed than two threads in each product, and the many small operations
 * between products need no barrier.
 *
 * <p>All that models have in common is here: training, evaluation and outputs. To be trained, each
 * replica has gradients of its own; to be used, all share one copy of the weights and nothing else
 * is held.
 *
 * @param <M> the model
 * @param <B> what it is trained on
 */
public final class DataParallel<M extends TrainableBert<B>, B extends Batch<B>>
    implements AutoCloseable {
  private static final int MAX_REPLICAS = 4;

  /** Floating-point operations that one thread does in a twentieth of a millisecond. */
  private static final double LITTLE_WORK = 1e7;

  private final ComputeEngine engine;
  private final Parameters parameters;
  private final Replica<M, B> whole;
  private final Replicas<M, B> replicas;
  private final BatchShards shards;
  private final List<B> batchParts;
  private final List<TokenBatch> tokenParts;
  private final SplitReplicas<M, B> split;
  private final GatheredLoss<M, B> gatheredLoss;

  /**
   * What is made of a batch's hidden states.
   *
   * @param <M> the model
   * @param <T> what comes of it
   */
  @FunctionalInterface
  public interface Use<M, T> {
    /**
     * Makes it.
     *
     * @param model the model
     * @param pass the pass
     * @param hidden {@code [N or a few spare rows more, H]} last hidden states, valid until the
     *     next pass
     * @return what comes of it
     */
    T apply(M model, Pass pass, Tensor hidden);
  }

  /**
   * What is made of the hidden states of a replica's sequences.
   *
   * @param <M> the model
   * @param <T> what comes of it
   */
  @FunctionalInterface
  public interface ShardUse<M, T> {
    /**
     * Makes it.
     *
     * @param model the replica's model
     * @param pass the pass
     * @param batch the replica's sequences
     * @param hidden {@code [N or a few spare rows more, H]} last hidden states, valid until the
     *     next pass
     * @return what comes of it
     */
    T apply(M model, Pass pass, TokenBatch batch, Tensor hidden);
  }

  private DataParallel(
      ComputeEngine engine, Supplier<M> maker, DataType computeType, boolean trained) {
    this.engine = engine;
    int count = replicas(engine.workers().threads());
    Keep keep = trained ? Keep.FOR_BACKWARD : Keep.LAST_STATE;
    M first = maker.get();
    parameters =
        trained
            ? Parameters.trained(first, computeType, new Arena())
            : Parameters.used(first, computeType, new Arena());
    replicas = new Replicas<>(engine, parameters);
    ReplicaEngine alone = new ReplicaEngine(engine, new RowBuckets(1), null);
    // Beside replicas, the whole model only evaluates.
    whole = new Replica<>(alone, first, computeType, count == 1 ? keep : Keep.LAST_STATE);
    try {
      if (count == 1) {
        replicas.add(whole);
      } else {
        replicas.add(count, maker, computeType, keep);
      }
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
    split = new SplitReplicas<>(engine.workers(), replicas.all(), computeType, !trained);
    gatheredLoss = gatheredLoss(first);
    shards = new BatchShards(count);
    batchParts = Stream.generate(first::emptyBatch).limit(count).toList();
    tokenParts = Stream.generate(TokenBatch::new).limit(count).toList();
  }

  /** Where several replicas compute what one loss is taken of, else null. */
  private GatheredLoss<M, B> gatheredLoss(TrainableBert<B> model) {
    return replicas.size() > 1 && model instanceof BertWithBatchLoss<B> head
        ? new GatheredLoss<>(replicas, head)
        : null;
  }

  /**
   * Makes a model to be trained, all parameters zero: {@link Initialization#apply initialize} them
   * or read a checkpoint, then call {@link #parametersChanged}.
   *
   * @param engine runs it; stays open when the model is closed
   * @param maker makes the model, once a replica
   * @param computeType type of matrix operands
   * @param <M> the model
   * @param <B> what it is trained on
   * @return the model
   */
  public static <M extends TrainableBert<B>, B extends Batch<B>> DataParallel<M, B> trained(
      ComputeEngine engine, Supplier<M> maker, DataType computeType) {
    if (computeType == DataType.INT8) {
      throw new IllegalArgumentException("a model is not trained with integers of 8 bits");
    }
    return new DataParallel<>(engine, maker, computeType, true);
  }

  /**
   * Makes a model to be used only: it holds its weights once, and activations of evaluation.
   *
   * @param engine runs it; stays open when the model is closed
   * @param maker makes the model, once a replica
   * @param computeType type of matrix operands; of {@link DataType#INT8} are those of the encoder's
   *     weights, all else is in single precision
   * @param <M> the model
   * @param <B> what it is trained on
   * @return the model, all parameters zero
   */
  public static <M extends TrainableBert<B>, B extends Batch<B>> DataParallel<M, B> used(
      ComputeEngine engine, Supplier<M> maker, DataType computeType) {
    if (computeType != DataType.INT8) {
      return new DataParallel<>(engine, maker, computeType, false);
    }
    Supplier<M> quantized =
        () -> {
          M model = maker.get();
          model.bert().encoder().quantize();
          return model;
        };
    return new DataParallel<>(engine, quantized, DataType.FP32, false);
  }

  /**
   * Number of replicas that compute with so many threads: at most 4, as each has gradients of its
   * own where it is trained.
   *
   * @param threads threads of the engine
   * @return a divisor of the threads
   */
  public static int replicas(int threads) {
    int count = MAX_REPLICAS;
    while (threads % count != 0) {
      count--;
    }
    return count;
  }

  /**
   * The model that all threads run together, and whose parameters are named.
   *
   * @return the model
   */
  public M model() {
    return whole.model();
  }

  /**
   * Configuration of the encoder.
   *
   * @return the configuration
   */
  public BertConfig config() {
    return model().bert().config();
  }

  /**
   * Parameters and, where they are trained, their gradients.
   *
   * @return the parameters, owned by this
   */
  public Parameters parameters() {
    return parameters;
  }

  /** To be called after the parameters' values were changed. */
  public void parametersChanged() {
    parameters.refreshCompute(engine);
  }

  /**
   * Reserves the memory of activations, so that no step has to.
   *
   * @param batch the largest batch
   */
  public void reserve(BatchShape batch) {
    BatchShape ofReplica = batch.ofReplica(replicas.size());
    replicas.all().forEach(replica -> replica.reserve(ofReplica));
  }

  /**
   * Losses of a batch, without dropout.
   *
   * @param batch the batch
   * @return its sums
   */
  public Losses evaluate(B batch) {
    if (gatheredLoss != null) {
      return gatheredLoss.evaluate(batch, logits(batch.sequences()));
    }
    return onReplicas(batch, Replica::evaluate);
  }

  /**
   * Forward and backward pass of training: losses, and gradients of all parameters.
   *
   * @param batch the micro-batch
   * @param step how to train on it
   * @return its sums
   */
  public Losses forwardBackward(B batch, MicroStep step) {
    if (gatheredLoss != null) {
      return gatheredLoss.forwardBackward(batch, step);
    }
    return onReplicas(
        batch,
        (replica, shard) -> {
          if (shard.sequences().sequences() > 0) {
            return replica.forwardBackward(shard, step);
          }
          replicas.clearUnlessAccumulated(replica, step);
          return Losses.NONE;
        });
  }

  private Losses onReplicas(B batch, BiFunction<Replica<M, B>, B, Losses> work) {
    if (replicas.size() == 1) {
      return work.apply(whole, batch);
    }
    shards.split(batch, batchParts);
    return replicas.each(i -> work.apply(replicas.get(i), batchParts.get(i))).stream()
        .reduce(Losses.NONE, Losses::plus);
  }

  /**
   * Outputs of every token, or of every sequence, without dropout. The sequences of a batch are
   * computed side by side; a single one by all threads together.
   *
   * @param batch the tokens
   * @return {@code [N, K]} or {@code [B, K]} row by row
   * @throws IllegalArgumentException if a sequence is longer than P, or an id is out of range
   * @throws IllegalStateException if the model is none with such a head
   */
  public float[] logits(TokenBatch batch) {
    head();
    return concatenated(
        evaluateSequences(
            batch,
            (model, pass, shard, hidden) -> head(model).sequenceLogits(pass, shard, hidden)));
  }

  private static float[] concatenated(List<float[]> parts) {
    float[] whole = new float[parts.stream().mapToInt(part -> part.length).sum()];
    int end = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, whole, end, part.length);
      end += part.length;
    }
    return whole;
  }

  private BertWithHead<?> head() {
    return head(model());
  }

  private static BertWithHead<?> head(TrainableBert<?> model) {
    if (model instanceof BertWithHead<?> head) {
      return head;
    }
    throw new IllegalStateException("the model has no outputs for tokens or sequences");
  }

  /**
   * Makes something of a batch's last hidden states, without dropout, on all threads together.
   *
   * @param batch the tokens
   * @param predictions rows that the head predicts at chosen positions at most
   * @param use what is made of them
   * @param <T> what comes of it
   * @return what comes of it
   * @throws IllegalArgumentException if a sequence is longer than P, or an id is out of range
   */
  public <T> T evaluate(TokenBatch batch, int predictions, Use<M, T> use) {
    return whole.evaluate(batch, layout -> layout.needed(predictions), Keep.LAST_STATE, use);
  }

  /**
   * Makes something of what a batch's evaluation leaves, on all threads together.
   *
   * @param batch the tokens
   * @param keep what is to be there after the pass
   * @param use what is made of it
   * @param <T> what comes of it
   * @return what comes of it
   * @throws IllegalArgumentException if a sequence is longer than P, or an id is out of range
   */
  public <T> T evaluate(TokenBatch batch, Keep keep, Use<M, T> use) {
    return whole.evaluate(batch, layout -> layout.needed(0), keep, use);
  }

  /**
   * Makes something of what the evaluation of all that a model is trained on leaves, on all threads
   * together.
   *
   * @param batch the batch
   * @param keep what is to be there after the pass
   * @param use what is made of it
   * @param <T> what comes of it
   * @return what comes of it
   * @throws IllegalArgumentException if a sequence is longer than P, or an id is out of range
   */
  public <T> T evaluate(B batch, Keep keep, Use<M, T> use) {
    return whole.evaluate(batch.sequences(), layout -> model().needed(layout, batch), keep, use);
  }

  /**
   * Makes something of each sequence's last hidden states, without dropout. The sequences of a
   * batch are dealt out to the replicas, a single one to one of them: what decoding computes for a
   * token is too little to be shared among threads, which took three times as long.
   *
   * @param batch the tokens
   * @param needed what memory has to hold, from where the sequences of a replica lie
   * @param use makes of the sequences of a replica as many results, in their order
   * @param <T> what comes of a sequence
   * @return what comes of each, in the order of the batch
   * @throws IllegalArgumentException if a sequence is longer than P, or an id is out of range
   */
  public <T> List<T> evaluateEach(
      TokenBatch batch, BiFunction<M, SequenceLayout, Capacity> needed, ShardUse<M, List<T>> use) {
    if (replicas.size() == 1) {
      return evaluateShard(whole, batch, needed, use);
    }
    shards.split(batch, tokenParts);
    List<List<T>> ofParts =
        replicas.each(i -> evaluateShard(replicas.get(i), tokenParts.get(i), needed, use));
    return inOrder(batch, ofParts);
  }

  /** What the shards made of their sequences, in the order of the batch. */
  private <T> List<T> inOrder(TokenBatch batch, List<List<T>> ofParts) {
    List<Iterator<T>> next = ofParts.stream().map(List::iterator).toList();
    List<T> results = new ArrayList<>();
    for (int s = 0; s < batch.sequences(); s++) {
      results.add(next.get(shards.shard(s)).next());
    }
    return results;
  }

  private <T> List<T> evaluateShard(
      Replica<M, B> replica,
      TokenBatch batch,
      BiFunction<M, SequenceLayout, Capacity> needed,
      ShardUse<M, List<T>> use) {
    if (batch.sequences() == 0) {
      return List.of();
    }
    return replica.evaluate(
        batch,
        layout -> needed.apply(replica.model(), layout),
        Keep.LAST_STATE,
        (model, pass, hidden) -> use.apply(model, pass, batch, hidden));
  }

  /**
   * Makes something of each sequence, without dropout: those of a batch side by side, a single one
   * on all threads together, unless it is too little to share.
   *
   * @param batch the tokens
   * @param use what is made of a sequence
   * @param <T> what comes of a sequence
   * @return what comes of each, in the order of the batch
   * @throws IllegalArgumentException if a sequence is longer than P, or an id is out of range
   */
  public <T> List<T> evaluateSequences(TokenBatch batch, SequenceUse<? super M, T> use) {
    if (replicas.size() == 1) {
      return evaluateSequences(whole, batch, use);
    }
    if (isLittle(batch)) {
      // The first replica is this thread's.
      return evaluateSequences(replicas.get(0), batch, use);
    }
    if (batch.sequences() > 1) {
      shards.split(batch, tokenParts);
      return inOrder(
          batch, replicas.each(i -> evaluateSequences(replicas.get(i), tokenParts.get(i), use)));
    }
    if (split.isPossible() && use.keep() == Keep.LAST_STATE) {
      return split.evaluate(batch, use);
    }
    return evaluateSequences(whole, batch, use);
  }

  /** Whether waking other threads takes about as long as they would save. */
  private boolean isLittle(TokenBatch batch) {
    BertConfig config = config();
    double ofLayer =
        2.0 * config.hiddenSize() * (2 * config.hiddenSize() + config.intermediateSize());
    return 2 * config.numHiddenLayers() * ofLayer * batch.tokens() < LITTLE_WORK;
  }

  private <T> List<T> evaluateSequences(
      Replica<M, B> replica, TokenBatch batch, SequenceUse<? super M, T> use) {
    if (batch.sequences() == 0) {
      return List.of();
    }
    int predictions = use.predictions(batch);
    return replica.evaluate(
        batch,
        layout -> layout.needed(predictions),
        use.keep(),
        (model, pass, hidden) -> use.apply(model, pass, batch, hidden));
  }

  /**
   * Hidden states without dropout.
   *
   * @param batch the tokens
   * @return L + 1 matrices {@code [N or a few spare rows more, H]}: the embeddings' output and that
   *     of each layer, valid until the next call
   * @throws IllegalArgumentException if a sequence is longer than P, or an id is out of range
   */
  public List<Tensor> hiddenStates(TokenBatch batch) {
    return evaluate(
        batch, Keep.HIDDEN_STATES, (model, pass, hidden) -> model.bert().hiddenStates());
  }

  /**
   * Measures every kernel from now on.
   *
   * @param profile receives the measurements, null to stop
   */
  public void profile(KernelProfile profile) {
    replicas.eachEngine(each -> each.profile(profile));
  }

  /**
   * Number of primitives compiled so far.
   *
   * @return the sum over all engines
   */
  public int primitives() {
    AtomicInteger sum = new AtomicInteger();
    replicas.eachEngine(each -> sum.addAndGet(each.primitives()));
    return sum.get();
  }

  @Override
  public void close() {
    if (split != null) { // null where making the replicas failed
      split.close();
    }
    whole.close();
    replicas.close();
    parameters.close();
  }
}
