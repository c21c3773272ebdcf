package org.bert4j.common.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.bert4j.common.batch.Batch;

/**
 * How one of the micro-batches of an optimizer step is trained on. With {@code
 * --gradient-accumulation 4} a step has four: the first has {@code accumulate} false, so that its
 * gradients replace those of the step before, the other three have it true, and all four divide by
 * the targets of the four together.
 *
 * @param targets what each loss is divided by: the targets of the whole step, so that gradients of
 *     several micro-batches add up to those of one large batch
 * @param dropoutSeed seed of its dropout masks
 * @param accumulate whether gradients are added to those of earlier micro-batches
 * @param countCorrect whether right predictions are counted, which reads all logits once more
 */
public record MicroStep(
    List<Long> targets, long dropoutSeed, boolean accumulate, boolean countCorrect) {
  /**
   * Adds up the targets of all micro-batches of a step.
   *
   * @param microBatches at least one
   * @return what each loss of the step is divided by
   */
  public static List<Long> targets(Collection<? extends Batch<?>> microBatches) {
    List<Long> sums = new ArrayList<>();
    for (Batch<?> batch : microBatches) {
      List<Long> targets = batch.targets();
      for (int i = 0; i < targets.size(); i++) {
        if (i == sums.size()) {
          sums.add(0L);
        }
        sums.set(i, sums.get(i) + targets.get(i));
      }
    }
    return sums;
  }

  /**
   * The factor that makes a sum over a step's targets their mean.
   *
   * @param loss which of the model's losses
   * @return one over their number, 0 if there are none
   */
  float factor(int loss) {
    return targets.get(loss) == 0 ? 0 : 1f / targets.get(loss);
  }
}
