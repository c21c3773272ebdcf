package org.bert4j.finetune.embed;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * How a model's vectors did on pairs of texts.
 *
 * @param pairs number of pairs
 * @param spearman rank correlation of cosines and scores; NaN where pairs have none
 * @param pearson correlation of cosines and scores; NaN where pairs have none
 * @param accuracy share of first texts closest to their partner; NaN where pairs have scores
 */
public record PairEvaluation(int pairs, double spearman, double pearson, double accuracy) {
  static PairEvaluation ofScores(int pairs, double spearman, double pearson) {
    return new PairEvaluation(pairs, spearman, pearson, Double.NaN);
  }

  static PairEvaluation ofRetrieval(int pairs, int found) {
    return new PairEvaluation(pairs, Double.NaN, Double.NaN, (double) found / pairs);
  }

  private boolean isRetrieval() {
    return !Double.isNaN(accuracy);
  }

  /** What the best epoch has most of. */
  double score() {
    return isRetrieval() ? accuracy : spearman;
  }

  /** The most important figures for a person. */
  String summary() {
    return isRetrieval()
        ? String.format(Locale.ROOT, "partners found %.4f", accuracy)
        : String.format(Locale.ROOT, "Spearman %.4f  Pearson %.4f", spearman, pearson);
  }

  /**
   * The figures for {@code results.json}.
   *
   * @return a new object
   */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (isRetrieval()) {
      json.put("accuracy", accuracy);
    } else {
      put(json, "spearman", spearman);
      put(json, "pearson", pearson);
    }
    return json.put("pairs", pairs);
  }

  private static void put(ObjectNode json, String name, double value) {
    if (Double.isNaN(value)) {
      json.putNull(name);
    } else {
      json.put(name, value);
    }
  }
}
