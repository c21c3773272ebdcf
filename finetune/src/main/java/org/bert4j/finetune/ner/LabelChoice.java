package org.bert4j.finetune.ner;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.common.checkpoint.RunDirectory;
import org.bert4j.finetune.FineTuningConfig;
import org.bert4j.finetune.ner.tag.EntityLabels;

/** The labels of a training: those of the model it begins with, if that has any, or the data's. */
final class LabelChoice {
  private LabelChoice() {}

  /**
   * Chooses.
   *
   * @param config of the run
   * @param types types of entities in the training data
   * @throws IllegalArgumentException if the model it begins with has labels, but not for entities,
   *     or there are no types at all
   */
  static EntityLabels of(FineTuningConfig<NerData> config, Set<String> types) throws IOException {
    CheckpointDirectory begin = checkpoint(config);
    if (begin == null || isUnnamed(begin.labels())) {
      return EntityLabels.ofTypes(types);
    }
    return EntityLabels.of(begin.labels(), begin.path().toString());
  }

  /** What training goes on from, if it is anything with labels. */
  private static CheckpointDirectory checkpoint(FineTuningConfig<NerData> config)
      throws IOException {
    if (config.runtime().resume()) {
      CheckpointDirectory newest = RunDirectory.newest(config.runtime().output()).orElse(null);
      if (newest != null) {
        return newest;
      }
    }
    Path init = config.model().init();
    return init == null ? null : CheckpointDirectory.open(init);
  }

  /** What HuggingFace calls the classes of a model that has no classifier. */
  static boolean isUnnamed(List<String> labels) {
    return IntStream.range(0, labels.size()).allMatch(id -> labels.get(id).equals("LABEL_" + id));
  }
}
