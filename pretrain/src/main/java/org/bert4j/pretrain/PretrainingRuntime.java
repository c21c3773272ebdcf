package org.bert4j.pretrain;

import java.nio.file.Path;
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
 * @param checkpointEvery steps between checkpoints, 0 for one at the end only
 * @param evaluateEvery steps between held-out evaluations, 0 for one at the end only
 * @param logEvery steps between lines of {@code metrics.jsonl}
 * @param keepCheckpoints newest checkpoints that stay, beside one marked as the best; null is taken
 *     as {@link #KEEP_CHECKPOINTS}
 */
public record PretrainingRuntime(
    Path output,
    boolean resume,
    Precision precision,
    int threads,
    long checkpointEvery,
    long evaluateEvery,
    long logEvery,
    Integer keepCheckpoints) {
  /** Checkpoints that stay unless another number is given. */
  public static final int KEEP_CHECKPOINTS = 2;

  /**
   * Checks every value. {@inheritDoc}
   *
   * @throws IllegalArgumentException if one is out of its range; the message names it
   */
  public PretrainingRuntime {
    Range.within("threads", threads, 1, Workers.MAX_THREADS);
    Range.atLeast("checkpoint_every", checkpointEvery, 0);
    Range.atLeast("evaluate_every", evaluateEvery, 0);
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
  public PretrainingRuntime withOutput(Path output) {
    return new PretrainingRuntime(
        output,
        resume,
        precision,
        threads,
        checkpointEvery,
        evaluateEvery,
        logEvery,
        keepCheckpoints);
  }

  /**
   * The same with another {@link #resume}.
   *
   * @param resume the new value
   * @return new settings
   */
  public PretrainingRuntime withResume(boolean resume) {
    return new PretrainingRuntime(
        output,
        resume,
        precision,
        threads,
        checkpointEvery,
        evaluateEvery,
        logEvery,
        keepCheckpoints);
  }

  /**
   * The same with another {@link #precision}.
   *
   * @param precision the new value
   * @return new settings
   */
  public PretrainingRuntime withPrecision(Precision precision) {
    return new PretrainingRuntime(
        output,
        resume,
        precision,
        threads,
        checkpointEvery,
        evaluateEvery,
        logEvery,
        keepCheckpoints);
  }

  /**
   * The same with another {@link #threads}.
   *
   * @param threads the new value
   * @return new settings
   */
  public PretrainingRuntime withThreads(int threads) {
    return new PretrainingRuntime(
        output,
        resume,
        precision,
        threads,
        checkpointEvery,
        evaluateEvery,
        logEvery,
        keepCheckpoints);
  }

  /**
   * The same with another {@link #checkpointEvery}.
   *
   * @param checkpointEvery the new value
   * @return new settings
   */
  public PretrainingRuntime withCheckpointEvery(long checkpointEvery) {
    return new PretrainingRuntime(
        output,
        resume,
        precision,
        threads,
        checkpointEvery,
        evaluateEvery,
        logEvery,
        keepCheckpoints);
  }

  /**
   * The same with another {@link #evaluateEvery}.
   *
   * @param evaluateEvery the new value
   * @return new settings
   */
  public PretrainingRuntime withEvaluateEvery(long evaluateEvery) {
    return new PretrainingRuntime(
        output,
        resume,
        precision,
        threads,
        checkpointEvery,
        evaluateEvery,
        logEvery,
        keepCheckpoints);
  }

  /**
   * The same with another {@link #logEvery}.
   *
   * @param logEvery the new value
   * @return new settings
   */
  public PretrainingRuntime withLogEvery(long logEvery) {
    return new PretrainingRuntime(
        output,
        resume,
        precision,
        threads,
        checkpointEvery,
        evaluateEvery,
        logEvery,
        keepCheckpoints);
  }

  /**
   * The same with another {@link #keepCheckpoints}.
   *
   * @param keepCheckpoints the new value
   * @return new settings
   */
  public PretrainingRuntime withKeepCheckpoints(Integer keepCheckpoints) {
    return new PretrainingRuntime(
        output,
        resume,
        precision,
        threads,
        checkpointEvery,
        evaluateEvery,
        logEvery,
        keepCheckpoints);
  }
}
