package org.bert4j.tokenizer;

import java.util.List;

/** A vocabulary small enough to follow by hand. */
final class TinyVocabulary {

  static final List<String> TOKENS =
      List.of(
          "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "cat", "sat", "un", "##aff",
          "##able", "naive", "中", "国", "吉", ".", ",", "'", "[", "]", "mask", "a", "##a", "b", "##b",
          "x", "😀", "𠮷");

  private TinyVocabulary() {}

  static BertTokenizer uncased() {
    return BertTokenizer.of(TOKENS, BertNormalization.uncased());
  }
}
