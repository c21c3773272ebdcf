package org.bert4j.common.batch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Deals the sequences of a batch out to shards with nearly the same number of tokens, longest
 * first, each to the shard that has least; within a shard they keep their order. Refilled for every
 * batch.
 */
public final class BatchShards {
  private final List<PretrainingBatch> shards = new ArrayList<>();
  private final int[] tokens;
  private long[] byLength = new long[0];
  private int[] shardOf = new int[0];
  private int[] rowInShard = new int[0];

  /**
   * Makes empty shards.
   *
   * @param count number of shards
   */
  public BatchShards(int count) {
    for (int i = 0; i < count; i++) {
      shards.add(new PretrainingBatch());
    }
    tokens = new int[count];
  }

  /**
   * Deals out a batch.
   *
   * @param batch the batch
   * @return the shards, valid until the next call; some are empty if there are few sequences
   */
  public List<PretrainingBatch> split(PretrainingBatch batch) {
    TokenBatch sequences = batch.sequences();
    assign(sequences);
    shards.forEach(PretrainingBatch::clear);
    for (int s = 0; s < sequences.sequences(); s++) {
      PretrainingBatch shard = shards.get(shardOf[s]);
      rowInShard[s] = shard.sequences().tokens();
      shard.sequences().add(sequences, s);
      shard.addNextSentenceLabel(batch.nextSentenceLabel(s));
    }
    int s = 0;
    for (int i = 0; i < batch.masked(); i++) {
      int token = batch.maskedPosition(i);
      s = token < sequences.start(s) ? 0 : s;
      while (token >= sequences.start(s) + sequences.length(s)) {
        s++;
      }
      int row = rowInShard[s] + token - sequences.start(s);
      shards.get(shardOf[s]).addMasked(row, batch.maskedId(i));
    }
    return shards;
  }

  private void assign(TokenBatch sequences) {
    int count = sequences.sequences();
    if (shardOf.length < count) {
      byLength = new long[count];
      shardOf = new int[count];
      rowInShard = new int[count];
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
