package org.bert4j.finetune.ner.metrics;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.bert4j.finetune.metrics.Score;
import org.bert4j.finetune.ner.tag.EntitySpan;
import org.bert4j.finetune.ner.tag.Tag;
import org.bert4j.finetune.ner.tag.TagSequences;

/**
 * How a model did on annotated sentences.
 *
 * @param report scores of types and averages
 * @param confusion which types were taken for which
 * @param accuracy share of words with the right BIO tag
 * @param sentences number of sentences
 * @param words number of words
 */
public record NerEvaluation(
    EntityReport report, ConfusionTable confusion, double accuracy, int sentences, long words) {
  /**
   * Compares predictions with annotations.
   *
   * @param annotated the BIO tags of every sentence
   * @param predicted the predicted entities of the same sentences
   * @return the evaluation
   */
  public static NerEvaluation of(List<List<Tag>> annotated, List<List<EntitySpan>> predicted) {
    List<List<EntitySpan>> expected = annotated.stream().map(TagSequences::entities).toList();
    List<List<Tag>> tags = new ArrayList<>();
    long words = 0;
    for (int sentence = 0; sentence < annotated.size(); sentence++) {
      int count = annotated.get(sentence).size();
      tags.add(TagSequences.bio(predicted.get(sentence), count));
      words += count;
    }
    return new NerEvaluation(
        EntityReport.of(expected, predicted),
        ConfusionTable.of(expected, predicted),
        TagAccuracy.of(annotated, tags),
        annotated.size(),
        words);
  }

  /**
   * The evaluation for {@code results.json}: {@code precision}, {@code recall}, {@code f1} over all
   * entities (micro), {@code per_type}, {@code macro}, {@code weighted}, {@code accuracy}, {@code
   * sentences}, {@code words}, and {@code confusion} by annotated and predicted type.
   *
   * @return a new object
   */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    put(json, report.micro());
    ObjectNode perType = json.putObject("per_type");
    report.perType().forEach((type, score) -> put(perType.putObject(type), score));
    put(json.putObject("macro"), report.macro());
    put(json.putObject("weighted"), report.weighted());
    putNumber(json, "accuracy", accuracy);
    json.put("sentences", sentences).put("words", words);
    ObjectNode table = json.putObject("confusion");
    for (String annotated : confusion.types()) {
      ObjectNode row = table.putObject(annotated);
      confusion.types().forEach(type -> row.put(type, confusion.entities(annotated, type)));
    }
    return json;
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
