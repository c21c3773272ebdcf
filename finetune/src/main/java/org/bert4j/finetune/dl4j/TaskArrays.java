package org.bert4j.finetune.dl4j;

import java.util.List;
import org.bert4j.common.dl4j.Nd4jArrays;
import org.bert4j.finetune.ner.NerTagger;
import org.bert4j.finetune.qa.QuestionAnswerer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Logits of fine-tuned models as ND4J arrays in single precision; all are copies. */
public final class TaskArrays {
  private TaskArrays() {}

  /**
   * Logits of a sentence's words, each that of its first piece.
   *
   * @param tagger the model
   * @param words of the sentence, W
   * @return {@code [W, K]}, columns in the order of the tagger's labels
   * @throws IllegalStateException if the model is closed
   */
  public static INDArray wordLogits(NerTagger tagger, List<String> words) {
    float[] logits = tagger.logits(List.of(words)).get(0);
    return Nd4jArrays.of(logits, words.size(), tagger.labels().size());
  }

  /**
   * Logits of the windows in which a question's context is read.
   *
   * @param answerer the model
   * @param question the question
   * @param context the text that may answer it
   * @return {@code [S, 2]} of each window: how likely an answer starts and ends at each token,
   *     [CLS], question and [SEP] included
   * @throws IllegalArgumentException if the context is blank, or the model too short for the
   *     question
   * @throws IllegalStateException if the model is closed
   */
  public static List<INDArray> answerLogits(
      QuestionAnswerer answerer, String question, String context) {
    return answerer.logits(question, context).stream()
        .map(logits -> Nd4jArrays.of(logits, logits.length / 2, 2))
        .toList();
  }
}
