package org.bert4j.finetune.ner.metrics;

import java.util.List;
import org.bert4j.finetune.ner.tag.Tag;

/** The share of words with the right tag (seqeval's {@code accuracy_score}). */
public final class TagAccuracy {
  private TagAccuracy() {}

  /**
   * Compares the tags of many sentences.
   *
   * @param annotated the tags of every sentence
   * @param predicted the predicted tags of the same sentences, as many
   * @return the share of equal tags, {@code NaN} where there are no words
   */
  public static double of(List<List<Tag>> annotated, List<List<Tag>> predicted) {
    long right = 0;
    long words = 0;
    for (int sentence = 0; sentence < annotated.size(); sentence++) {
      List<Tag> expected = annotated.get(sentence);
      for (int word = 0; word < expected.size(); word++) {
        right += expected.get(word).equals(predicted.get(sentence).get(word)) ? 1 : 0;
      }
      words += expected.size();
    }
    return (double) right / words;
  }
}
