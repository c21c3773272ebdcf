package org.bert4j.common.layer;

import org.bert4j.common.kernel.DropoutMasks;
import org.bert4j.common.kernel.LateTasks;

/**
 * What one forward and backward pass has in common over all layers.
 *
 * @param layout where the sequences lie
 * @param hiddenMasks dropout masks of hidden states, null in evaluation
 * @param attentionMasks dropout masks of attention probabilities, null in evaluation
 * @param accumulate whether gradients are added to those of earlier micro-batches of the step
 * @param lateTasks what is left for the threads of other replicas, too; null where there are none
 */
public record Pass(
    SequenceLayout layout,
    DropoutMasks hiddenMasks,
    DropoutMasks attentionMasks,
    boolean accumulate,
    LateTasks lateTasks) {}
