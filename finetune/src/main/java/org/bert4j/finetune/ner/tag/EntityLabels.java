package org.bert4j.finetune.ner.tag;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * The labels of a model, K of them: its tags by id, and the scheme that they are in. A model that
 * is trained here has {@code O}, and {@code B} and {@code I} of every type; one from elsewhere has
 * what its {@code id2label} says.
 */
public final class EntityLabels {
  /** Labels of tokens that are no words, and of what is not to be learnt. */
  private static final Set<String> NO_TAGS =
      Set.of("X", "CLS", "SEP", "PAD", "[CLS]", "[SEP]", "[PAD]", "<PAD>", "<pad>");

  private final List<Tag> tags;
  private final List<String> names;
  private final Map<Tag, Integer> ids = new LinkedHashMap<>();
  private final TagScheme scheme;

  /** Labels by their names, and the same as tags in the usual notation. */
  private EntityLabels(List<String> names, List<String> written, TagScheme scheme) {
    this.names = List.copyOf(names);
    this.scheme = scheme;
    this.tags = written.stream().map(scheme::parse).toList();
    for (int id = 0; id < tags.size(); id++) {
      if (!isNoTag(names.get(id)) && ids.putIfAbsent(tags.get(id), id) != null) {
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
    return new EntityLabels(names, names, TagScheme.BIO);
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
    try {
      EntityLabels labels = of(names);
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

  private static EntityLabels of(List<String> names) {
    List<String> tags = names.stream().filter(name -> !isNoTag(name)).toList();
    TagNotation notation = TagNotation.of(tags).orElse(TagNotation.PREFIX);
    List<String> written =
        names.stream().map(name -> isNoTag(name) ? "O" : notation.normal(name)).toList();
    SchemeRecognition recognition =
        new SchemeRecognition("is this a model for something else than entities?");
    for (String tag : written) {
      recognition.add(List.of(tag), word -> "label");
    }
    return new EntityLabels(names, written, schemeOf(recognition, written));
  }

  /** A list of labels says nothing about IOB1; models of it need not have B of every type. */
  private static TagScheme schemeOf(SchemeRecognition recognition, List<String> tags) {
    TagScheme scheme = recognition.scheme();
    if (scheme.marksEnds()) {
      return scheme;
    }
    boolean everyTypeBegins =
        tags.stream()
            .filter(tag -> tag.startsWith("I"))
            .allMatch(tag -> tags.contains("B" + tag.substring(1)));
    return everyTypeBegins ? TagScheme.BIO : TagScheme.IOB1;
  }

  /**
   * Whether a label is no tag: that of a token that is no word, or of what is not to be learnt.
   *
   * @param name a label
   * @return whether it is one such as {@code X} and {@code [CLS]}
   */
  public static boolean isNoTag(String name) {
    return NO_TAGS.contains(name);
  }

  /**
   * Labels that are no tags, such as {@code X} and {@code [CLS]}: a word predicted to have one is
   * outside of every entity.
   *
   * @return their names in the order of the ids
   */
  public List<String> countedAsOutside() {
    return names.stream().filter(EntityLabels::isNoTag).toList();
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
