package org.bert4j.finetune.embed;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.bert4j.common.model.PairLoss;
import org.bert4j.common.model.Pooling;
import org.bert4j.finetune.text.TextReaderOptions;

/**
 * The pairs of texts that embeddings are learned of.
 *
 * @param train files of pairs to learn from, at least one
 * @param validation files of pairs that tell which epoch is the best, at least one
 * @param test files of pairs on which the best model is scored in the end, or none
 * @param reader how they are read
 * @param learning what is learned
 */
@RecordBuilder
public record EmbedData(
    List<Path> train,
    List<Path> validation,
    List<Path> test,
    TextReaderOptions reader,
    Learning learning)
    implements EmbedDataBuilder.With {

  /**
   * What is learned of pairs.
   *
   * @param loss what is minimized; null for the cosine's squared error where training pairs have
   *     scores, else for in-batch negatives
   * @param scale factor of cosines before the softmax of in-batch negatives
   * @param pooling how vectors are made; null for what the model to begin with says, or the mean
   * @param normalize whether vectors have length 1 when they are used; null for what the model to
   *     begin with says, or not
   */
  @RecordBuilder
  public record Learning(PairLoss.Kind loss, double scale, Pooling pooling, Boolean normalize)
      implements EmbedDataLearningBuilder.With {
    /** All as usual. */
    public static final Learning DEFAULT = new Learning(null, PairLoss.DEFAULT_SCALE, null, null);

    /**
     * Checks the scale. {@inheritDoc}
     *
     * @throws IllegalArgumentException if it is not above 0
     */
    public Learning {
      new PairLoss(PairLoss.Kind.IN_BATCH_NEGATIVES, scale);
    }
  }

  /**
   * Checks that there is something to learn from. {@inheritDoc}
   *
   * @throws IllegalArgumentException if there is nothing to train on or to validate with
   */
  public EmbedData {
    train = List.copyOf(train);
    validation = List.copyOf(validation);
    test = List.copyOf(test);
    Objects.requireNonNull(reader, "reader");
    Objects.requireNonNull(learning, "learning");
    if (train.isEmpty() || validation.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "train is %s and validation is %s, expected at least one file of pairs for each",
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
  public static EmbedData of(Path train, Path validation) {
    return new EmbedData(
        List.of(train),
        List.of(validation),
        List.of(),
        TextReaderOptions.DEFAULT,
        Learning.DEFAULT);
  }
}
