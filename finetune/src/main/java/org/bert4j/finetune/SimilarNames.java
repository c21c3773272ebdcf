package org.bert4j.finetune;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Names of labels that are hardly meant to be different ones. */
public final class SimilarNames {
  private SimilarNames() {}

  /**
   * Finds names that differ in nothing but case and spaces, such as {@code True} and {@code true}.
   *
   * @param names names of labels
   * @return a line about them, if there are any
   */
  public static Optional<String> warning(Collection<String> names) {
    TreeMap<String, TreeSet<String>> alike = new TreeMap<>();
    for (String name : names) {
      String plain = name.replaceAll("[\\s\\p{Z}]+", "").toLowerCase(Locale.ROOT);
      alike.computeIfAbsent(plain, any -> new TreeSet<>()).add(name);
    }
    List<String> groups =
        alike.values().stream()
            .filter(group -> group.size() > 1)
            .map(group -> "\"" + String.join("\", \"", group) + "\"")
            .toList();
    return groups.isEmpty()
        ? Optional.empty()
        : Optional.of(
            groups.stream()
                .collect(
                    Collectors.joining(
                        "; ",
                        "labels that differ only in case or spaces are different classes: ",
                        "")));
  }
}
