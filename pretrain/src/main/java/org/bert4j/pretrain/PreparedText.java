package org.bert4j.pretrain;

import org.bert4j.pretrain.data.DataSplit;
import org.bert4j.pretrain.data.MaskingVocabulary;
import org.bert4j.tokenizer.BertTokenizer;

/**
 * A run's text, tokenized.
 *
 * @param tokenizer its tokenizer, closed with it
 * @param pieces the tokenizer's vocabulary
 * @param documents what to train on and what to evaluate on
 */
record PreparedText(BertTokenizer tokenizer, MaskingVocabulary pieces, DataSplit documents)
    implements AutoCloseable {

  /** Identifies what is trained on: hash of the token store. */
  String dataHash() {
    return documents.training().store().manifest().dataSha256();
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
