package org.bert4j.finetune;

import java.nio.file.Path;
import java.util.Objects;
import org.bert4j.common.kernel.Precision;
import org.bert4j.common.kernel.Workers;
import org.bert4j.common.run.Range;

/**
 * Where a run writes, when, and what makes it faster without computing something else beyond
 * rounding.
 *
 * @param output directory of the run
 * @param resume whether to go on with the run that is there, or begin where there is none
 * @param precision type of the inputs of matrix products
 * @param threads threads that compute, at most the machine's cores make sense
 * @param logEvery steps between lines of {@code metrics.jsonl}; every epoch ends with one
 * @param keepCheckpoints newest checkpoints that stay, beside the best; null is taken as {@link
 *     #KEEP_CHECKPOINTS}
 */
public record FineTuningRuntime(
    Path output,
    boolean resume,
    Precision precision,
    int threads,
    long logEvery,
    Integer keepCheckpoints) {
  /** Checkpoints that stay beside the best unless another number is given. */
  public static final int KEEP_CHECKPOINTS = 1;

  /**
   * Checks every value. {@inheritDoc}
   *
   * @throws IllegalArgumentException if one is out of its range; the message names it
   */
  public FineTuningRuntime {
    Objects.requireNonNull(output, "output");
    Objects.requireNonNull(precision, "precision");
    Range.within("threads", threads, 1, Workers.MAX_THREADS);
    Range.atLeast("log_every", logEvery, 1);
    keepCheckpoints = keepCheckpoints == null ? KEEP_CHECKPOINTS : keepCheckpoints;
    Range.atLeast("keep_checkpoints", keepCheckpoints, 1);
  }

  /**
   * The same with another {@link #output}.
   *
   * @param output the new value
   * @return new settings
   */
  public FineTuningRuntime withOutput(Path output) {
    return new FineTuningRuntime(output, resume, precision, threads, logEvery, keepCheckpoints);
  }

  /**
   * The same with another {@link #resume}.
   *
   * @param resume the new value
   * @return new settings
   */
  public FineTuningRuntime withResume(boolean resume) {
    return new FineTuningRuntime(output, resume, precision, threads, logEvery, keepCheckpoints);
  }

  /**
   * The same with another {@link #precision}.
   *
   * @param precision the new value
   * @return new settings
   */
  public FineTuningRuntime withPrecision(Precision precision) {
    return new FineTuningRuntime(output, resume, precision, threads, logEvery, keepCheckpoints);
  }

  /**
   * The same with another {@link #threads}.
   *
   * @param threads the new value
   * @return new settings
   */
  public FineTuningRuntime withThreads(int threads) {
    return new FineTuningRuntime(output, resume, precision, threads, logEvery, keepCheckpoints);
  }

  /**
   * The same with another {@link #logEvery}.
   *
   * @param logEvery the new value
   * @return new settings
   */
  public FineTuningRuntime withLogEvery(long logEvery) {
    return new FineTuningRuntime(output, resume, precision, threads, logEvery, keepCheckpoints);
  }

  /**
   * The same with another {@link #keepCheckpoints}.
   *
   * @param keepCheckpoints the new value
   * @return new settings
   */
  public FineTuningRuntime withKeepCheckpoints(Integer keepCheckpoints) {
    return new FineTuningRuntime(output, resume, precision, threads, logEvery, keepCheckpoints);
  }
}
