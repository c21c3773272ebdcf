package org.bert4j.pretrain;

import org.bert4j.common.model.BertConfig;

/**
 * The model of the sample run: {@code tiny}, with larger first weights and without dropout, so that
 * it learns in minutes what the usual settings take hours for.
 */
final class SampleModel {
  static final String NAME = "sample";

  private static final double INITIALIZER_RANGE = 0.08;

  private SampleModel() {}

  /** The architecture of a name, which may be this or one of the usual sizes. */
  static BertConfig preset(String name, int vocabSize) {
    return name.equals(NAME) ? of(vocabSize) : BertConfig.preset(name, vocabSize);
  }

  private static BertConfig of(int vocabSize) {
    return BertConfig.preset("tiny", vocabSize)
        .withDropout(0)
        .withInitializerRange(INITIALIZER_RANGE);
  }
}
