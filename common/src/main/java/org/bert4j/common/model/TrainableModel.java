package org.bert4j.common.model;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.bert4j.common.batch.Batch;
import org.bert4j.common.batch.BatchShards;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.kernel.KernelProfile;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.layer.Parameters;

/**
 * BERT with heads, and how it is trained. Training and evaluation are data-parallel inside the
 * process: the sequences of a batch are dealt out to replicas, at most 4, which compute at the same
 * time.
 *
 * @param <B> what it is trained on
 * @param <N> what its losses are divided by
 * @param <L> its losses
 */
public abstract sealed class TrainableModel<B extends Batch<B>, N, L extends Losses<L>>
    implements AutoCloseable permits BertForPreTraining, TokenLevelModel {
  private final BertConfig config;
  private final DataParallel<? extends Replica<B, N, L>> replicas;
  private final BatchShards shards;
  private final List<B> parts;

  TrainableModel(BertConfig config, B batch, DataParallel<? extends Replica<B, N, L>> replicas) {
    this.config = config;
    this.replicas = replicas;
    int count = replicas.replicas().size();
    shards = new BatchShards(count);
    parts = Stream.generate(batch::empty).limit(count).toList();
  }

  /**
   * Number of replicas that train with so many threads: at most 4, as each has gradients of its
   * own.
   *
   * @param threads threads of the engine
   * @return a divisor of the threads
   */
  public static int replicas(int threads) {
    return DataParallel.replicas(threads);
  }

  /**
   * Configuration of the model.
   *
   * @return the configuration
   */
  public BertConfig config() {
    return config;
  }

  /**
   * Parameters and their gradients.
   *
   * @return the parameters, owned by this model
   */
  public Parameters parameters() {
    return replicas.parameters();
  }

  /** To be called after the parameters' values were changed. */
  public void parametersChanged() {
    parameters().refreshCompute(replicas.engine());
  }

  /**
   * Counts what the losses of a step are means over.
   *
   * @param microBatches all micro-batches of the step
   * @return the counts
   */
  public abstract N normalizers(List<B> microBatches);

  /**
   * Losses of a batch, without dropout.
   *
   * @param batch the batch
   * @return its sums
   */
  public L evaluate(B batch) {
    return onReplicas(batch, Replica::evaluate);
  }

  /**
   * Forward and backward pass of training: losses, and gradients of all parameters.
   *
   * @param batch the micro-batch
   * @param step how to train on it
   * @return its sums
   */
  public L forwardBackward(B batch, Step<N> step) {
    return onReplicas(batch, (replica, shard) -> replica.forwardBackward(shard, step));
  }

  private L onReplicas(B batch, BiFunction<Replica<B, N, L>, B, L> work) {
    if (parts.size() == 1) {
      return work.apply(replicas.whole(), batch);
    }
    shards.split(batch, parts);
    List<L> losses = replicas.each(i -> work.apply(replicas.replicas().get(i), parts.get(i)));
    return losses.stream().reduce(L::plus).orElseThrow();
  }

  /**
   * Hidden states without dropout.
   *
   * @param batch the tokens
   * @return L + 1 matrices {@code [N or a few spare rows more, H]}: the embeddings' output and that
   *     of each layer, valid until the next call
   */
  public List<Tensor> hiddenStates(TokenBatch batch) {
    replicas.whole().bert().evaluate(batch);
    return replicas.whole().bert().hiddenStates();
  }

  /**
   * Measures every kernel from now on.
   *
   * @param profile receives the measurements, null to stop
   */
  public void profile(KernelProfile profile) {
    replicas.eachEngine(engine -> engine.profile(profile));
  }

  /**
   * Number of primitives compiled so far.
   *
   * @return the sum over all engines
   */
  public int primitives() {
    AtomicInteger sum = new AtomicInteger();
    replicas.eachEngine(engine -> sum.addAndGet(engine.primitives()));
    return sum.get();
  }

  @Override
  public void close() {
    replicas.close();
  }
}
