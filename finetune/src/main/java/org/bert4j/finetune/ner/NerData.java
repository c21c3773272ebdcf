package org.bert4j.finetune.ner;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.bert4j.finetune.ner.data.NerReaderOptions;

/**
 * The files of a training for named entities. Each may have its own form and scheme.
 *
 * @param train files to learn from, at least one
 * @param validation files that tell which epoch is the best, at least one
 * @param test files on which the best model is scored in the end, or none
 * @param reader how they are read
 */
@RecordBuilder
public record NerData(
    List<Path> train, List<Path> validation, List<Path> test, NerReaderOptions reader)
    implements NerDataBuilder.With {
  /**
   * Checks that there is something to learn from. {@inheritDoc}
   *
   * @throws IllegalArgumentException if there is nothing to train on or to validate with
   */
  public NerData {
    train = List.copyOf(train);
    validation = List.copyOf(validation);
    test = List.copyOf(test);
    Objects.requireNonNull(reader, "reader");
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
   * Files whose form is found out.
   *
   * @param train to learn from
   * @param validation tells which epoch is the best
   * @return the files
   */
  public static NerData of(Path train, Path validation) {
    return new NerData(List.of(train), List.of(validation), List.of(), NerReaderOptions.DEFAULT);
  }
}
