package org.bert4j.pretrain.data;

import java.util.stream.IntStream;
import org.bert4j.tokenizer.BertTokenizer;

/** What pairing and masking ask of a vocabulary for every token, as plain arrays. Immutable. */
public final class MaskingVocabulary {
  private final int clsId;
  private final int sepId;
  private final int maskId;
  private final boolean[] special;
  private final boolean[] continuation;
  private final int[] ordinary;

  /**
   * Reads a tokenizer's vocabulary.
   *
   * @param tokenizer the tokenizer the token ids come from
   * @throws IllegalArgumentException if it has special tokens only
   */
  public MaskingVocabulary(BertTokenizer tokenizer) {
    int size = tokenizer.vocabularySize();
    clsId = tokenizer.clsId();
    sepId = tokenizer.sepId();
    maskId = tokenizer.maskId();
    special = new boolean[size];
    continuation = new boolean[size];
    for (int id = 0; id < size; id++) {
      special[id] = tokenizer.isSpecial(id);
      continuation[id] = tokenizer.isContinuation(id);
    }
    ordinary = IntStream.range(0, size).filter(id -> !special[id]).toArray();
    if (ordinary.length == 0) {
      throw new IllegalArgumentException("the vocabulary has special tokens only, no word pieces");
    }
  }

  int clsId() {
    return clsId;
  }

  int sepId() {
    return sepId;
  }

  int maskId() {
    return maskId;
  }

  boolean isSpecial(int id) {
    return special[id];
  }

  boolean isContinuation(int id) {
    return continuation[id];
  }

  /** Number of ids that are not special. */
  int ordinaryIds() {
    return ordinary.length;
  }

  /** One of the ids that are not special. */
  int ordinaryId(int i) {
    return ordinary[i];
  }

  int vocabularySize() {
    return special.length;
  }
}
