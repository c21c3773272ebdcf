package org.bert4j.pretrain.predict;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.layer.Pass;
import org.bert4j.common.model.BertForPreTraining;
import org.bert4j.common.model.SequenceUse;

/**
 * Logits of the word pieces at the masked positions of each sequence.
 *
 * @param maskId id of {@code [MASK]}
 */
record MaskedLogits(int maskId) implements SequenceUse<BertForPreTraining, MaskedLogits.Positions> {
  /**
   * Those of a sequence.
   *
   * @param count M, how many positions are masked
   * @param logits {@code [M, V]} row by row
   */
  record Positions(int count, float[] logits) {
    float[] logits(int position) {
      int vocabSize = logits.length / count;
      return Arrays.copyOfRange(logits, position * vocabSize, (position + 1) * vocabSize);
    }
  }

  @Override
  public int predictions(TokenBatch batch) {
    return masked(batch, 0, batch.tokens()).length;
  }

  private int[] masked(TokenBatch batch, int from, int to) {
    return IntStream.range(from, to).filter(i -> batch.inputId(i) == maskId).toArray();
  }

  @Override
  public List<Positions> apply(
      BertForPreTraining bert, Pass pass, TokenBatch batch, Tensor hidden) {
    int[] masked = masked(batch, 0, batch.tokens());
    float[] logits =
        masked.length == 0
            ? new float[0]
            : bert.predictionLogits(pass, hidden, i -> masked[i], masked.length);
    int vocabSize = masked.length == 0 ? 0 : logits.length / masked.length;
    List<Positions> ofSequences = new ArrayList<>();
    int row = 0;
    for (int s = 0; s < batch.sequences(); s++) {
      int rows = masked(batch, batch.start(s), batch.start(s) + batch.length(s)).length;
      float[] own = Arrays.copyOfRange(logits, row * vocabSize, (row + rows) * vocabSize);
      ofSequences.add(new Positions(rows, own));
      row += rows;
    }
    return ofSequences;
  }
}
