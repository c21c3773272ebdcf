package org.bert4j.finetune;

import io.soabase.recordbuilder.core.RecordBuilder;
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
@RecordBuilder
public record FineTuningRuntime(
    Path output,
    boolean resume,
    Precision precision,
    int threads,
    long logEvery,
    Integer keepCheckpoints)
    implements FineTuningRuntimeBuilder.With {
  /** Checkpoints that stay beside the best unless another number is given. */
  public static final int KEEP_CHECKPOINTS = 1;

  /**
   * Checks every value. {@inheritDoc}
   *
   * @throws IllegalArgumentException if one is out of its range; the message names it
   */
  public FineTuningRuntime {
    Objects.requireNonNull(output, "output");
    Objects.requireNonNull(precision, "precision").toTrainWith();
    Range.within("threads", threads, 1, Workers.MAX_THREADS);
    Range.atLeast("log_every", logEvery, 1);
    keepCheckpoints = keepCheckpoints == null ? KEEP_CHECKPOINTS : keepCheckpoints;
    Range.atLeast("keep_checkpoints", keepCheckpoints, 1);
  }
}
