package org.bert4j.finetune.qa;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.bert4j.finetune.FineTuning;
import org.bert4j.finetune.FineTuningConfig;
import org.bert4j.finetune.FineTuningListener;

/**
 * Fine-tuning of BERT for extractive question answering. The best checkpoint of its run is what
 * {@link QuestionAnswerer#load(Path)} reads.
 */
public final class QaTraining {
  private QaTraining() {}

  /**
   * Runs or resumes a fine-tuning to its end.
   *
   * @param config what to do
   * @param listener hears what happens, and may stop the run after a step
   * @return content of {@code results.json}: under {@code validation} and {@code test} the official
   *     scripts' keys; nothing if the listener stopped the run
   * @throws IllegalArgumentException if configuration or data cannot be used
   * @throws IOException if reading or writing fails
   */
  public static Optional<ObjectNode> run(
      FineTuningConfig<QaConfig> config, FineTuningListener listener) throws IOException {
    return FineTuning.run(config, QaTask::read, listener);
  }

  /**
   * What an earlier start of a run was told.
   *
   * @param output directory of the run
   * @return its configuration, if there is one, to be changed where it may be and run again
   * @throws IllegalArgumentException if it is broken
   * @throws IOException if reading fails
   */
  public static Optional<FineTuningConfig<QaConfig>> savedConfig(Path output) throws IOException {
    return FineTuning.savedConfig(output, QaConfig.class);
  }
}
