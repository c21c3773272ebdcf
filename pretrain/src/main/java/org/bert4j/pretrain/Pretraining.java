package org.bert4j.pretrain;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.bert4j.common.checkpoint.RunDirectory;
import org.bert4j.common.run.RunFiles;
import org.bert4j.common.train.NonFiniteLossException;
import org.bert4j.pretrain.store.TokenStoreWriter;

/**
 * Pre-training of BERT from raw text to a HuggingFace directory. A run is a directory:
 *
 * <pre>
 * pretraining.json      what the run was told
 * corpus/               the built-in sample corpus, if that is trained on
 * tokenizer/            its tokenizer, given or trained
 * store/, validation/   its text, tokenized
 * metrics.jsonl         a line a logged step
 * checkpoint-&lt;step&gt;/    HuggingFace directories with what resuming needs
 * results.json          held-out figures of the finished run
 * </pre>
 */
public final class Pretraining {
  private Pretraining() {}

  /**
   * Runs or resumes a pre-training to its end.
   *
   * @param config what to do
   * @param listener hears what happens, and may stop the run after a step
   * @return what came of it, or nothing if the listener stopped it
   * @throws IllegalArgumentException if configuration or input cannot be used, the output directory
   *     is not empty and the run not resumed, or a run is resumed under settings that would compute
   *     something else; a run that was not there before leaves nothing behind
   * @throws NonFiniteLossException if the loss is not finite
   * @throws IOException if reading or writing fails
   */
  public static Optional<PretrainingResult> run(
      PretrainingConfig config, PretrainingListener listener) throws IOException {
    PretrainingFiles files = new PretrainingFiles(config.runtime().output());
    RunFiles<PretrainingConfig> run = files.run();
    Optional<PretrainingConfig> saved = Optional.empty();
    if (config.runtime().resume()) {
      saved = run.savedConfig();
      saved.ifPresent(started -> run.requireSame(config, started));
    }
    if (saved.isEmpty()) {
      run.requireEmpty();
    }
    Optional<PretrainingResult> result = run.savedResults(PretrainingResult.class);
    if (result.isPresent()) {
      listener.preparing(
          String.format(
              Locale.ROOT,
              "%s is finished already, after %,d steps",
              run.output(),
              result.get().steps()));
      return result;
    }
    RunDirectory directory = RunDirectory.open(run.output());
    RunFiles.Work<PreparedRun> preparation =
        () -> PreparedRun.prepare(config, files, directory, listener);
    try (PreparedRun prepared =
        saved.isPresent() ? preparation.run() : begin(config, files, preparation)) {
      return new TrainingLoop(config, files, directory, prepared).train(listener);
    }
  }

  private static PreparedRun begin(
      PretrainingConfig config, PretrainingFiles files, RunFiles.Work<PreparedRun> preparation)
      throws IOException {
    return files
        .run()
        .begin(
            config,
            preparation,
            files.store(),
            TokenStoreWriter.unfinished(files.store()),
            files.validationStore(),
            TokenStoreWriter.unfinished(files.validationStore()),
            files.sampleCorpus().getParent());
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
    return new PretrainingFiles(output).run().savedConfig();
  }
}
