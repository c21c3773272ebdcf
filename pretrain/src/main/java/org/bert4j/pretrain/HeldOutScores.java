package org.bert4j.pretrain;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * Held-out figures: the same sentence pairs and masks at every evaluation, without dropout.
 *
 * @param mlmLoss mean cross-entropy over masked positions, in nats
 * @param mlmAccuracy share of masked positions predicted right
 * @param nspLoss mean cross-entropy over sequences, in nats
 * @param nspAccuracy share of sequences whose label was predicted right
 */
@JsonNaming(SnakeCaseStrategy.class)
public record HeldOutScores(
    double mlmLoss, double mlmAccuracy, double nspLoss, double nspAccuracy) {}
