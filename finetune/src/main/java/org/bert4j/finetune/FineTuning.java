package org.bert4j.finetune;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.bert4j.common.batch.Batch;
import org.bert4j.common.model.TrainableBert;
import org.bert4j.common.run.RunConfigJson;
import org.bert4j.common.run.RunFiles;
import org.bert4j.common.run.RunRequest;
import org.bert4j.common.run.SoleRun;
import org.bert4j.common.train.NonFiniteLossException;

/**
 * Fine-tuning of BERT from labelled data to a HuggingFace directory. A run is a directory:
 *
 * <pre>
 * finetuning.json       what the run was told
 * tokenizer/            its tokenizer
 * metrics.jsonl         a line a logged step, with the validation after each epoch
 * run.lock              locked while a process trains the run
 * checkpoint-&lt;step&gt;/    HuggingFace directories with what resuming needs: the best and the newest
 * best.json             which is the best
 * examples.json         what the best model predicts for some of the texts
 * results.json          figures of the best model, of the finished run
 * </pre>
 */
public final class FineTuning {
  private static final String CONFIG = "finetuning.json";

  private FineTuning() {}

  /**
   * Runs or resumes a fine-tuning to its end. It has a thread of its own, for which the calling one
   * waits: when that is interrupted, the step in progress is finished and checkpointed as if the
   * listener had stopped the run, and the calling thread stays interrupted.
   *
   * @param config what to do
   * @param reader reads the task's data
   * @param listener hears what happens, and may stop the run after a step
   * @param <D> the task's settings
   * @param <M> the model
   * @param <B> batches of training windows
   * @return content of {@code results.json}, or nothing if the listener or an interrupt stopped the
   *     run
   * @throws IllegalArgumentException if configuration or data cannot be used, the output directory
   *     is not empty and the run not resumed, another process trains the run, or a run is resumed
   *     under settings or with data that would compute something else; a run that was not there
   *     before leaves nothing behind
   * @throws NonFiniteLossException if the loss is not finite
   * @throws IOException if reading or writing fails
   */
  public static <D extends Record, M extends TrainableBert<B>, B extends Batch<B>>
      Optional<ObjectNode> run(
          FineTuningConfig<D> config,
          TrainingTask.Reader<D, M, B> reader,
          FineTuningListener listener)
          throws IOException {
    RunConfigJson<FineTuningConfig<D>> json = json(config.data().getClass());
    RunFiles<FineTuningConfig<D>> files = new RunFiles<>(config.runtime().output(), CONFIG, json);
    return new RunRequest<>(files, config, config.runtime().resume())
        .run(
            ObjectNode.class,
            listener::preparing,
            sole -> sole.thread().call(stop -> train(sole, json, reader, listener, stop)));
  }

  private static <D, M extends TrainableBert<B>, B extends Batch<B>> Optional<ObjectNode> train(
      SoleRun<FineTuningConfig<D>> sole,
      RunConfigJson<FineTuningConfig<D>> json,
      TrainingTask.Reader<D, M, B> reader,
      FineTuningListener listener,
      BooleanSupplier interrupted)
      throws IOException {
    FineTuningConfig<D> config = sole.request().config();
    RunFiles<FineTuningConfig<D>> files = sole.request().files();
    Preparation<D, M, B> preparation = new Preparation<>(config, files, reader, listener);
    try (PreparedFineTuning<M, B> prepared =
        sole.prepare(() -> preparation.prepare(sole.directory()), List.of(), List.of())) {
      FineTuningRun<D> run = new FineTuningRun<>(config, json, files, sole.directory());
      return new FineTuningLoop<>(run, prepared, listener).train(interrupted);
    }
  }

  /**
   * What an earlier start of a run was told.
   *
   * @param output directory of the run
   * @param data record of the task's settings
   * @param <D> the task's settings
   * @return its configuration, if there is one, to be changed where it may be and run again
   * @throws IllegalArgumentException if it is broken
   * @throws IOException if reading fails
   */
  public static <D extends Record> Optional<FineTuningConfig<D>> savedConfig(
      Path output, Class<D> data) throws IOException {
    return new RunFiles<FineTuningConfig<D>>(output, CONFIG, json(data)).savedConfig();
  }

  private static <D> RunConfigJson<FineTuningConfig<D>> json(Class<?> data) {
    return RunConfigJson.of(FineTuningConfig.class, data);
  }
}
