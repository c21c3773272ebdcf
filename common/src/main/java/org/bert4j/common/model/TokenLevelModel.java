package org.bert4j.common.model;

import java.util.List;
import java.util.stream.Stream;
import org.bert4j.common.batch.Batch;
import org.bert4j.common.batch.BatchShards;
import org.bert4j.common.batch.TokenBatch;

/**
 * BERT with a dense layer of K outputs over every token.
 *
 * @param <B> what it is trained on
 * @param <N> what its losses are divided by
 * @param <L> its losses
 */
public abstract sealed class TokenLevelModel<B extends Batch<B>, N, L extends Losses<L>>
    extends TrainableModel<B, N, L> permits BertForTokenClassification, BertForQuestionAnswering {
  private final DataParallel<TokenReplica<B, N, L>> replicas;
  private final BatchShards shards;
  private final List<TokenBatch> parts;

  TokenLevelModel(BertConfig config, B batch, DataParallel<TokenReplica<B, N, L>> replicas) {
    super(config, batch, replicas);
    this.replicas = replicas;
    int count = replicas.replicas().size();
    shards = new BatchShards(count);
    parts = Stream.generate(TokenBatch::new).limit(count).toList();
  }

  /**
   * Reserves the memory of activations, so that no step has to.
   *
   * @param sequences B at most
   * @param length S at most
   */
  public void reserve(int sequences, int length) {
    int count = replicas.replicas().size();
    int ofReplica = (sequences + count - 1) / count;
    replicas.replicas().forEach(replica -> replica.reserve(ofReplica, length));
  }

  /**
   * Logits of every token, without dropout. The sequences of a batch are computed side by side; a
   * single one by all threads together.
   *
   * @param batch the tokens
   * @return {@code [N, K]} row by row
   * @throws IllegalArgumentException if a sequence is longer than P, or an id is out of range
   */
  public float[] logits(TokenBatch batch) {
    if (batch.sequences() == 1 || parts.size() == 1) {
      return replicas.whole().logits(batch);
    }
    shards.split(batch, parts);
    List<float[]> ofParts = replicas.each(i -> replicas.replicas().get(i).logits(parts.get(i)));
    return gather(batch, ofParts);
  }

  private float[] gather(TokenBatch batch, List<float[]> ofParts) {
    int size = ofParts.stream().mapToInt(part -> part.length).sum();
    float[] result = new float[size];
    int outputs = batch.tokens() == 0 ? 0 : size / batch.tokens();
    int[] taken = new int[ofParts.size()];
    for (int s = 0; s < batch.sequences(); s++) {
      int shard = shards.shard(s);
      int count = batch.length(s) * outputs;
      System.arraycopy(ofParts.get(shard), taken[shard], result, batch.start(s) * outputs, count);
      taken[shard] += count;
    }
    return result;
  }
}
