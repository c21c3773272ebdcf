package org.bert4j.finetune.classify;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.bert4j.common.model.ProblemType;
import org.bert4j.finetune.text.LongTexts;
import org.bert4j.finetune.text.TextReaderOptions;

/**
 * The files of a training that classifies texts, and what is learned of them.
 *
 * @param train files to learn from, or a folder with a folder a label, at least one
 * @param validation files that tell which epoch is the best, at least one
 * @param test files on which the best model is scored in the end, or none
 * @param reader how they are read
 * @param learning what is learned
 */
@RecordBuilder
public record ClassifyData(
    List<Path> train,
    List<Path> validation,
    List<Path> test,
    TextReaderOptions reader,
    Learning learning)
    implements ClassifyDataBuilder.With {

  /**
   * What is learned of texts and labels.
   *
   * @param problem what labels are; null to find out: several labels of a text say so, numbers with
   *     a fraction that differ from text to text are a regression, else each text has one class
   * @param classWeights whether classes count more the rarer they are
   * @param longTexts what becomes of texts longer than the model takes
   * @param metric which figure the best epoch has most of; null for the usual one
   */
  @RecordBuilder
  public record Learning(
      ProblemType problem, boolean classWeights, LongTexts longTexts, ClassifyMetric metric)
      implements ClassifyDataLearningBuilder.With {
    /** Everything found out or usual. */
    public static final Learning DEFAULT = new Learning(null, false, LongTexts.HEAD, null);

    /** Checks that all is there. {@inheritDoc} */
    public Learning {
      Objects.requireNonNull(longTexts, "longTexts");
    }
  }

  /**
   * Checks that there is something to learn from. {@inheritDoc}
   *
   * @throws IllegalArgumentException if there is nothing to train on or to validate with
   */
  public ClassifyData {
    train = List.copyOf(train);
    validation = List.copyOf(validation);
    test = List.copyOf(test);
    Objects.requireNonNull(reader, "reader");
    Objects.requireNonNull(learning, "learning");
    if (train.isEmpty() || validation.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "train is %s and validation is %s, expected at least one annotated file for each",
              train,
              validation));
    }
  }

  /**
   * Files of which everything is found out.
   *
   * @param train to learn from
   * @param validation tells which epoch is the best
   * @return the files
   */
  public static ClassifyData of(Path train, Path validation) {
    return new ClassifyData(
        List.of(train),
        List.of(validation),
        List.of(),
        TextReaderOptions.DEFAULT,
        Learning.DEFAULT);
  }
}
