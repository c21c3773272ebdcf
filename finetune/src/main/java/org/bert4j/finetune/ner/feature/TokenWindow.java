package org.bert4j.finetune.ner.feature;

import java.util.Arrays;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.batch.TokenClassificationBatch;

/**
 * A stretch of a sentence as the model reads it: {@code [CLS] pieces [SEP]}. Where windows overlap,
 * each word belongs to the one in which more words stand on its poorer side.
 *
 * @param ids token ids, {@code [S]}
 * @param positions where in {@code ids} the first piece of each word of the window stands
 * @param firstWord the sentence's word that is the first one of the window
 * @param ownedFrom the sentence's first word that belongs to this window
 * @param ownedTo the sentence's word behind the last one that belongs to this window
 */
public record TokenWindow(int[] ids, int[] positions, int firstWord, int ownedFrom, int ownedTo) {
  /**
   * The length of the window.
   *
   * @return S
   */
  public int length() {
    return ids.length;
  }

  /**
   * Adds the window to a batch, as a single segment.
   *
   * @param batch the batch
   */
  public void addTo(TokenBatch batch) {
    batch.add(ids, new int[ids.length], 0, ids.length);
  }

  /**
   * The labels to learn from: a word's on its first piece, if the word belongs to this window.
   *
   * @param wordLabels a label a word of the whole sentence, {@code [W]}
   * @return a label a token, −100 where none counts, {@code [S]}
   */
  public int[] labels(int[] wordLabels) {
    int[] labels = new int[ids.length];
    Arrays.fill(labels, TokenClassificationBatch.IGNORED);
    for (int word = ownedFrom; word < ownedTo; word++) {
      labels[positions[word - firstWord]] = wordLabels[word];
    }
    return labels;
  }

  /**
   * Copies what was predicted for the words that belong to this window.
   *
   * @param tokenLogits logits of the window's tokens, {@code [S, K]}
   * @param wordLogits receives logits of the whole sentence's words, {@code [W, K]}
   * @param labels the number of labels, K
   */
  public void stitch(float[] tokenLogits, float[] wordLogits, int labels) {
    for (int word = ownedFrom; word < ownedTo; word++) {
      int from = positions[word - firstWord] * labels;
      System.arraycopy(tokenLogits, from, wordLogits, word * labels, labels);
    }
  }
}
