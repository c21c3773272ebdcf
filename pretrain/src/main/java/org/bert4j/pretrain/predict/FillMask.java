package org.bert4j.pretrain.predict;

import java.util.List;
import java.util.Locale;
import org.bert4j.common.batch.PretrainingBatch;
import org.bert4j.common.inference.Sequences;
import org.bert4j.common.inference.SharedModel;
import org.bert4j.common.model.BertForPreTraining;
import org.bert4j.tokenizer.BertTokenizer;

/** Predicts what stands at the {@code [MASK]}s of a text. Thread-safe, as the model is. */
public final class FillMask {
  private static final String HEAD = "cls.predictions.";

  private final SharedModel<BertForPreTraining, PretrainingBatch> model;
  private final BertTokenizer tokenizer;

  /**
   * Makes predictions with a model; neither argument is closed by it.
   *
   * @param model with its Masked LM head
   * @param tokenizer the model's own
   * @throws IllegalArgumentException if the model was read from a checkpoint without that head
   */
  public FillMask(
      SharedModel<BertForPreTraining, PretrainingBatch> model, BertTokenizer tokenizer) {
    requireHead(model.report().missing());
    this.model = model;
    this.tokenizer = tokenizer;
  }

  private static void requireHead(List<String> missing) {
    for (String parameter : missing) {
      if (parameter.startsWith(HEAD)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "the model has no Masked LM head: %s is missing; pre-train it, or use another model",
                parameter));
      }
    }
  }

  /**
   * Predicts each masked position of a text by itself.
   *
   * @param text with at least one {@code [MASK]}
   * @param topK how many guesses for each, at most the vocabulary
   * @return for each {@code [MASK]} in order its guesses, the most likely first
   * @throws IllegalArgumentException if there is no {@code [MASK]}, the text is too long, or {@code
   *     topK} is out of range
   * @throws IllegalStateException if the model is closed
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
    List<List<MaskPrediction>> predictions =
        model.whileOpen(() -> predict(tokenizer.encode(text).ids(), topK));
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

  private List<List<MaskPrediction>> predict(int[] ids, int topK) {
    MaskedLogits.Positions[] masked = new MaskedLogits.Positions[1];
    model.compute(
        new MaskedLogits(tokenizer.maskId()),
        Sequences.of(ids, new int[ids.length]),
        (unused, positions) -> masked[0] = positions);
    return new MaskGuesses(tokenizer).of(masked[0], topK);
  }
}
