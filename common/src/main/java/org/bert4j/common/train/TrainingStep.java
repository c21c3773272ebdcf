package org.bert4j.common.train;

import java.util.List;
import org.bert4j.common.batch.Batch;
import org.bert4j.common.model.DataParallel;
import org.bert4j.common.model.Losses;
import org.bert4j.common.model.MicroStep;
import org.bert4j.common.model.TrainableBert;
import org.bert4j.common.random.RandomStream;
import org.bert4j.common.random.RandomStream.Purpose;

/**
 * One optimizer step: gradients over the micro-batches, clipping, update.
 *
 * @param <B> what the model is trained on
 */
public final class TrainingStep<B extends Batch<B>> {
  private final TrainingSession<? extends TrainableBert<B>, B> session;
  private final DataParallel<? extends TrainableBert<B>, B> model;
  private final int gradientAccumulation;
  private final long seed;

  /**
   * Makes the steps of a run.
   *
   * @param session model and optimizer
   * @param gradientAccumulation micro-batches of a step at most
   * @param seed of the run's dropout masks
   */
  public TrainingStep(
      TrainingSession<? extends TrainableBert<B>, B> session, int gradientAccumulation, long seed) {
    this.session = session;
    this.model = session.model();
    this.gradientAccumulation = gradientAccumulation;
    this.seed = seed;
  }

  /**
   * What a step did.
   *
   * @param losses sums over its micro-batches, before the update
   * @param gradientNorm global norm before clipping
   * @param learningRate learning rate
   */
  public record Outcome(Losses losses, double gradientNorm, double learningRate) {}

  /**
   * Takes a step.
   *
   * @param step number of steps before it
   * @param batches its micro-batches, at least one
   * @param learningRate its learning rate
   * @return what it did
   * @throws NonFiniteLossException if loss or gradient are not finite; parameters are then as they
   *     were
   */
  public Outcome take(long step, List<B> batches, double learningRate) {
    List<Long> targets = MicroStep.targets(batches);
    Losses losses = Losses.NONE;
    for (int i = 0; i < batches.size(); i++) {
      long index = step * gradientAccumulation + i;
      long dropoutSeed = RandomStream.of(seed, 0, index, Purpose.DROPOUT).nextLong();
      losses =
          losses.plus(
              model.forwardBackward(
                  batches.get(i), new MicroStep(targets, dropoutSeed, i > 0, true)));
      requireFinite("loss", losses.loss(), step, batches.get(i));
    }
    double gradientNorm = session.gradientNorm();
    requireFinite("gradient norm", gradientNorm, step, batches.get(0));
    session.optimizer().step(learningRate, gradientNorm);
    return new Outcome(losses, gradientNorm, learningRate);
  }

  private void requireFinite(String quantity, double value, long step, B batch) {
    if (!Double.isFinite(value)) {
      throw new NonFiniteLossException(
          step + 1, quantity, value, new NonFiniteSearch(model).first(batch.sequences()));
    }
  }
}
