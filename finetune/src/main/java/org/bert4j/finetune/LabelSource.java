package org.bert4j.finetune;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.common.checkpoint.RunDirectory;
import org.bert4j.common.io.JsonFile;

/**
 * Where a training's labels are from: the run that it goes on with, the model that it begins with
 * if that has any and its head is not to be replaced, or the data.
 *
 * @param origin where they are from
 * @param checkpoint what has them, unless it is the data
 */
public record LabelSource(Origin origin, Optional<CheckpointDirectory> checkpoint) {
  private static final String ADVICE =
      "; to replace its head by a new one for the labels of the training data, add --new-head";

  /** Where labels are from. */
  public enum Origin {
    /** The training data: no head knows them yet. */
    DATA,
    /** The model that training begins with. */
    INIT,
    /** The run that training goes on with. */
    RUN
  }

  /**
   * Of a run.
   *
   * @param config of the run
   * @return where its labels are from
   * @throws IllegalArgumentException if the model that it begins with is broken
   * @throws IOException if reading fails
   */
  public static LabelSource of(FineTuningConfig<?> config) throws IOException {
    Optional<CheckpointDirectory> newest =
        config.runtime().resume()
            ? RunDirectory.newest(config.runtime().output())
            : Optional.empty();
    if (newest.isPresent()) {
      return new LabelSource(Origin.RUN, newest);
    }
    if (config.model().init() != null && !config.model().newHead()) {
      CheckpointDirectory begin = CheckpointDirectory.open(config.model().init());
      if (!isUnnamed(begin.labels()) || isNumber(begin)) {
        return new LabelSource(Origin.INIT, Optional.of(begin));
      }
    }
    return new LabelSource(Origin.DATA, Optional.empty());
  }

  /** The one output of HuggingFace's regressions has the name of a class, and needs none. */
  private static boolean isNumber(CheckpointDirectory begin) throws IOException {
    return begin.labels().size() == 1
        && JsonFile.read(begin.path().resolve("config.json"))
            .path("architectures")
            .path(0)
            .asText()
            .equals("BertForSequenceClassification");
  }

  /**
   * Adds to an error about labels what can be done about it.
   *
   * @param e the error
   * @return the same error, or one that speaks of a new head where the labels are the model's
   */
  public IllegalArgumentException advised(IllegalArgumentException e) {
    return origin == Origin.INIT ? new IllegalArgumentException(e.getMessage() + ADVICE, e) : e;
  }

  /**
   * Whether labels are what HuggingFace calls the classes of a model that has no classifier.
   *
   * @param labels names of classes
   * @return true for {@code LABEL_0}, {@code LABEL_1} …
   */
  public static boolean isUnnamed(List<String> labels) {
    return IntStream.range(0, labels.size()).allMatch(id -> labels.get(id).equals("LABEL_" + id));
  }
}
