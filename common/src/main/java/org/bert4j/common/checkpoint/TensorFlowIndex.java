package org.bert4j.common.checkpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a directory has the index of a TensorFlow checkpoint: Google's models are named {@code
 * bert_model.ckpt}, those of a training {@code model.ckpt-1000}.
 */
final class TensorFlowIndex {
  static final String SUFFIX = ".index";
  static final String GOOGLE_NAME = "bert_model.ckpt" + SUFFIX;

  /** TensorFlow's file that names the newest checkpoint of a training. */
  private static final String NEWEST = "checkpoint";

  private static final Pattern NEWEST_PATH =
      Pattern.compile("^model_checkpoint_path: *\"(?:.*[/\\\\])?([^/\\\\\"]+)\"");

  private static final int MAX_BYTES = 1 << 20;

  private TensorFlowIndex() {}

  /**
   * Finds the index: Google's, else the only one, else the one that the file {@code checkpoint}
   * names.
   *
   * @throws IllegalArgumentException if there are several and no such file
   */
  static Optional<Path> in(Path directory) throws IOException {
    Path google = directory.resolve(GOOGLE_NAME);
    if (Files.isRegularFile(google)) {
      return Optional.of(google);
    }
    List<Path> found = all(directory);
    if (found.size() < 2) {
      return found.stream().findFirst();
    }
    Optional<Path> newest = newest(directory).filter(found::contains);
    if (newest.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: %d TensorFlow checkpoints (%s), expected one, or the file \"%s\" that names it;"
                  + " move the others away",
              directory,
              found.size(),
              found.stream().limit(4).map(TensorFlowIndex::name).collect(Collectors.joining(", ")),
              NEWEST));
    }
    return newest;
  }

  private static List<Path> all(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    List<Path> files;
    try (Stream<Path> list = Files.list(directory)) {
      files = list.filter(Files::isRegularFile).sorted().toList();
    }
    return files.stream()
        .filter(file -> name(file).endsWith(SUFFIX))
        .filter(index -> files.stream().anyMatch(file -> name(file).startsWith(data(index))))
        .toList();
  }

  /** What the names of an index's data files begin with. */
  private static String data(Path index) {
    return name(index).substring(0, name(index).length() - SUFFIX.length()) + ".data-";
  }

  private static Optional<Path> newest(Path directory) throws IOException {
    Path file = directory.resolve(NEWEST);
    if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
      return Optional.empty();
    }
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    return text.lines()
        .map(NEWEST_PATH::matcher)
        .filter(Matcher::find)
        .map(line -> directory.resolve(line.group(1) + SUFFIX))
        .findFirst();
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }
}
