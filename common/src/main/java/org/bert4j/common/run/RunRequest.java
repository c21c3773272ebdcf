package org.bert4j.common.run;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.bert4j.common.checkpoint.RunDirectory;
import org.bert4j.common.concurrent.OwnThread;

/**
 * A training that is asked for. Of whichever kind it is: it is refused before anything is written,
 * or finished already, or it has its directory for itself and begins or goes on there.
 *
 * @param files of the run
 * @param config what it is told
 * @param resume whether to go on with what is there
 * @param <C> the run's configuration
 */
public record RunRequest<C>(RunFiles<C> files, C config, boolean resume) {
  /**
   * Does what is asked for.
   *
   * @param <C> the run's configuration
   * @param <R> its results
   */
  @FunctionalInterface
  public interface Training<C, R> {
    /**
     * Prepares the run, by {@link SoleRun#prepare}, and trains to its end.
     *
     * @param run where
     * @return what came of it, or nothing if it was stopped
     * @throws IOException if reading or writing fails
     */
    Optional<R> train(SoleRun<C> run) throws IOException;
  }

  /**
   * Does it, unless it is done.
   *
   * @param results record of the results, or a JSON object's type
   * @param report hears a line about what is found
   * @param training trains
   * @param <R> the results
   * @return what came of it, now or before, or nothing if it was stopped
   * @throws IllegalArgumentException if the directory holds something else, or the run under other
   *     settings, or another process trains it; nothing is written then
   * @throws IOException if reading or writing fails
   */
  public <R> Optional<R> run(Class<R> results, Consumer<String> report, Training<C, R> training)
      throws IOException {
    files.goesOn(config, resume); // refuses before anything is written
    Optional<R> finished = files.savedResults(results);
    if (finished.isPresent()) {
      report.accept(
          String.format(
              Locale.ROOT,
              "%s is finished already, after %,d steps",
              files.output(),
              files.savedSteps()));
      return finished;
    }
    try (RunDirectory directory = RunDirectory.open(files.output());
        OwnThread thread = new OwnThread("bert4j-training")) {
      directory.unlockedWarning().ifPresent(report);
      boolean goesOn = files.goesOn(config, resume); // nobody else can write from here on
      return training.train(new SoleRun<>(this, goesOn, directory, thread));
    }
  }
}
