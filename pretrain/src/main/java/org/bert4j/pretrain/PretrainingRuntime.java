package org.bert4j.pretrain;

import io.soabase.recordbuilder.core.RecordBuilder;
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
@RecordBuilder
public record PretrainingRuntime(
    Path output,
    boolean resume,
    Precision precision,
    int threads,
    long checkpointEvery,
    long evaluateEvery,
    long logEvery,
    Integer keepCheckpoints)
    implements PretrainingRuntimeBuilder.With {
  /** Checkpoints that stay unless another number is given. */
  public static final int KEEP_CHECKPOINTS = 2;

  /**
   * Checks every value. {@inheritDoc}
   *
   * @throws IllegalArgumentException if one is out of its range; the message names it
   */
  public PretrainingRuntime {
    precision.toTrainWith();
    Range.within("threads", threads, 1, Workers.MAX_THREADS);
    Range.atLeast("checkpoint_every", checkpointEvery, 0);
    Range.atLeast("evaluate_every", evaluateEvery, 0);
    Range.atLeast("log_every", logEvery, 1);
    keepCheckpoints = keepCheckpoints == null ? KEEP_CHECKPOINTS : keepCheckpoints;
    Range.atLeast("keep_checkpoints", keepCheckpoints, 1);
  }
}
