package org.bert4j.finetune;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * How good a model is on a set of data.
 *
 * @param score what the best model has most of, such as F1; NaN counts as worse than any number
 * @param summary the most important figures in a few words for a person, such as {@code f1 0.913}
 * @param results all figures, as they stand in {@code results.json}
 */
public record Evaluation(double score, String summary, ObjectNode results) {}
