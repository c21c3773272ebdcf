package org.bert4j.finetune.classify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.bert4j.finetune.metrics.ConfusionMatrix;
import org.bert4j.finetune.metrics.LabelSets;
import org.bert4j.finetune.metrics.NumberScores;
import org.bert4j.finetune.metrics.Score;

/** How a model did on annotated texts; which figures there are depends on the problem. */
public sealed interface ClassifyEvaluation {
  /**
   * The figures for {@code results.json}.
   *
   * @return a new object
   */
  ObjectNode toJson();

  /**
   * The most important figures.
   *
   * @return a few words for a person
   */
  String summary();

  /**
   * Trust in probabilities.
   *
   * @param logLoss mean cross-entropy in nats
   * @param calibrationError expected calibration error
   */
  record Trust(double logLoss, double calibrationError) {}

  /**
   * Of texts with one class of several.
   *
   * @param labels names of the classes
   * @param confusion which were taken for which
   * @param temperature what logits are divided by
   * @param trust with the temperature
   * @param untempered without it
   */
  record OneClass(
      List<String> labels,
      ConfusionMatrix confusion,
      double temperature,
      Trust trust,
      Trust untempered)
      implements ClassifyEvaluation {
    @Override
    public String summary() {
      return String.format(
          Locale.ROOT,
          "accuracy %.4f  F1 macro %.4f",
          confusion.accuracy(),
          confusion.macro().f1());
    }

    @Override
    public ObjectNode toJson() {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      putNumber(json, "accuracy", confusion.accuracy());
      putNumber(json, "f1_micro", confusion.accuracy());
      putNumber(json, "f1_macro", confusion.macro().f1());
      putNumber(json, "f1_weighted", confusion.weighted().f1());
      if (labels.size() == 2) {
        putNumber(json, "f1_positive", confusion.of(1).f1());
      }
      putNumber(json, "matthews", confusion.matthews());
      putNumber(json, "log_loss", trust.logLoss());
      putNumber(json, "calibration_error", trust.calibrationError());
      json.put("temperature", temperature);
      putNumber(json, "log_loss_untempered", untempered.logLoss());
      putNumber(json, "calibration_error_untempered", untempered.calibrationError());
      ObjectNode perClass = json.putObject("per_class");
      ObjectNode table = json.putObject("confusion");
      int texts = 0;
      for (int k = 0; k < labels.size(); k++) {
        put(perClass.putObject(labels.get(k)), confusion.of(k));
        texts += confusion.of(k).support();
        ObjectNode row = table.putObject(labels.get(k));
        for (int j = 0; j < labels.size(); j++) {
          row.put(labels.get(j), confusion.count(k, j));
        }
      }
      return json.put("texts", texts);
    }
  }

  /**
   * Of texts with any of several classes.
   *
   * @param labels names of the classes
   * @param sets how they were found
   * @param texts number of texts
   */
  record SeveralClasses(List<String> labels, LabelSets sets, int texts)
      implements ClassifyEvaluation {
    @Override
    public String summary() {
      return String.format(
          Locale.ROOT, "F1 micro %.4f  macro %.4f", sets.micro().f1(), sets.macro().f1());
    }

    @Override
    public ObjectNode toJson() {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      putNumber(json, "accuracy", sets.accuracy());
      putNumber(json, "f1_micro", sets.micro().f1());
      putNumber(json, "f1_macro", sets.macro().f1());
      putNumber(json, "f1_weighted", sets.weighted().f1());
      ObjectNode perClass = json.putObject("per_class");
      for (int k = 0; k < labels.size(); k++) {
        put(perClass.putObject(labels.get(k)), sets.perClass().get(k));
      }
      return json.put("texts", texts);
    }
  }

  /**
   * Of texts with a number.
   *
   * @param scores how close the predictions are
   * @param texts number of texts
   */
  record Numbers(NumberScores scores, int texts) implements ClassifyEvaluation {
    @Override
    public String summary() {
      return String.format(
          Locale.ROOT, "Pearson %.4f  Spearman %.4f", scores.pearson(), scores.spearman());
    }

    @Override
    public ObjectNode toJson() {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      putNumber(json, "pearson", scores.pearson());
      putNumber(json, "spearman", scores.spearman());
      putNumber(json, "mean_squared_error", scores.meanSquaredError());
      putNumber(json, "mean_absolute_error", scores.meanAbsoluteError());
      return json.put("texts", texts);
    }
  }

  private static void put(ObjectNode json, Score score) {
    putNumber(json, "precision", score.precision());
    putNumber(json, "recall", score.recall());
    putNumber(json, "f1", score.f1());
    json.put("support", score.support());
  }

  /** JSON has no {@code NaN}: what is undefined is null. */
  private static void putNumber(ObjectNode json, String name, double value) {
    if (Double.isNaN(value)) {
      json.putNull(name);
    } else {
      json.put(name, value);
    }
  }
}
