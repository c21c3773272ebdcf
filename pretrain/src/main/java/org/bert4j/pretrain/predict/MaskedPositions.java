package org.bert4j.pretrain.predict;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import org.bert4j.common.batch.PretrainingBatch;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.inference.FiniteOutput;
import org.bert4j.common.model.BertForPreTraining;
import org.bert4j.common.model.DataParallel;
import org.bert4j.tokenizer.BertTokenizer;

/**
 * Predictions at the masked positions of tokens, on the thread that the model computes on.
 *
 * @param model with its Masked LM head
 * @param tokenizer the model's own
 */
record MaskedPositions(
    DataParallel<BertForPreTraining, PretrainingBatch> model, BertTokenizer tokenizer) {
  /** Predicts each masked position of a single segment, special tokens included. */
  List<List<MaskPrediction>> predict(int[] ids, int topK) {
    int[] masked =
        IntStream.range(0, ids.length).filter(i -> ids[i] == tokenizer.maskId()).toArray();
    List<List<MaskPrediction>> predictions = new ArrayList<>();
    if (masked.length == 0) {
      return predictions;
    }
    TokenBatch batch = new TokenBatch();
    batch.add(ids, new int[ids.length], 0, ids.length);
    int count = masked.length;
    float[] logits =
        model.evaluate(
            batch,
            count,
            (bert, pass, hidden) -> bert.predictionLogits(pass, hidden, i -> masked[i], count));
    int vocabSize = logits.length / count;
    for (int i = 0; i < count; i++) {
      float[] row = Arrays.copyOfRange(logits, i * vocabSize, (i + 1) * vocabSize);
      predictions.add(best(FiniteOutput.of(row), topK));
    }
    return predictions;
  }

  /** The most likely word pieces; ids beyond the tokenizer's vocabulary have no spelling. */
  private List<MaskPrediction> best(float[] logits, int topK) {
    Comparator<Integer> byLogit = Comparator.comparingDouble(id -> logits[id]);
    PriorityQueue<Integer> best = new PriorityQueue<>(byLogit);
    double max = Double.NEGATIVE_INFINITY;
    for (int id = 0; id < tokenizer.vocabularySize(); id++) {
      max = Math.max(max, logits[id]);
      best.add(id);
      if (best.size() > topK) {
        best.poll();
      }
    }
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - max);
    }
    double normalizer = max + Math.log(sum);
    return best.stream()
        .sorted(byLogit.reversed())
        .map(id -> new MaskPrediction(tokenizer.token(id), Math.exp(logits[id] - normalizer)))
        .toList();
  }
}
