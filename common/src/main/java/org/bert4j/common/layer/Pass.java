package org.bert4j.common.layer;

import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DropoutMasks;
import org.bert4j.common.kernel.LateTasks;

/**
 * What one forward and backward pass has in common over all layers. A replica of a model makes one
 * for each batch and hands it to its model, which hands it on to {@code forward} and, in training,
 * {@code backward} of every layer. A {@link Linear}, for example, multiplies on {@code engine} and
 * sets the gradient of its weight or, if {@code accumulate} says so, adds to it, which it may leave
 * to {@code lateTasks}; {@link MultiHeadAttention} reads in {@code layout} where each sequence
 * begins and takes the masks of its probabilities from {@code attentionMasks}.
 *
 * @param engine runs it
 * @param layout where the sequences lie
 * @param hiddenMasks dropout masks of hidden states, null in evaluation
 * @param attentionMasks dropout masks of attention probabilities, null in evaluation
 * @param accumulate whether gradients are added to those of earlier micro-batches of the step
 * @param lateTasks what is left for the threads of other replicas, too; null where there are none
 */
public record Pass(
    ComputeEngine engine,
    SequenceLayout layout,
    DropoutMasks hiddenMasks,
    DropoutMasks attentionMasks,
    boolean accumulate,
    LateTasks lateTasks) {
  /**
   * A pass without dropout or gradients.
   *
   * @param engine runs it
   * @param layout where the sequences lie
   * @return the pass
   */
  public static Pass evaluation(ComputeEngine engine, SequenceLayout layout) {
    return new Pass(engine, layout, null, null, false, null);
  }

  /**
   * The same pass with other dropout masks, as a head has them.
   *
   * @param hidden masks of hidden states, null in evaluation
   * @param attention masks of attention probabilities, null in evaluation
   * @return the pass
   */
  public Pass withMasks(DropoutMasks hidden, DropoutMasks attention) {
    return new Pass(engine, layout, hidden, attention, accumulate, lateTasks);
  }

  /**
   * The same pass over other sequences, as a decoder has them.
   *
   * @param other where those lie
   * @return the pass
   */
  public Pass over(SequenceLayout other) {
    return new Pass(engine, other, hiddenMasks, attentionMasks, accumulate, lateTasks);
  }
}
