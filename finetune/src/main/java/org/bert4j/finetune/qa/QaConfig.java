package org.bert4j.finetune.qa;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Path;
import java.util.List;
import org.bert4j.common.io.OffsetUnit;
import org.bert4j.finetune.qa.decode.DecodingConfig;
import org.bert4j.finetune.qa.features.WindowConfig;

/**
 * What a model learns to answer from.
 *
 * @param train files in SQuAD's form to train on, at least one
 * @param validation file in SQuAD's form that decides which epoch is the best, and the threshold
 *     over which there is no answer
 * @param test file in SQuAD's form to score the best model on, or null
 * @param docStride word pieces between the beginnings of two windows of a context, at least 1
 * @param maxQueryLength word pieces of a question that are kept, at least 1
 * @param decoding how an answer is chosen; its threshold is where tuning begins
 * @param offsets what {@code answer_start} counts in the files to train on; null is taken as {@link
 *     OffsetUnit#CODE_POINTS}: runs that do not say it counted so
 */
@RecordBuilder
public record QaConfig(
    List<Path> train,
    Path validation,
    Path test,
    int docStride,
    int maxQueryLength,
    DecodingConfig decoding,
    OffsetUnit offsets)
    implements QaConfigBuilder.With {

  /**
   * Requires files. {@inheritDoc}
   *
   * @throws IllegalArgumentException if there is no file to train or to validate on
   */
  public QaConfig {
    if (train == null || train.isEmpty()) {
      throw new IllegalArgumentException("train is missing, expected files in SQuAD's form");
    }
    if (validation == null) {
      throw new IllegalArgumentException("validation is missing, expected a file in SQuAD's form");
    }
    train = List.copyOf(train);
    offsets = offsets == null ? OffsetUnit.CODE_POINTS : offsets;
  }

  /**
   * The usual settings: every question has an answer.
   *
   * @param train files to train on
   * @param validation file to validate on
   * @return the settings
   */
  public static QaConfig of(List<Path> train, Path validation) {
    WindowConfig usual = WindowConfig.DEFAULT;
    return new QaConfig(
        train,
        validation,
        null,
        usual.docStride(),
        usual.maxQueryLength(),
        DecodingConfig.DEFAULT,
        OffsetUnit.AUTO);
  }
}
