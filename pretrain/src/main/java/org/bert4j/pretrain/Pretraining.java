package org.bert4j.pretrain;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bert4j.common.run.RunFiles;
import org.bert4j.common.run.RunRequest;
import org.bert4j.common.run.SoleRun;
import org.bert4j.common.train.NonFiniteLossException;

/**
 * Pre-training of BERT from raw text to a HuggingFace directory. A run is a directory:
 *
 * <pre>
 * pretraining.json      what the run was told
 * corpus/               the sample text of a run that was given none
 * tokenizer/            its tokenizer, given or trained
 * store/, validation/   its text, tokenized
 * metrics.jsonl         a line a logged step
 * run.lock              locked while a process trains the run
 * checkpoint-&lt;step&gt;/    HuggingFace directories with what resuming needs: the newest
 * examples.json         what the model fills into some held-out texts
 * results.json          held-out figures of the finished run
 * </pre>
 */
public final class Pretraining {
  private Pretraining() {}

  /**
   * Runs or resumes a pre-training to its end. Training has a thread of its own, for which the
   * calling one waits: when that is interrupted, the step in progress is finished and checkpointed
   * as if the listener had stopped the run, and the calling thread stays interrupted.
   *
   * @param config what to do
   * @param listener hears what happens, and may stop the run after a step
   * @return what came of it, or nothing if the listener or an interrupt stopped it
   * @throws IllegalArgumentException if configuration or input cannot be used, the output directory
   *     is not empty and the run not resumed, another process trains the run, or a run is resumed
   *     under settings that would compute something else; a run that was not there before leaves
   *     nothing behind but a tokenizer or a store that took work
   * @throws NonFiniteLossException if the loss is not finite
   * @throws IOException if reading or writing fails, or the thread is interrupted before training
   *     begins
   */
  public static Optional<PretrainingResult> run(
      PretrainingConfig config, PretrainingListener listener) throws IOException {
    return run(config, SampleText.NONE, listener);
  }

  /**
   * Runs or resumes a pre-training to its end, as {@link #run(PretrainingConfig,
   * PretrainingListener)} does.
   *
   * @param config what to do
   * @param sample writes the text if the configuration names none
   * @param listener hears what happens, and may stop the run after a step
   * @return what came of it, or nothing if the listener or an interrupt stopped it
   * @throws NonFiniteLossException if the loss is not finite
   * @throws IOException if reading or writing fails, or the thread is interrupted before training
   *     begins
   */
  public static Optional<PretrainingResult> run(
      PretrainingConfig config, SampleText sample, PretrainingListener listener)
      throws IOException {
    PretrainingFiles files = new PretrainingFiles(config.runtime().output(), sample);
    RunFiles<PretrainingConfig> run = files.run();
    RunRequest<PretrainingConfig> request =
        new RunRequest<>(run, config, config.runtime().resume());
    try {
      return request.run(
          PretrainingResult.class, listener::preparing, sole -> train(sole, files, listener));
    } catch (InternalError e) {
      Path given = config.text().data();
      throw shortened(given != null ? given : run.output(), e);
    }
  }

  private static Optional<PretrainingResult> train(
      SoleRun<PretrainingConfig> run, PretrainingFiles files, PretrainingListener listener)
      throws IOException {
    PretrainingConfig config = run.request().config();
    try (PreparedRun prepared =
        run.prepare(
            () -> PreparedRun.prepare(run, files, listener),
            files.work(config),
            List.of(files.sampleDirectory()))) {
      TrainingLoop loop = new TrainingLoop(config, files, run.directory(), prepared);
      return run.thread().call(interrupted -> loop.train(listener, interrupted));
    }
  }

  /** The JVM tells late, and without a file, that a page of a mapped one is gone. */
  private static IllegalArgumentException shortened(Path store, InternalError e) {
    if (e.getMessage() == null || !e.getMessage().contains("unsafe memory access")) {
      throw e;
    }
    return new IllegalArgumentException(
        store
            + ": a file of the token store became shorter while it was read; restore it, or prepare the store again",
        e);
  }

  /**
   * What an earlier start of a run was told.
   *
   * @param output directory of the run
   * @return its configuration, if there is one, to be changed where it may be and run again
   * @throws IllegalArgumentException if it is broken
   * @throws IOException if reading fails
   */
  public static Optional<PretrainingConfig> savedConfig(Path output) throws IOException {
    return new PretrainingFiles(output, SampleText.NONE).run().savedConfig();
  }
}
