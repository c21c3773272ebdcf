package org.bert4j.common.model;

/** With tables of their own for source, target and output, and sinusoidal positions. */
class UntiedSeq2SeqTransformerTest extends Seq2SeqTransformerTest {
  @Override
  Seq2SeqTransformer model(BertConfig config) {
    return new Seq2SeqTransformer(config, new Seq2SeqConfig(2, false, 0, true));
  }
}
