package org.bert4j.common.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.bert4j.common.checkpoint.RunDirectory;
import org.bert4j.common.concurrent.OwnThread;

/**
 * A run that has its directory for itself, and a thread to train on.
 *
 * @param request what is asked for
 * @param goesOn whether the run is there already
 * @param directory its checkpoints, locked
 * @param thread where it trains
 * @param <C> the run's configuration
 */
public record SoleRun<C>(
    RunRequest<C> request, boolean goesOn, RunDirectory directory, OwnThread thread) {
  /**
   * Prepares the run to train, and saves its configuration where it begins, as {@link
   * RunFiles#begin} does.
   *
   * @param preparation reads and checks the input
   * @param work files and directories that take work, once they are there
   * @param rest others that preparation may write, beside the tokenizer
   * @param <T> what preparation makes
   * @return what preparation made
   * @throws IllegalArgumentException if the input cannot be used
   * @throws IOException if reading or writing fails
   */
  public <T> T prepare(RunFiles.Work<T> preparation, List<Path> work, List<Path> rest)
      throws IOException {
    return goesOn
        ? preparation.run()
        : request.files().begin(request.config(), preparation, work, rest);
  }
}
