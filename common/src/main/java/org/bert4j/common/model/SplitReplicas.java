package org.bert4j.common.model;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.bert4j.common.batch.Batch;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Workers;
import org.bert4j.common.layer.SplitEncoder;

/**
 * Replicas that evaluate a single sequence together, each a share of every layer.
 *
 * @param <M> the model
 * @param <B> what it is trained on
 */
final class SplitReplicas<M extends TrainableBert<B>, B extends Batch<B>> implements AutoCloseable {
  private final Workers workers;
  private final List<Replica<M, B>> replicas;
  private final DataType computeType;
  private final boolean isPossible;
  private SplitEncoder encoder;

  /**
   * Of replicas that each have a worker.
   *
   * @param workers their threads
   * @param replicas the replicas, owned by somebody else
   * @param computeType type of matrix operands
   * @param used whether their parameters are only used
   */
  SplitReplicas(Workers workers, List<Replica<M, B>> replicas, DataType computeType, boolean used) {
    this.workers = workers;
    this.replicas = replicas;
    this.computeType = computeType;
    isPossible =
        used && SplitEncoder.isPossible(replicas.get(0).model().bert().encoder(), replicas.size());
  }

  /** Whether the replicas can share the layers. */
  boolean isPossible() {
    return isPossible;
  }

  /** Makes something of a sequence. */
  <T> List<T> evaluate(TokenBatch sequence, SequenceUse<? super M, T> use) {
    if (encoder == null) {
      encoder = shared();
    }
    int tokens = sequence.tokens();
    encoder.begin(tokens, replicas.get(0).roundUp(tokens));
    AtomicReference<List<T>> result = new AtomicReference<>();
    workers.each(replicas.size(), i -> evaluateShare(sequence, i, use, result));
    return result.get();
  }

  private SplitEncoder shared() {
    SplitEncoder made = new SplitEncoder(replicas.size(), computeType);
    workers.each(
        replicas.size(),
        i -> {
          Replica<M, B> replica = replicas.get(i);
          made.addShare(i, replica.engine(), replica.model().bert().encoder());
        });
    return made;
  }

  private <T> void evaluateShare(
      TokenBatch sequence,
      int number,
      SequenceUse<? super M, T> use,
      AtomicReference<List<T>> result) {
    try {
      List<T> made = replicas.get(number).evaluateShare(sequence, encoder, number, use);
      if (made != null) {
        result.set(made);
      }
    } catch (RuntimeException e) {
      encoder.fail(e);
      throw e;
    } catch (Error e) {
      encoder.fail(new IllegalStateException(e));
      throw e;
    }
  }

  @Override
  public void close() {
    if (encoder != null) {
      encoder.close();
    }
  }
}
