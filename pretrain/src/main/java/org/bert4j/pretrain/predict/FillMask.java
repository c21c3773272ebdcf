package org.bert4j.pretrain.predict;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import org.bert4j.common.batch.PretrainingBatch;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.model.BertForPreTraining;
import org.bert4j.common.model.DataParallel;
import org.bert4j.tokenizer.BertTokenizer;
import org.bert4j.tokenizer.Encoding;

/** Predicts what stands at the {@code [MASK]}s of a text. Used by one thread at a time. */
public final class FillMask {
  private final DataParallel<BertForPreTraining, PretrainingBatch> model;
  private final BertTokenizer tokenizer;

  /**
   * Makes predictions with a model; neither argument is closed by it.
   *
   * @param model with its Masked LM head
   * @param tokenizer the model's own
   */
  public FillMask(
      DataParallel<BertForPreTraining, PretrainingBatch> model, BertTokenizer tokenizer) {
    this.model = model;
    this.tokenizer = tokenizer;
  }

  /**
   * Predicts each masked position of a text by itself.
   *
   * @param text with at least one {@code [MASK]}
   * @param topK how many guesses for each, at most the vocabulary
   * @return for each {@code [MASK]} in order its guesses, the most likely first
   * @throws IllegalArgumentException if there is no {@code [MASK]}, the text is too long, or {@code
   *     topK} is out of range
   */
  public List<List<MaskPrediction>> predict(String text, int topK) {
    if (topK < 1 || topK > tokenizer.vocabularySize()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "top_k is %d, expected 1 to the vocabulary's size, which is %d",
              topK,
              tokenizer.vocabularySize()));
    }
    Encoding encoding = tokenizer.encode(text);
    List<List<MaskPrediction>> predictions = predict(encoding.ids(), topK);
    if (predictions.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the text has no %s to fill: %s",
              tokenizer.token(tokenizer.maskId()),
              text));
    }
    return predictions;
  }

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
      predictions.add(best(Arrays.copyOfRange(logits, i * vocabSize, (i + 1) * vocabSize), topK));
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
