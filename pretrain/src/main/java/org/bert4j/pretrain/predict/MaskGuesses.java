package org.bert4j.pretrain.predict;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.bert4j.common.inference.FiniteOutput;
import org.bert4j.tokenizer.BertTokenizer;

/**
 * Guesses at masked positions.
 *
 * @param tokenizer the model's own
 */
record MaskGuesses(BertTokenizer tokenizer) {
  /** The best guesses of each position by the {@link MaskedLogits} of a sequence. */
  List<List<MaskPrediction>> of(MaskedLogits.Positions masked, int topK) {
    List<List<MaskPrediction>> guesses = new ArrayList<>();
    for (int i = 0; i < masked.count(); i++) {
      guesses.add(best(FiniteOutput.of(masked.logits(i)), topK));
    }
    return guesses;
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
