package org.bert4j.pretrain;

import java.util.List;
import org.bert4j.common.batch.PretrainingBatch;
import org.bert4j.common.model.BertForPreTraining;
import org.bert4j.common.model.BertForPreTraining.Normalizers;
import org.bert4j.common.model.PretrainingLosses;
import org.bert4j.common.model.Step;
import org.bert4j.common.random.RandomStream;
import org.bert4j.common.random.RandomStream.Purpose;

/** One optimizer step: gradients over the micro-batches, clipping, update. */
final class TrainingStep {
  private final TrainingSession session;
  private final BertForPreTraining model;
  private final long seed;

  TrainingStep(TrainingSession session, long seed) {
    this.session = session;
    this.model = session.model();
    this.seed = seed;
  }

  /**
   * What a step did.
   *
   * @param losses sums over its micro-batches, before the update
   * @param gradientNorm global norm before clipping
   * @param learningRate learning rate
   */
  record Outcome(PretrainingLosses losses, double gradientNorm, double learningRate) {}

  /**
   * Takes a step.
   *
   * @param step number of steps before it
   * @param batches its micro-batches
   * @param learningRate its learning rate
   * @throws NonFiniteLossException if loss or gradient are not finite; parameters are then as they
   *     were
   */
  Outcome take(long step, List<PretrainingBatch> batches, double learningRate) {
    Normalizers normalizers = normalizers(batches);
    PretrainingLosses losses = PretrainingLosses.NONE;
    for (int i = 0; i < batches.size(); i++) {
      long index = step * batches.size() + i;
      long dropoutSeed = RandomStream.of(seed, 0, index, Purpose.DROPOUT).nextLong();
      losses =
          losses.plus(
              model.forwardBackward(
                  batches.get(i), new Step<>(normalizers, dropoutSeed, i > 0, true)));
      requireFinite("loss", losses.loss(), step, batches.get(i));
    }
    double gradientNorm = session.gradientNorm();
    requireFinite("gradient norm", gradientNorm, step, batches.get(0));
    session.optimizer().step(learningRate, gradientNorm);
    return new Outcome(losses, gradientNorm, learningRate);
  }

  private void requireFinite(String quantity, double value, long step, PretrainingBatch batch) {
    if (!Double.isFinite(value)) {
      throw new NonFiniteLossException(
          step + 1, quantity, value, new NonFiniteSearch(model).first(batch));
    }
  }

  private static Normalizers normalizers(List<PretrainingBatch> batches) {
    long masked = 0;
    long sequences = 0;
    for (PretrainingBatch batch : batches) {
      masked += batch.masked();
      sequences += batch.sequences().sequences();
    }
    return new Normalizers(masked, sequences);
  }
}
