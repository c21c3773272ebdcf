package org.bert4j.common.model;

/**
 * With tables of their own for source, target and output, sinusoidal positions and label smoothing.
 */
class UntiedSeq2SeqTransformerTest extends Seq2SeqTransformerTest {
  private static final double SMOOTHING = 0.1;

  @Override
  Seq2SeqTransformer model(BertConfig config) {
    return new Seq2SeqTransformer(sinusoidal(config), new Seq2SeqConfig(2, false, SMOOTHING, true));
  }

  private static BertConfig sinusoidal(BertConfig config) {
    return new BertConfig(
        config.vocabSize(),
        config.hiddenSize(),
        config.numHiddenLayers(),
        config.numAttentionHeads(),
        config.intermediateSize(),
        config.hiddenAct(),
        config.hiddenDropoutProb(),
        config.attentionProbsDropoutProb(),
        config.maxPositionEmbeddings(),
        config.typeVocabSize(),
        config.initializerRange(),
        config.layerNormEps(),
        config.padTokenId(),
        true,
        config.classifierDropout());
  }

  /** The entropy of the smoothed targets is the least there is. */
  @Override
  double learnedLoss() {
    double other = SMOOTHING / VOCABULARY;
    double label = 1 - SMOOTHING + other;
    double least = -label * Math.log(label) - (VOCABULARY - 1) * other * Math.log(other);
    return least + 0.02;
  }
}
