package org.bert4j.finetune.ner.data;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bert4j.finetune.ner.tag.EntityLabels;
import org.bert4j.finetune.ner.tag.EntitySpan;
import org.bert4j.finetune.ner.tag.Tag;
import org.bert4j.finetune.ner.tag.TagPosition;

/**
 * Tagged sentences.
 *
 * @param sentences at least one, in the order of the files
 * @param files what was found in each file
 */
public record NerDataset(List<TaggedSentence> sentences, List<FileSummary> files) {
  /**
   * Checks that there is something. {@inheritDoc}
   *
   * @throws IllegalArgumentException if there is no sentence
   */
  public NerDataset {
    sentences = List.copyOf(sentences);
    files = List.copyOf(files);
    if (sentences.isEmpty()) {
      throw new IllegalArgumentException(
          "no sentence in "
              + String.join(", ", files.stream().map(FileSummary::sourceWithNotes).toList())
              + "; expected at least one");
    }
  }

  /**
   * The types of the entities.
   *
   * @return types in the order of their names
   */
  public Set<String> types() {
    Set<String> types = new TreeSet<>();
    for (TaggedSentence sentence : sentences) {
      sentence.entities().forEach(entity -> types.add(entity.type()));
    }
    return types;
  }

  /**
   * The types of entities that a model cannot predict.
   *
   * @param labels the model's labels
   * @return how many entities of each there are, in the order of their names
   */
  public SortedMap<String, Integer> unknownTypes(EntityLabels labels) {
    SortedMap<String, Integer> unknown = new TreeMap<>();
    for (TaggedSentence sentence : sentences) {
      sentence.entities().forEach(entity -> unknown.merge(entity.type(), 1, Integer::sum));
    }
    unknown.keySet().removeAll(labels.types());
    return unknown;
  }

  /**
   * Checks that a model can predict all types of entities here.
   *
   * @param labels the model's labels
   * @throws IllegalArgumentException if it does not know one; the message names file, line and tag
   */
  public void requireKnown(EntityLabels labels) {
    Set<String> known = Set.copyOf(labels.types());
    for (TaggedSentence sentence : sentences) {
      for (EntitySpan entity : sentence.entities()) {
        if (!known.contains(entity.type())) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "%s: tag \"%s\" is unknown to the model; it knows the types %s",
                  sentence.source().of(entity.first()),
                  new Tag(TagPosition.B, entity.type()),
                  labels.types()));
        }
      }
    }
  }
}
