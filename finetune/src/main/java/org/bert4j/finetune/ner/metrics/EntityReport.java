package org.bert4j.finetune.ner.metrics;

import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bert4j.finetune.metrics.Score;
import org.bert4j.finetune.ner.tag.EntitySpan;

/**
 * Scores of predicted entities (seqeval's {@code classification_report}).
 *
 * @param perType scores of every type that was annotated or predicted, by name
 * @param micro scores over all entities, whatever their type
 * @param macro mean of the types' scores, {@code NaN} where there is no type
 * @param weighted mean of the types' scores weighted by their support, 0 where nothing is annotated
 */
public record EntityReport(
    SortedMap<String, Score> perType, Score micro, Score macro, Score weighted) {
  private static final class Counts {
    private int right;
    private int predicted;
    private int annotated;

    private Score score() {
      return Score.of(right, predicted, annotated);
    }
  }

  /**
   * Compares the entities of many sentences.
   *
   * @param annotated the entities of every sentence
   * @param predicted the predicted entities of the same sentences
   * @return the scores
   * @throws IllegalArgumentException if the numbers of sentences differ
   */
  public static EntityReport of(
      List<? extends Collection<EntitySpan>> annotated,
      List<? extends Collection<EntitySpan>> predicted) {
    if (annotated.size() != predicted.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d sentences are annotated and %d predicted: expected the same sentences",
              annotated.size(),
              predicted.size()));
    }
    SortedMap<String, Counts> counts = new TreeMap<>();
    Counts all = new Counts();
    for (int sentence = 0; sentence < annotated.size(); sentence++) {
      Set<EntitySpan> expected = new HashSet<>(annotated.get(sentence));
      for (EntitySpan entity : expected) {
        counts.computeIfAbsent(entity.type(), type -> new Counts()).annotated++;
        all.annotated++;
      }
      for (EntitySpan entity : new HashSet<>(predicted.get(sentence))) {
        Counts ofType = counts.computeIfAbsent(entity.type(), type -> new Counts());
        int right = expected.contains(entity) ? 1 : 0;
        ofType.predicted++;
        ofType.right += right;
        all.predicted++;
        all.right += right;
      }
    }
    SortedMap<String, Score> perType = new TreeMap<>();
    counts.forEach((type, ofType) -> perType.put(type, ofType.score()));
    return new EntityReport(
        Collections.unmodifiableSortedMap(perType),
        all.score(),
        Score.macro(perType.values()),
        Score.weighted(perType.values()));
  }
}
