package org.bert4j.finetune.qa;

import java.util.List;
import org.bert4j.tokenizer.BertNormalization;
import org.bert4j.tokenizer.BertTokenizer;

/** A vocabulary small enough to follow by hand. */
public final class SmallTokenizer {
  private SmallTokenizer() {}

  /** An uncased tokenizer, to be closed by the caller. */
  public static BertTokenizer uncased() {
    return BertTokenizer.of(
        List.of(
            "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "cat", "sat", "un", "##aff",
            "##able", "naive", "中", "国", ".", ",", "[", "]", "sep", "a", "b", "c", "d", "e", "😀",
            "##s", "what", "who", "where", "?", "on", "mat"),
        BertNormalization.uncased());
  }
}
