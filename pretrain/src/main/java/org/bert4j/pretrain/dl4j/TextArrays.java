package org.bert4j.pretrain.dl4j;

import java.util.List;
import java.util.stream.IntStream;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.dl4j.ModelArrays;
import org.bert4j.pretrain.predict.PretrainedBert;
import org.bert4j.tokenizer.Encoding;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a pre-trained model computes of texts, as ND4J arrays in single precision; all are copies.
 * Rows are word pieces, [CLS] and [SEP] included; longer texts are cut at the model's positions.
 *
 * @param bert the model, not closed by this
 */
public record TextArrays(PretrainedBert bert) {
  /**
   * Hidden states of every layer.
   *
   * @param text the text
   * @return L + 1 arrays {@code [S, H]}: the embeddings' output and that of each layer
   * @throws IllegalStateException if the model is closed
   */
  public List<INDArray> hiddenStates(String text) {
    return bert.model()
        .whileOpen(
            () -> {
              TokenBatch batch = batch(bert.encode(text));
              return bert.model().compute(model -> ModelArrays.hiddenStates(model, batch));
            });
  }

  /**
   * The embeddings' output: words, positions and types, normalized.
   *
   * @param text the text
   * @return {@code [S, H]}
   * @throws IllegalStateException if the model is closed
   */
  public INDArray embeddings(String text) {
    return hiddenStates(text).get(0);
  }

  /**
   * Attention probabilities of every layer.
   *
   * @param text the text
   * @return L arrays {@code [A, S, S]}
   * @throws IllegalStateException if the model is closed
   */
  public List<INDArray> attentions(String text) {
    return bert.model()
        .whileOpen(
            () -> {
              TokenBatch batch = batch(bert.encode(text));
              return bert.model().compute(model -> ModelArrays.attentions(model, batch));
            });
  }

  /**
   * Logits of the Masked LM head.
   *
   * @param text with M times {@code [MASK]}
   * @return {@code [M, V]}
   * @throws IllegalArgumentException if the text is too long
   * @throws IllegalStateException if the model is closed
   */
  public INDArray maskLogits(String text) {
    return bert.model()
        .whileOpen(
            () -> {
              Encoding encoding = bert.tokenizer().encode(text);
              int mask = bert.tokenizer().maskId();
              int[] masked =
                  IntStream.range(0, encoding.length())
                      .filter(i -> encoding.ids()[i] == mask)
                      .toArray();
              TokenBatch batch = batch(encoding);
              return bert.model()
                  .compute(model -> ModelArrays.predictionLogits(model, batch, masked));
            });
  }

  private static TokenBatch batch(Encoding encoding) {
    TokenBatch batch = new TokenBatch();
    batch.add(encoding.ids(), encoding.typeIds(), 0, encoding.length());
    return batch;
  }
}
