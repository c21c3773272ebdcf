package org.bert4j.finetune.ner.tag;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;

/**
 * The labels of a model, K of them: its tags by id, and the scheme that they are in. A model that
 * is trained here has {@code O}, and {@code B} and {@code I} of every type; one from elsewhere has
 * what its {@code id2label} says.
 */
public final class EntityLabels {
  private final List<Tag> tags;
  private final List<String> names;
  private final Map<Tag, Integer> ids = new LinkedHashMap<>();
  private final TagScheme scheme;

  private EntityLabels(List<String> names, TagScheme scheme) {
    this.names = List.copyOf(names);
    this.scheme = scheme;
    this.tags = names.stream().map(scheme::parse).toList();
    for (int id = 0; id < tags.size(); id++) {
      if (ids.putIfAbsent(tags.get(id), id) != null) {
        throw new IllegalArgumentException(
            "label " + id + " \"" + names.get(id) + "\": expected every label once");
      }
    }
  }

  /**
   * The labels of a new model.
   *
   * @param types types of entities
   * @return {@code O} and {@code B}, {@code I} of every type, in the order of their names
   * @throws IllegalArgumentException if there is no type
   */
  public static EntityLabels ofTypes(Collection<String> types) {
    if (types.isEmpty()) {
      throw new IllegalArgumentException(
          "no entities to learn from: every word of the training data is tagged O");
    }
    List<String> names = new ArrayList<>(List.of("O"));
    for (String type : new TreeSet<>(types)) {
      names.add("B-" + type);
      names.add("I-" + type);
    }
    return new EntityLabels(names, TagScheme.BIO);
  }

  /**
   * The labels of an existing model.
   *
   * @param names labels in the order of their ids
   * @param source what they come from, for error messages
   * @return the labels
   * @throws IllegalArgumentException if they are not the tags of a scheme, or do not have {@code O}
   */
  public static EntityLabels of(List<String> names, String source) {
    SchemeRecognition recognition = new SchemeRecognition();
    try {
      for (String name : names) {
        recognition.add(List.of(name), word -> "label");
      }
      EntityLabels labels = new EntityLabels(names, schemeOf(recognition, names));
      if (labels.id(Tag.OUTSIDE).isEmpty()) {
        throw new IllegalArgumentException("there is no label O");
      }
      return labels;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          source
              + ": the labels "
              + names
              + " are not those of a model for entities: "
              + e.getMessage(),
          e);
    }
  }

  /** A list of labels says nothing about IOB1; models of it need not have B of every type. */
  private static TagScheme schemeOf(SchemeRecognition recognition, List<String> names) {
    TagScheme scheme = recognition.scheme();
    if (scheme.marksEnds()) {
      return scheme;
    }
    boolean everyTypeBegins =
        names.stream()
            .filter(name -> name.startsWith("I"))
            .allMatch(name -> names.contains("B" + name.substring(1)));
    return everyTypeBegins ? TagScheme.BIO : TagScheme.IOB1;
  }

  /**
   * The number of labels.
   *
   * @return K
   */
  public int size() {
    return tags.size();
  }

  /**
   * The labels as the model's configuration writes them.
   *
   * @return names in the order of the ids
   */
  public List<String> names() {
    return names;
  }

  /**
   * The tag of a label.
   *
   * @param id a label's id
   * @return its tag
   */
  public Tag tag(int id) {
    return tags.get(id);
  }

  /**
   * The label of a tag.
   *
   * @param tag a tag
   * @return its id, or empty if the model has no such label
   */
  public OptionalInt id(Tag tag) {
    Integer id = ids.get(tag);
    return id == null ? OptionalInt.empty() : OptionalInt.of(id);
  }

  /**
   * The scheme of the labels.
   *
   * @return the scheme
   */
  public TagScheme scheme() {
    return scheme;
  }

  /**
   * The types of entities that the model knows.
   *
   * @return types in the order of their names
   */
  public List<String> types() {
    TreeSet<String> types = new TreeSet<>();
    tags.stream().filter(tag -> !tag.isOutside()).forEach(tag -> types.add(tag.type()));
    return List.copyOf(types);
  }
}
