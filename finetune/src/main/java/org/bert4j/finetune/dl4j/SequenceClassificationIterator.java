package org.bert4j.finetune.dl4j;

import java.util.List;
import java.util.Locale;
import org.bert4j.common.batch.SequenceClassificationBatch;
import org.bert4j.common.dl4j.Nd4jArrays;
import org.bert4j.tokenizer.BertTokenizer;
import org.bert4j.tokenizer.EncodeOptions;
import org.bert4j.tokenizer.Encoding;
import org.bert4j.tokenizer.Truncation;

/**
 * Classified texts or pairs of texts for Deeplearning4j: {@code [CLS] text [SEP]} or {@code [CLS]
 * text [SEP] second [SEP]}, cut at the end of the longer one. Labels are one-hot {@code [B, K]}, as
 * {@code OutputLayer} wants them.
 */
public final class SequenceClassificationIterator
    extends WindowIterator<SequenceClassificationBatch> {
  private static final long serialVersionUID = 1L;

  private final transient List<Encoding> encodings;
  private final transient List<TextOfClass> texts;
  private final int classes;

  private SequenceClassificationIterator(
      IteratorSettings settings, List<TextOfClass> texts, List<Encoding> encodings, int classes) {
    super(settings, encodings.stream().mapToInt(Encoding::length).toArray());
    this.texts = texts;
    this.encodings = encodings;
    this.classes = classes;
  }

  /**
   * Tokenizes texts. Special tokens in them are ordinary characters.
   *
   * @param texts the texts with their classes
   * @param tokenizer the model's; not needed afterwards
   * @param classes K
   * @param settings of the batches
   * @return an iterator at the beginning of its first epoch
   * @throws IllegalArgumentException if a class is not 0 … K − 1
   */
  public static SequenceClassificationIterator of(
      List<TextOfClass> texts, BertTokenizer tokenizer, int classes, IteratorSettings settings) {
    EncodeOptions options =
        EncodeOptions.truncated(Truncation.LONGEST_FIRST, settings.maxSeqLength())
            .withoutSpecialTokens();
    for (int i = 0; i < texts.size(); i++) {
      int label = texts.get(i).label();
      if (label < 0 || label >= classes) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT, "text %d has class %d, expected 0 to %d", i + 1, label, classes - 1));
      }
    }
    List<Encoding> encodings =
        texts.stream().map(each -> tokenizer.encode(each.text(), each.second(), options)).toList();
    return new SequenceClassificationIterator(settings, List.copyOf(texts), encodings, classes);
  }

  @Override
  SequenceClassificationBatch batch(int[] chosen) {
    SequenceClassificationBatch batch = new SequenceClassificationBatch();
    for (int window : chosen) {
      Encoding encoding = encodings.get(window);
      batch.sequences().add(encoding.ids(), encoding.typeIds(), 0, encoding.length());
      batch.addLabel(texts.get(window).label());
    }
    return batch;
  }

  @Override
  protected Labels labels(SequenceClassificationBatch batch, int length) {
    int count = batch.sequences().sequences();
    float[] oneHot = new float[count * classes];
    for (int s = 0; s < count; s++) {
      oneHot[s * classes + batch.label(s)] = 1;
    }
    return new Labels(Nd4jArrays.of(oneHot, count, classes), null);
  }
}
