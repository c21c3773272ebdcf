package org.bert4j.finetune.dl4j;

import java.util.List;
import java.util.stream.IntStream;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.batch.TokenClassificationBatch;
import org.bert4j.common.dl4j.Nd4jArrays;
import org.bert4j.finetune.UnknownTokens;
import org.bert4j.finetune.ner.NerWindows;
import org.bert4j.finetune.ner.data.TaggedSentence;
import org.bert4j.finetune.ner.feature.WindowSplitter;
import org.bert4j.finetune.ner.tag.EntityLabels;
import org.bert4j.tokenizer.BertTokenizer;

/**
 * Tagged sentences for Deeplearning4j, tokenized and labelled as {@code bert4j ner train} does it:
 * sentences longer than the model in overlapping windows, a word's label on its first piece. Labels
 * are one-hot {@code [B, K, T]} with a mask {@code [B, T]} of ones where there is a label, as
 * {@code RnnOutputLayer} wants them.
 */
public final class TokenClassificationIterator extends WindowIterator<TokenClassificationBatch> {
  private static final long serialVersionUID = 1L;

  private final transient NerWindows windows;
  private final int labels;

  private TokenClassificationIterator(
      IteratorSettings settings, NerWindows windows, EntityLabels labels) {
    super(settings, IntStream.range(0, windows.count()).map(windows::length).toArray());
    this.windows = windows;
    this.labels = labels.size();
  }

  /**
   * Tokenizes sentences.
   *
   * @param sentences tagged sentences of types that the labels know
   * @param tokenizer the model's; not needed afterwards
   * @param labels the model's K labels
   * @param settings of the batches
   * @return an iterator at the beginning of its first epoch
   * @throws IllegalArgumentException if a tag is none of the labels; the message names file and
   *     line
   */
  public static TokenClassificationIterator of(
      List<TaggedSentence> sentences,
      BertTokenizer tokenizer,
      EntityLabels labels,
      IteratorSettings settings) {
    WindowSplitter splitter =
        new WindowSplitter(settings.maxSeqLength(), tokenizer.clsId(), tokenizer.sepId());
    return new TokenClassificationIterator(
        settings,
        new NerWindows(
            sentences, tokenizer, splitter, labels, new UnknownTokens(tokenizer.unknownId())),
        labels);
  }

  @Override
  TokenClassificationBatch batch(int[] chosen) {
    TokenClassificationBatch batch = new TokenClassificationBatch();
    for (int window : chosen) {
      windows.addTo(batch, window);
    }
    return batch;
  }

  @Override
  protected Labels labels(TokenClassificationBatch batch, int length) {
    TokenBatch tokens = batch.sequences();
    int count = tokens.sequences();
    float[] oneHot = new float[count * labels * length];
    float[] mask = new float[count * length];
    for (int s = 0; s < count; s++) {
      for (int i = 0; i < tokens.length(s); i++) {
        int label = batch.label(tokens.start(s) + i);
        if (label != TokenClassificationBatch.IGNORED) {
          oneHot[(s * labels + label) * length + i] = 1;
          mask[s * length + i] = 1;
        }
      }
    }
    return new Labels(
        Nd4jArrays.of(oneHot, count, labels, length), Nd4jArrays.of(mask, count, length));
  }
}
