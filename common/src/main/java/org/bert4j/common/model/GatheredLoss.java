package org.bert4j.common.model;

import java.util.List;
import java.util.stream.Stream;
import org.bert4j.common.batch.Batch;
import org.bert4j.common.batch.BatchShards;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.kernel.Tensor;

/**
 * A loss of all sequences of a batch together, whose outputs several replicas compute: gathers
 * these, takes the loss and deals the outputs' gradients out again.
 *
 * @param <M> the model
 * @param <B> what it is trained on
 */
final class GatheredLoss<M extends TrainableBert<B>, B extends Batch<B>> {
  private final Replicas<M, B> replicas;
  private final BertWithBatchLoss<B> head;
  private final BatchShards shards;
  private final List<TokenBatch> parts;

  /**
   * Of replicas of a model.
   *
   * @param replicas more than one, owned by somebody else
   * @param head one of their kind
   */
  GatheredLoss(Replicas<M, B> replicas, BertWithBatchLoss<B> head) {
    this.replicas = replicas;
    this.head = head;
    shards = new BatchShards(replicas.size());
    parts = Stream.generate(TokenBatch::new).limit(replicas.size()).toList();
  }

  /**
   * The losses alone.
   *
   * @param batch the batch
   * @param outputs {@code [B, K]} row by row
   * @return its sums
   */
  Losses evaluate(B batch, float[] outputs) {
    return Losses.of(batch, head.losses(batch, outputs, null, new float[outputs.length]));
  }

  /** Forward passes of all replicas, the loss of what they make together, backward passes. */
  Losses forwardBackward(B batch, MicroStep step) {
    shards.split(batch.sequences(), parts);
    List<float[]> ofParts = replicas.each(i -> outputs(i, step));
    float[] outputs = gather(batch.sequences().sequences(), ofParts);
    float[] dOutputs = new float[outputs.length];
    List<Loss> losses = head.losses(batch, outputs, step, dOutputs);
    List<float[]> dOfParts = scatter(dOutputs, ofParts);
    replicas.each(
        i -> {
          backward(i, step, dOfParts.get(i));
          return null;
        });
    return Losses.of(batch, losses);
  }

  private float[] outputs(int number, MicroStep step) {
    TokenBatch shard = parts.get(number);
    if (shard.sequences() == 0) {
      return new float[0];
    }
    Replica<M, B> replica = replicas.get(number);
    Tensor hidden = replica.forward(shard, step);
    return headOf(replica).outputs(replica.ofHead(), shard, hidden);
  }

  private void backward(int number, MicroStep step, float[] dOutputs) {
    TokenBatch shard = parts.get(number);
    Replica<M, B> replica = replicas.get(number);
    if (shard.sequences() == 0) {
      replicas.clearUnlessAccumulated(replica, step);
      return;
    }
    Tensor dHidden = replica.model().bert().dHidden(replica.ofHead());
    headOf(replica).backward(replica.ofHead(), shard, dOutputs, dHidden);
    replica.backward(shard);
  }

  private BertWithBatchLoss<B> headOf(Replica<M, B> replica) {
    TrainableBert<B> model = replica.model();
    return (BertWithBatchLoss<B>) model;
  }

  /** The outputs in the order of the sequences. */
  private float[] gather(int sequences, List<float[]> ofParts) {
    int outputs = head.outputs();
    float[] all = new float[sequences * outputs];
    int[] taken = new int[ofParts.size()];
    for (int s = 0; s < sequences; s++) {
      int shard = shards.shard(s);
      System.arraycopy(ofParts.get(shard), taken[shard], all, s * outputs, outputs);
      taken[shard] += outputs;
    }
    return all;
  }

  /** Deals the outputs' gradients out as the sequences were. */
  private List<float[]> scatter(float[] dOutputs, List<float[]> like) {
    List<float[]> ofParts = like.stream().map(part -> new float[part.length]).toList();
    int outputs = head.outputs();
    int[] given = new int[ofParts.size()];
    for (int s = 0; s * outputs < dOutputs.length; s++) {
      int shard = shards.shard(s);
      System.arraycopy(dOutputs, s * outputs, ofParts.get(shard), given[shard], outputs);
      given[shard] += outputs;
    }
    return ofParts;
  }
}
