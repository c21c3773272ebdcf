package org.bert4j.common.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.bert4j.common.io.JsonFile;

/**
 * Names of a classifier's K classes: {@code id2label} and {@code label2id} of a {@code
 * config.json}.
 *
 * @param names the names, at index k that of class k
 */
public record Labels(List<String> names) {
  private static final String ID2LABEL = "id2label";
  private static final String LABEL2ID = "label2id";
  private static final String NUM_LABELS = "num_labels";
  private static final int DEFAULT_COUNT = 2;
  private static final int MAX_COUNT = 1_000_000;

  /**
   * Checks the names. {@inheritDoc}
   *
   * @throws IllegalArgumentException if there are none, one is blank or stands there twice
   */
  public Labels {
    names = List.copyOf(names);
    if (names.isEmpty()) {
      throw new IllegalArgumentException("no labels, expected at least one");
    }
    Set<String> seen = new HashSet<>();
    for (int id = 0; id < names.size(); id++) {
      if (names.get(id).isBlank()) {
        throw new IllegalArgumentException("label " + id + " is blank, expected a name");
      }
      if (!seen.add(names.get(id))) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "label %d is '%s', as is label %d; expected different names",
                id,
                names.get(id),
                names.indexOf(names.get(id))));
      }
    }
  }

  /**
   * Reads the labels of a {@code config.json}: its {@code id2label}, else its {@code label2id},
   * else {@code LABEL_0} to {@code LABEL_<num_labels - 1>}, of which HuggingFace supposes two where
   * nothing is said.
   *
   * @param config the file
   * @return the labels
   * @throws IllegalArgumentException if the ids are not 0 to K − 1, each once, or a name is blank
   *     or stands there twice; the message names file and property
   * @throws IOException if reading fails
   */
  public static Labels read(Path config) throws IOException {
    return of(JsonFile.read(config), config.toString());
  }

  /**
   * The labels that the content of a {@code config.json} names.
   *
   * @param json the content
   * @param source where it is from, for error messages
   * @return the labels
   * @throws IllegalArgumentException as {@link #read}
   */
  public static Labels of(JsonNode json, String source) {
    try {
      if (json.hasNonNull(ID2LABEL)) {
        return new Labels(byId(json.get(ID2LABEL)));
      }
      if (json.hasNonNull(LABEL2ID)) {
        return new Labels(byName(json.get(LABEL2ID)));
      }
      return unnamed(json.path(NUM_LABELS));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(source + ": " + e.getMessage(), e);
    }
  }

  private static List<String> byId(JsonNode json) {
    String[] names = new String[size(json, ID2LABEL)];
    for (Map.Entry<String, JsonNode> label : json.properties()) {
      if (!label.getValue().isTextual()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s has %s for %s, expected a name",
                ID2LABEL,
                label.getValue(),
                label.getKey()));
      }
      put(names, label.getKey(), label.getValue().textValue(), ID2LABEL);
    }
    return Arrays.asList(names);
  }

  private static List<String> byName(JsonNode json) {
    String[] names = new String[size(json, LABEL2ID)];
    for (Map.Entry<String, JsonNode> label : json.properties()) {
      put(names, label.getValue().asText(), label.getKey(), LABEL2ID);
    }
    return Arrays.asList(names);
  }

  private static int size(JsonNode json, String property) {
    if (!json.isObject()) {
      throw new IllegalArgumentException(property + " is no object, expected names and ids");
    }
    return json.size();
  }

  /** As many places as labels, so that K distinct ids in range leave no gap. */
  private static void put(String[] names, String id, String name, String property) {
    int place = id.matches("0|[1-9]\\d{0,8}") ? Integer.parseInt(id) : names.length;
    if (place >= names.length || names[place] != null) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s has the id '%s', expected each of 0 to %d once",
              property,
              id,
              names.length - 1));
    }
    names[place] = name;
  }

  private static Labels unnamed(JsonNode numLabels) {
    int count = numLabels.isMissingNode() || numLabels.isNull() ? DEFAULT_COUNT : -1;
    if (numLabels.isIntegralNumber() && numLabels.canConvertToInt()) {
      count = numLabels.intValue();
    }
    if (count < 1 || count > MAX_COUNT) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%s is %s, expected 1 to %d", NUM_LABELS, numLabels, MAX_COUNT));
    }
    List<String> names = new ArrayList<>();
    for (int id = 0; id < count; id++) {
      names.add("LABEL_" + id);
    }
    return new Labels(names);
  }

  /**
   * Adds the labels to a {@code config.json}, for HuggingFace's classes with a classifier.
   *
   * @param config as {@link BertConfig#toJson} makes it; receives {@code id2label} and {@code
   *     label2id}
   */
  public void putInto(ObjectNode config) {
    ObjectNode byId = config.putObject(ID2LABEL);
    ObjectNode byName = config.putObject(LABEL2ID);
    for (int id = 0; id < names.size(); id++) {
      byId.put(Integer.toString(id), names.get(id));
      byName.put(names.get(id), id);
    }
  }
}
