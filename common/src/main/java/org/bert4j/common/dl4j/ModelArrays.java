package org.bert4j.common.dl4j;

import java.util.ArrayList;
import java.util.List;
import org.bert4j.common.batch.Batch;
import org.bert4j.common.batch.PretrainingBatch;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.inference.AttentionMap;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.model.BertForPreTraining;
import org.bert4j.common.model.BertWithHead;
import org.bert4j.common.model.BertWithHead.Output;
import org.bert4j.common.model.DataParallel;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a model computes of tokens, without dropout, as ND4J arrays in single precision. All of them
 * are copies, the caller's to keep and to change. To be called on the thread that the model
 * computes on; a model in use by many threads has {@code compute} for that.
 */
public final class ModelArrays {
  private ModelArrays() {}

  /**
   * Hidden states.
   *
   * @param model the model
   * @param batch the tokens, end to end without padding
   * @param <M> the model
   * @param <B> what it is trained on
   * @return L + 1 arrays {@code [N, H]}: the embeddings' output and that of each layer
   * @throws IllegalArgumentException if a sequence is longer than P, or an id is out of range
   */
  public static <M extends BertWithHead<B>, B extends Batch<B>> List<INDArray> hiddenStates(
      DataParallel<M, B> model, TokenBatch batch) {
    List<INDArray> arrays = new ArrayList<>();
    for (Tensor states : model.hiddenStates(batch)) {
      arrays.add(Nd4jArrays.copyOf(states.rows(0, batch.tokens())));
    }
    return arrays;
  }

  /**
   * Attention probabilities of one sequence.
   *
   * @param model the model
   * @param sequence the tokens of a single sequence
   * @param <M> the model
   * @param <B> what it is trained on
   * @return L arrays {@code [A, S, S]}: how much of each token goes into each, row by row
   * @throws IllegalArgumentException if there are several sequences, it is longer than P, or an id
   *     is out of range
   */
  public static <M extends BertWithHead<B>, B extends Batch<B>> List<INDArray> attentions(
      DataParallel<M, B> model, TokenBatch sequence) {
    return AttentionMap.of(model, sequence).stream()
        .map(map -> Nd4jArrays.of(map.probabilities(), map.heads(), map.length(), map.length()))
        .toList();
  }

  /**
   * The outputs of a model's head.
   *
   * @param model the model
   * @param batch the tokens
   * @param <M> the model
   * @param <B> what it is trained on
   * @return {@code [N, K]} of a head over tokens, as for named entities and answers, {@code [B, K]}
   *     of one over sequences
   * @throws IllegalArgumentException if a sequence is longer than P, or an id is out of range
   */
  public static <M extends BertWithHead<B>, B extends Batch<B>> INDArray logits(
      DataParallel<M, B> model, TokenBatch batch) {
    boolean ofTokens = model.model().output() == Output.TOKEN;
    long rows = ofTokens ? batch.tokens() : batch.sequences();
    return Nd4jArrays.of(model.logits(batch), rows, model.model().outputs());
  }

  /**
   * The outputs of the Masked LM head.
   *
   * @param model the model
   * @param batch the tokens
   * @param positions indices in {@code [N]} of M tokens, such as those of {@code [MASK]}
   * @return {@code [M, V]}
   * @throws IllegalArgumentException if a sequence is longer than P, or an id is out of range
   */
  public static INDArray predictionLogits(
      DataParallel<BertForPreTraining, PretrainingBatch> model, TokenBatch batch, int[] positions) {
    int count = positions.length;
    if (count == 0) {
      return Nd4jArrays.of(new float[0], 0, model.config().vocabSize());
    }
    float[] logits =
        model.evaluate(
            batch,
            count,
            (bert, pass, hidden) -> bert.predictionLogits(pass, hidden, i -> positions[i], count));
    return Nd4jArrays.of(logits, count, model.config().vocabSize());
  }
}
