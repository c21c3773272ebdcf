package org.bert4j.common.inference;

import java.util.List;
import org.bert4j.common.batch.Seq2SeqBatch;
import org.bert4j.common.layer.Activations.Keep;
import org.bert4j.common.layer.DecoderLayer;
import org.bert4j.common.model.DataParallel;
import org.bert4j.common.model.Seq2SeqTransformer;

/**
 * What a decoder's layer attends to in one sequence, without dropout.
 *
 * @param own attention to the decoder's own tokens
 * @param across attention to the encoder's
 */
public record DecoderAttention(AttentionMap own, CrossAttentionMap across) {
  /**
   * Of every layer of a model, for a target as it is. To be called on the thread that the model
   * computes on.
   *
   * @param model the model
   * @param pair a single source and its target
   * @return one a layer, the first layer's first
   * @throws IllegalArgumentException if there are several pairs, one side is longer than P, or an
   *     id is out of range
   */
  public static List<DecoderAttention> of(
      DataParallel<Seq2SeqTransformer, Seq2SeqBatch> model, Seq2SeqBatch pair) {
    if (pair.sequences().sequences() != 1) {
      throw new IllegalArgumentException(
          pair.sequences().sequences()
              + " pairs, expected one: each has attentions of its own size");
    }
    return model.evaluate(
        pair,
        Keep.ATTENTIONS,
        (transformer, pass, hidden) ->
            transformer.decoded(pass, pair, hidden).stream()
                .map(layer -> of(layer, pair))
                .toList());
  }

  private static DecoderAttention of(DecoderLayer layer, Seq2SeqBatch pair) {
    int queries = pair.decoded().tokens();
    int keys = pair.sequences().tokens();
    AttentionMap own = AttentionMap.square(layer.selfAttention().probabilities(0), queries);
    float[] across = AttentionMap.trimmed(layer.crossAttention().probabilities(0), queries, keys);
    return new DecoderAttention(own, new CrossAttentionMap(own.heads(), queries, keys, across));
  }
}
