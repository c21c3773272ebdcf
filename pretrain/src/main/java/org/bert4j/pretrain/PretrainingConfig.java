package org.bert4j.pretrain;

import java.nio.file.Path;
import java.util.List;
import org.bert4j.common.kernel.Precision;
import org.bert4j.pretrain.corpus.CorpusOptions;
import org.bert4j.pretrain.data.DataConfig;

/**
 * Everything that a pre-training run is told.
 *
 * @param model which model
 * @param text on which text
 * @param data how the text becomes batches
 * @param training how long and how fast it learns
 * @param runtime where and when things are written, and what changes speed but not the result
 */
public record PretrainingConfig(
    ModelConfig model,
    TextConfig text,
    DataConfig data,
    TrainingConfig training,
    RuntimeConfig runtime) {

  /**
   * A tiny model, trained for a short time on the built-in sample corpus.
   *
   * @param output directory of the run
   * @return the configuration, to take parts from for another one
   */
  public static PretrainingConfig defaults(Path output) {
    return new PretrainingConfig(
        ModelConfig.random("tiny"),
        new TextConfig(
            List.of(),
            CorpusOptions.DEFAULT,
            null,
            List.of(),
            new VocabularyConfig(null, 8000, false)),
        new DataConfig(128, 0.1, 0.15, false, 32, 1),
        new TrainingConfig(0, 1.5, 1, 5e-4, TrainingConfig.WARMUP_TENTH),
        new RuntimeConfig(
            output,
            false,
            Precision.AUTO,
            Runtime.getRuntime().availableProcessors(),
            1000,
            500,
            20));
  }
}
