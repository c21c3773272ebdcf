package org.bert4j.common.decoding;

import java.util.List;
import org.bert4j.common.batch.Seq2SeqBatch;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.model.DataParallel;
import org.bert4j.common.model.NextTokens;
import org.bert4j.common.model.PrefixShape;
import org.bert4j.common.model.Seq2SeqTransformer;

/** Writes the targets of sources. Used by one thread at a time. */
public final class TargetGenerator {
  private final DataParallel<Seq2SeqTransformer, Seq2SeqBatch> model;
  private final GenerationSettings settings;

  /**
   * With a model.
   *
   * @param model the model
   * @param settings how targets are written
   */
  public TargetGenerator(
      DataParallel<Seq2SeqTransformer, Seq2SeqBatch> model, GenerationSettings settings) {
    this.model = model;
    this.settings = settings;
  }

  /**
   * Writes targets, each replica those of its share of the sources.
   *
   * @param sources the sources
   * @return the best target that was found of each, in their order
   * @throws IllegalArgumentException if a source is longer than P or an id is out of range, or
   *     targets may become longer than P
   */
  public List<Hypothesis> generate(TokenBatch sources) {
    int positions = model.config().maxPositionEmbeddings();
    if (settings.maxLength() + 1 > positions) {
      throw new IllegalArgumentException(
          "max_length is "
              + settings.maxLength()
              + ", expected less than the model's max_position_embeddings, which is "
              + positions);
    }
    PrefixShape shape =
        new PrefixShape(settings.beams(), settings.maxLength() + 1, settings.cached());
    return model.evaluateEach(
        sources,
        (replica, layout) -> NextTokens.needed(layout, shape),
        (replica, pass, batch, hidden) -> {
          try (NextTokens next = new NextTokens(replica, pass, hidden, shape)) {
            return new BeamSearch(settings, next::logits, batch.sequences()).run();
          }
        });
  }
}
