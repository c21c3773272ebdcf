package org.bert4j.finetune.ner.metrics;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.bert4j.finetune.ner.tag.EntitySpan;

/**
 * Which types were taken for which. An annotated entity is counted under the type that was
 * predicted for exactly its words, or as missed; a predicted entity on other words is spurious.
 * Thus a wrong border is one missed and one spurious entity.
 */
public final class ConfusionTable {
  /** The column of entities that were not found, and the row of those that are none. */
  public static final String NONE = "O";

  private record Cell(String annotated, String predicted) {}

  private record Words(int first, int last) {}

  private final Map<Cell, Integer> counts = new HashMap<>();
  private final Set<String> types = new TreeSet<>();

  private ConfusionTable() {}

  /**
   * Compares the entities of many sentences.
   *
   * @param annotated the entities of every sentence
   * @param predicted the predicted entities of the same sentences
   * @return the table
   */
  public static ConfusionTable of(
      List<? extends Collection<EntitySpan>> annotated,
      List<? extends Collection<EntitySpan>> predicted) {
    ConfusionTable table = new ConfusionTable();
    for (int sentence = 0; sentence < annotated.size(); sentence++) {
      table.add(annotated.get(sentence), predicted.get(sentence));
    }
    return table;
  }

  private void add(Collection<EntitySpan> annotated, Collection<EntitySpan> predicted) {
    Map<Words, String> found = new HashMap<>();
    predicted.forEach(entity -> found.put(words(entity), entity.type()));
    for (EntitySpan entity : new HashSet<>(annotated)) {
      String type = found.remove(words(entity));
      count(entity.type(), type == null ? NONE : type);
    }
    found.values().forEach(type -> count(NONE, type));
  }

  private static Words words(EntitySpan entity) {
    return new Words(entity.first(), entity.last());
  }

  private void count(String annotated, String predicted) {
    counts.merge(new Cell(annotated, predicted), 1, Integer::sum);
    types.add(annotated);
    types.add(predicted);
  }

  /**
   * The types that were annotated or predicted.
   *
   * @return names in order, then {@link #NONE}
   */
  public List<String> types() {
    List<String> names = new ArrayList<>(types);
    names.remove(NONE);
    names.add(NONE);
    return names;
  }

  /**
   * One cell.
   *
   * @param annotated a type, or {@link #NONE} for spurious entities
   * @param predicted a type, or {@link #NONE} for missed entities
   * @return the number of entities
   */
  public int entities(String annotated, String predicted) {
    return counts.getOrDefault(new Cell(annotated, predicted), 0);
  }
}
