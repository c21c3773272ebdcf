package org.bert4j.common.batch;

import java.util.Arrays;
import java.util.List;

/**
 * Deals the sequences of a batch out to shards with nearly the same number of tokens, longest
 * first, each to the shard that has least; within a shard they keep their order.
 */
public final class BatchShards {
  private final int[] tokens;
  private long[] byLength = new long[0];
  private int[] shardOf = new int[0];

  /**
   * Makes a dealer.
   *
   * @param count number of shards
   */
  public BatchShards(int count) {
    tokens = new int[count];
  }

  /**
   * Deals out a batch with its labels.
   *
   * @param batch the batch
   * @param shards receive its sequences and hold nothing else then; some stay empty if there are
   *     few sequences
   * @param <B> the kind of batch
   */
  public <B extends Batch<B>> void split(B batch, List<B> shards) {
    deal(batch.sequences());
    shards.forEach(B::clear);
    for (int s = 0; s < batch.sequences().sequences(); s++) {
      shards.get(shardOf[s]).add(batch, s);
    }
  }

  /**
   * Deals out sequences without labels.
   *
   * @param sequences the sequences
   * @param shards receive them and hold nothing else then; some stay empty if there are few
   */
  public void split(TokenBatch sequences, List<TokenBatch> shards) {
    deal(sequences);
    shards.forEach(TokenBatch::clear);
    for (int s = 0; s < sequences.sequences(); s++) {
      shards.get(shardOf[s]).add(sequences, s);
    }
  }

  /**
   * Where a sequence of the last batch went.
   *
   * @param sequence 0 … B − 1
   * @return number of its shard
   */
  public int shard(int sequence) {
    return shardOf[sequence];
  }

  private void deal(TokenBatch sequences) {
    int count = sequences.sequences();
    if (shardOf.length < count) {
      byLength = new long[count];
      shardOf = new int[count];
    }
    for (int s = 0; s < count; s++) {
      byLength[s] = (long) sequences.length(s) << Integer.SIZE | s;
    }
    Arrays.sort(byLength, 0, count);
    Arrays.fill(tokens, 0);
    for (int i = count - 1; i >= 0; i--) {
      int sequence = (int) byLength[i];
      int least = leastLoaded();
      shardOf[sequence] = least;
      tokens[least] += sequences.length(sequence);
    }
  }

  private int leastLoaded() {
    int least = 0;
    for (int i = 1; i < tokens.length; i++) {
      least = tokens[i] < tokens[least] ? i : least;
    }
    return least;
  }
}
