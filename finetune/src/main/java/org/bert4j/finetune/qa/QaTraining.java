package org.bert4j.finetune.qa;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.bert4j.common.batch.QuestionAnsweringBatch;
import org.bert4j.common.train.LearningRateSchedule.Curve;
import org.bert4j.finetune.FineTuning;
import org.bert4j.finetune.FineTuningConfig;
import org.bert4j.finetune.FineTuningHyperparameters;
import org.bert4j.finetune.FineTuningListener;
import org.bert4j.finetune.FineTuningTask;
import org.bert4j.finetune.qa.features.WindowConfig;
import org.bert4j.tokenizer.BertTokenizer;

/**
 * Fine-tuning of BERT for extractive question answering. The best checkpoint of its run is what
 * {@link QuestionAnswerer#load(Path)} reads.
 */
public final class QaTraining {
  /** Two epochs at 3e-5, as google-research/bert fine-tunes for SQuAD, in batches of 32 windows. */
  public static final FineTuningHyperparameters DEFAULTS =
      new FineTuningHyperparameters(
          2, 32, 1, 3e-5, 0.1, 0.01, WindowConfig.DEFAULT.maxSeqLength(), 1, 0, Curve.LINEAR);

  private QaTraining() {}

  /**
   * The usual settings for a model that exists.
   *
   * @param output directory of the run
   * @param init the model: a HuggingFace directory or that of a run
   * @param data the questions
   * @return the configuration, to be changed or run
   * @throws IllegalArgumentException if there is no such model
   * @throws IOException if it cannot be read
   */
  public static FineTuningConfig<QaConfig> config(Path output, Path init, QaConfig data)
      throws IOException {
    return FineTuningConfig.of(output, init, data, DEFAULTS);
  }

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
    return FineTuning.run(config, QaTraining::read, listener);
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

  /**
   * Reads and checks all data of a run, as {@link FineTuning#run} asks for.
   *
   * @param config of the run
   * @param tokenizer of the run
   * @param report hears what is worth a line
   * @return the task
   * @throws IllegalArgumentException if the data cannot be used
   * @throws IOException if reading fails
   */
  public static FineTuningTask<QuestionAnsweringBatch> read(
      FineTuningConfig<QaConfig> config, BertTokenizer tokenizer, Consumer<String> report)
      throws IOException {
    return QaTask.read(config, tokenizer, report);
  }
}
