package org.bert4j.finetune.ner;

import java.io.IOException;
import java.util.Set;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.finetune.FineTuningConfig;
import org.bert4j.finetune.LabelSource;
import org.bert4j.finetune.ner.data.NerDataset;
import org.bert4j.finetune.ner.tag.EntityLabels;

/**
 * The labels of a training: those of the model it begins or goes on with, or the data's.
 *
 * @param labels the labels
 * @param source where they are from
 */
record LabelChoice(EntityLabels labels, LabelSource source) {
  /**
   * Chooses.
   *
   * @param config of the run
   * @param types types of entities in the training data
   * @throws IllegalArgumentException if the model it begins with has labels, but not for entities,
   *     or there are no types at all
   */
  static LabelChoice of(FineTuningConfig<NerData> config, Set<String> types) throws IOException {
    LabelSource source = LabelSource.of(config);
    if (source.checkpoint().isEmpty()) {
      return new LabelChoice(EntityLabels.ofTypes(types), source);
    }
    CheckpointDirectory checkpoint = source.checkpoint().get();
    try {
      return new LabelChoice(
          EntityLabels.of(checkpoint.labels(), checkpoint.path().toString()), source);
    } catch (IllegalArgumentException e) {
      throw source.advised(e);
    }
  }

  /** Whether no head knows the labels yet. */
  boolean isOfData() {
    return source.origin() == LabelSource.Origin.DATA;
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
      throw source.advised(e);
    }
  }
}
