package org.bert4j.pretrain;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Locale;
import java.util.Objects;
import org.bert4j.common.run.Range;
import org.bert4j.common.train.LearningRateSchedule.Curve;
import org.bert4j.common.train.Optimizer;

/**
 * How long and how a model is trained. The optimizer's other constants are those of BERT.
 *
 * @param steps optimizer steps of the whole run, or 0 where {@code minutes} ends it
 * @param minutes training time of the whole run over all resumes, or 0 where {@code steps} end it
 * @param gradientAccumulation micro-batches of a step
 * @param optimizer which optimizer; LAMB for batches of thousands of sequences
 * @param learningRate highest learning rate, reached after the warmup
 * @param warmupSteps steps of linear warmup, or −1 for a tenth of the run; without effect where the
 *     schedule has no warmup
 * @param schedule of the learning rate; null is taken as linear
 */
@RecordBuilder
public record PretrainingHyperparameters(
    long steps,
    double minutes,
    int gradientAccumulation,
    Optimizer.Algorithm optimizer,
    double learningRate,
    long warmupSteps,
    Curve schedule)
    implements PretrainingHyperparametersBuilder.With {

  /** Value of {@link #warmupSteps} that stands for a tenth of the run. */
  public static final long WARMUP_TENTH = -1;

  private static final double MAX_MINUTES = 1e7; // 19 years

  /**
   * Checks every value. {@inheritDoc}
   *
   * @throws IllegalArgumentException if one is out of its range, or if not exactly one of steps and
   *     minutes is given; the message names it
   */
  public PretrainingHyperparameters {
    Range.atLeast("steps", steps, 0);
    Range.between("minutes", minutes, 0, MAX_MINUTES);
    if (steps > 0 == minutes > 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "steps is %d and minutes is %s, expected exactly one of them above 0",
              steps,
              minutes));
    }
    Range.within("gradient_accumulation", gradientAccumulation, 1, Range.MAX_GRADIENT_ACCUMULATION);
    Objects.requireNonNull(optimizer, "optimizer");
    Range.between("learning_rate", learningRate, 0, 1);
    Range.atLeast("warmup_steps", warmupSteps, WARMUP_TENTH);
    schedule = schedule == null ? Curve.LINEAR : schedule;
    if (steps > 0 && warmupSteps > steps) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "warmup_steps is %d, expected at most steps, which is %d",
              warmupSteps,
              steps));
    }
  }

  /**
   * The same with another {@link #steps}, which end the run instead of minutes.
   *
   * @param steps the new value
   * @return new settings
   */
  @Override
  public PretrainingHyperparameters withSteps(long steps) {
    return new PretrainingHyperparameters(
        steps, 0, gradientAccumulation, optimizer, learningRate, warmupSteps, schedule);
  }

  /**
   * The same with another {@link #minutes}, which end the run instead of steps.
   *
   * @param minutes the new value
   * @return new settings
   */
  @Override
  public PretrainingHyperparameters withMinutes(double minutes) {
    return new PretrainingHyperparameters(
        0, minutes, gradientAccumulation, optimizer, learningRate, warmupSteps, schedule);
  }
}
