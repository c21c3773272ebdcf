package org.bert4j.finetune.classify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.bert4j.common.batch.SequenceClassificationBatch;
import org.bert4j.common.train.LearningRateSchedule.Curve;
import org.bert4j.finetune.FineTuning;
import org.bert4j.finetune.FineTuningConfig;
import org.bert4j.finetune.FineTuningHyperparameters;
import org.bert4j.finetune.FineTuningListener;
import org.bert4j.finetune.FineTuningTask;
import org.bert4j.tokenizer.BertTokenizer;

/**
 * Fine-tuning that classifies texts or pairs of them, or predicts a number: the epoch that is best
 * on the validation data is kept, as a HuggingFace directory of a {@code
 * BertForSequenceClassification} that {@link TextClassifier} loads.
 *
 * <p>{@code results.json} holds, for {@code validation} and {@code test}, what {@link
 * ClassifyEvaluation#toJson} describes.
 */
public final class ClassifyTraining {
  /**
   * Three epochs of batches of 32 windows of at most 128 tokens, at 5e-5 (Devlin et al. 2019, A.3).
   */
  public static final FineTuningHyperparameters DEFAULTS =
      new FineTuningHyperparameters(3, 32, 1, 5e-5, 0.1, 0.01, 128, 1, 0, Curve.LINEAR);

  private ClassifyTraining() {}

  /**
   * The usual settings for a model that exists.
   *
   * @param output directory of the run
   * @param init the model: a HuggingFace directory or that of a run
   * @param data the labelled files
   * @return the configuration, to be changed or run
   * @throws IllegalArgumentException if there is no such model
   * @throws IOException if it cannot be read
   */
  public static FineTuningConfig<ClassifyData> config(Path output, Path init, ClassifyData data)
      throws IOException {
    return FineTuningConfig.of(output, init, data, DEFAULTS);
  }

  /**
   * Runs or resumes a training to its end.
   *
   * @param config what to do
   * @param listener hears what happens, and may stop the run after a step
   * @return content of {@code results.json}, or nothing if the listener stopped the run
   * @throws IllegalArgumentException if configuration or data cannot be used; the message is one
   *     line that names file and line, or field
   * @throws IOException if reading or writing fails
   */
  public static Optional<ObjectNode> run(
      FineTuningConfig<ClassifyData> config, FineTuningListener listener) throws IOException {
    return FineTuning.run(config, ClassifyTraining::read, listener);
  }

  /**
   * Reads and checks the data of a training, for those who run {@link FineTuning} themselves.
   *
   * @param config of the run
   * @param tokenizer of the run
   * @param report hears what was found in each file
   * @return the task
   * @throws IllegalArgumentException if the data cannot be used
   * @throws IOException if reading fails
   */
  public static FineTuningTask<SequenceClassificationBatch> read(
      FineTuningConfig<ClassifyData> config, BertTokenizer tokenizer, Consumer<String> report)
      throws IOException {
    return new ClassifyTask(config, tokenizer, report);
  }

  /**
   * What an earlier start of a run was told.
   *
   * @param output directory of the run
   * @return its configuration, if there is one, to be changed where it may be and run again
   * @throws IllegalArgumentException if it is broken
   * @throws IOException if reading fails
   */
  public static Optional<FineTuningConfig<ClassifyData>> savedConfig(Path output)
      throws IOException {
    return FineTuning.savedConfig(output, ClassifyData.class);
  }
}
