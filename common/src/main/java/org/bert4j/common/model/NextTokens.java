package org.bert4j.common.model;

import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.kernel.EmbeddingTable.Indices;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.layer.AttentionLayout;
import org.bert4j.common.layer.Capacity;
import org.bert4j.common.layer.DecoderCache;
import org.bert4j.common.layer.DecoderLayer.Attended;
import org.bert4j.common.layer.Pass;
import org.bert4j.common.layer.SequenceLayout;

/**
 * What may follow prefixes of targets, of which each source sentence has equally many and all are
 * equally long. The prefixes of a sentence attend to it together: attention to the encoder looks at
 * no order.
 */
public final class NextTokens implements AutoCloseable {
  private final Seq2SeqTransformer model;
  private final Pass pass;
  private final Tensor hidden;
  private final PrefixShape shape;
  private final SequenceLayout prefixes;
  private final SequenceLayout sentences;
  private final AttentionLayout across = new AttentionLayout();
  private final TokenBatch tokens = new TokenBatch();
  private final DecoderCache cache;

  /**
   * Begins to decode.
   *
   * @param model the model
   * @param pass of the encoder
   * @param hidden {@code [N, H]} the encoder's last states
   * @param shape of the prefixes
   */
  public NextTokens(Seq2SeqTransformer model, Pass pass, Tensor hidden, PrefixShape shape) {
    this.model = model;
    this.pass = pass;
    this.hidden = hidden;
    this.shape = shape;
    prefixes = pass.layout().another();
    sentences = pass.layout().another();
    cache = shape.cached() ? cache() : null;
    if (cache != null) {
      model.decoder.keepKeys(pass, hidden);
    }
  }

  private DecoderCache cache() {
    int hiddenSize = model.bert().config().hiddenSize();
    int layers = model.settings().decoderLayers();
    place(prefixes, rows(), 1);
    return new DecoderCache(
        new DecoderCache.Size(prefixes.rows(), shape.maxLength()),
        layers,
        hiddenSize,
        hidden.type());
  }

  private int rows() {
    return pass.layout().sequences() * shape.beams();
  }

  /**
   * What decoding needs.
   *
   * @param layout where the source sentences lie
   * @param shape of the prefixes
   * @return what memory has to hold
   */
  public static Capacity needed(SequenceLayout layout, PrefixShape shape) {
    int rows = layout.sequences() * shape.beams();
    int length = shape.cached() ? 1 : shape.maxLength();
    SequenceLayout prefixes = layout.another();
    SequenceLayout sentences = layout.another();
    AttentionLayout across = new AttentionLayout();
    place(prefixes, rows, length);
    place(sentences, layout.sequences(), shape.beams() * length);
    across.set(sentences, layout);
    int keys = DecoderCache.roundedLength(shape.maxLength());
    Capacity own = prefixes.needed(0);
    long acrossScores =
        AttentionLayout.maxScores(
            layout.sequences(), sentences.needed(0).maxLength(), layout.needed(0).maxLength());
    return layout
        .needed(0)
        .withDecoded(
            new Capacity.Decoded(
                own.rows(),
                Math.max(keys, shape.beams() * length),
                Math.max((long) own.rows() * keys, AttentionLayout.maxScores(rows, length, length)),
                Math.max(across.scores(), acrossScores)));
  }

  private static void place(SequenceLayout layout, int sequences, int length) {
    TokenBatch batch = new TokenBatch();
    int[] zeros = new int[length];
    for (int i = 0; i < sequences; i++) {
      batch.add(zeros, zeros, 0, length);
    }
    layout.set(batch);
  }

  /**
   * Logits of the tokens after the prefixes.
   *
   * @param ids the prefixes, those of a sentence beside each other, each one token longer than
   *     before
   * @param origins for each prefix which one of the last call it goes on from; not looked at in the
   *     first call
   * @return {@code [prefixes, V]} row by row
   */
  public float[] logits(int[][] ids, int[] origins) {
    int length = ids[0].length;
    int first = cache == null ? 0 : length - 1;
    tokens.clear();
    int[] types = new int[length];
    for (int[] each : ids) {
      tokens.add(each, types, first, length - first);
    }
    prefixes.set(tokens);
    place(sentences, pass.layout().sequences(), shape.beams() * (length - first));
    across.set(sentences, pass.layout());
    Pass own = pass.over(prefixes);
    Tensor x = model.targetEmbeddings.forward(own, tokens, first);
    if (cache == null) {
      Tensor states = model.decoder.forward(own, x, new Attended(hidden, across));
      return model.logits(own, last(states, ids.length, length), ids.length);
    }
    if (cache.length() > 0) {
      cache.reorder(pass.engine(), origins);
    }
    return model.logits(own, model.decoder.next(own, x, cache, across), ids.length);
  }

  private Tensor last(Tensor states, int count, int length) {
    Indices lastTokens = i -> (i + 1) * length - 1;
    pass.engine().embeddingTable().copyRows(states, lastTokens, count, model.lastStates());
    return model.lastStates().rows(0, count);
  }

  @Override
  public void close() {
    if (cache != null) {
      cache.close();
    }
  }
}
