package org.bert4j.common.layer;

import org.bert4j.common.model.Activation;
import org.bert4j.common.model.BertConfig;

/** Small configurations. */
public final class BertConfigs {
  private BertConfigs() {}

  /** One layer of these sizes, with dropout, 16 positions and two types. */
  public static BertConfig of(int vocabSize, int hidden, int heads, int intermediate) {
    return new BertConfig(
        vocabSize,
        hidden,
        1,
        heads,
        intermediate,
        Activation.GELU,
        0.3,
        0.3,
        16,
        2,
        0.02,
        1e-12,
        0,
        false,
        null);
  }
}
