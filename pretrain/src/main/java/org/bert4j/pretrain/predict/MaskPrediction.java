package org.bert4j.pretrain.predict;

/**
 * One guess at a masked position.
 *
 * @param token the word piece as the vocabulary spells it
 * @param probability how likely the model holds it, 0 … 1
 */
public record MaskPrediction(String token, double probability) {}
