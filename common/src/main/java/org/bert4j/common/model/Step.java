package org.bert4j.common.model;

/**
 * How a micro-batch is trained on.
 *
 * @param normalizers what its losses are divided by: the counts of the whole step, so that
 *     gradients of several micro-batches add up to those of one large batch
 * @param dropoutSeed seed of its dropout masks
 * @param accumulate whether gradients are added to those of earlier micro-batches
 * @param countCorrect whether right predictions are counted, which reads all logits once more
 * @param <N> the model's normalizers
 */
public record Step<N>(N normalizers, long dropoutSeed, boolean accumulate, boolean countCorrect) {}
