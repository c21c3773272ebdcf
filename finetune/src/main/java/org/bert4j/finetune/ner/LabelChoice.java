package org.bert4j.finetune.ner;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.common.checkpoint.RunDirectory;
import org.bert4j.finetune.FineTuningConfig;
import org.bert4j.finetune.ner.data.NerDataset;
import org.bert4j.finetune.ner.tag.EntityLabels;

/**
 * The labels of a training: those of the model it begins with, if that has any and its head is not
 * to be replaced, or the data's.
 *
 * @param labels the labels
 * @param origin where they are from
 */
record LabelChoice(EntityLabels labels, Origin origin) {
  private static final String ADVICE =
      "; to replace its head by a new one for the types of the training data, add --new-head";

  /** Where labels are from. */
  enum Origin {
    /** The training data: no head knows them yet. */
    DATA,
    /** The model that training begins with. */
    INIT,
    /** The run that training goes on with. */
    RUN
  }

  /**
   * Chooses.
   *
   * @param config of the run
   * @param types types of entities in the training data
   * @throws IllegalArgumentException if the model it begins with has labels, but not for entities,
   *     or there are no types at all
   */
  static LabelChoice of(FineTuningConfig<NerData> config, Set<String> types) throws IOException {
    CheckpointDirectory newest = newest(config);
    if (newest != null) {
      return new LabelChoice(labels(newest), Origin.RUN);
    }
    Path init = config.model().init();
    CheckpointDirectory begin =
        init == null || config.model().newHead() ? null : CheckpointDirectory.open(init);
    if (begin == null || isUnnamed(begin.labels())) {
      return new LabelChoice(EntityLabels.ofTypes(types), Origin.DATA);
    }
    try {
      return new LabelChoice(labels(begin), Origin.INIT);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(e.getMessage() + ADVICE, e);
    }
  }

  /** What training goes on from, if it has begun. */
  private static CheckpointDirectory newest(FineTuningConfig<NerData> config) throws IOException {
    return config.runtime().resume()
        ? RunDirectory.newest(config.runtime().output()).orElse(null)
        : null;
  }

  private static EntityLabels labels(CheckpointDirectory checkpoint) throws IOException {
    return EntityLabels.of(checkpoint.labels(), checkpoint.path().toString());
  }

  /**
   * Checks that there is a label for every entity.
   *
   * @throws IllegalArgumentException if there is none for one; the message names file, line and tag
   */
  void requireKnown(NerDataset data) {
    try {
      data.requireKnown(labels);
    } catch (IllegalArgumentException e) {
      throw origin == Origin.INIT ? new IllegalArgumentException(e.getMessage() + ADVICE, e) : e;
    }
  }

  /** What HuggingFace calls the classes of a model that has no classifier. */
  static boolean isUnnamed(List<String> labels) {
    return IntStream.range(0, labels.size()).allMatch(id -> labels.get(id).equals("LABEL_" + id));
  }
}
