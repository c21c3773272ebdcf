package org.bert4j.common.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.bert4j.common.io.AtomicFile;

/** Where ONNX models and what belongs to them are: in a directory, or in its folder "onnx". */
final class OnnxModels {
  static final String NAME = "model.onnx";
  private static final String SUFFIX = ".onnx";

  /** Where programs of HuggingFace's put a model that has other weights beside. */
  private static final String FOLDER = "onnx";

  private static final String TOKENIZER_SUFFIX = "-tokenizer.json";
  private static final List<String> DESCRIPTIONS =
      List.of(CheckpointDirectory.CONFIG, "tokenizer.json", "vocab.txt");

  private OnnxModels() {}

  /** Whether a path is that of a model's file, and not of a directory. */
  static boolean isModel(Path path) {
    return path.toString().toLowerCase(Locale.ROOT).endsWith(SUFFIX) && !Files.isDirectory(path);
  }

  /**
   * The model of a directory.
   *
   * @throws IllegalArgumentException if there are several and none has the usual name
   */
  static Optional<Path> in(Path directory) throws IOException {
    Optional<Path> model = among(directory);
    return model.isPresent() ? model : among(directory.resolve(FOLDER));
  }

  private static Optional<Path> among(Path directory) throws IOException {
    Path usual = directory.resolve(NAME);
    if (Files.isRegularFile(usual) || !Files.isDirectory(directory)) {
      return Optional.of(usual).filter(Files::isRegularFile);
    }
    try (Stream<Path> entries = Files.list(directory)) {
      List<Path> models =
          entries
              .filter(path -> isModel(path) && Files.isRegularFile(path))
              .filter(path -> !name(path).startsWith(AtomicFile.TEMPORARY_PREFIX))
              .sorted()
              .toList();
      if (models.size() > 1) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s: %d ONNX models, such as %s and %s; name one of these files",
                directory,
                models.size(),
                name(models.get(0)),
                name(models.get(1))));
      }
      return models.stream().findFirst();
    }
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }

  /** The directory that describes a model: its own, or the one that has its folder. */
  static Path home(Path model) {
    Path directory = directory(model);
    boolean isFolder = directory.toAbsolutePath().normalize().endsWith(FOLDER);
    return isFolder && !describes(directory) && describes(parent(directory))
        ? parent(directory)
        : directory;
  }

  private static boolean describes(Path directory) {
    return DESCRIPTIONS.stream().anyMatch(name -> Files.isRegularFile(directory.resolve(name)));
  }

  private static Path parent(Path folder) {
    return folder.toAbsolutePath().normalize().getParent();
  }

  private static Path directory(Path model) {
    Path parent = model.getParent();
    return parent == null ? Path.of("") : parent;
  }

  /** The file of a model's tokenizer, or the directory with its files. */
  static Path tokenizer(Path model) {
    String name = name(model);
    Path own =
        model.resolveSibling(name.substring(0, name.length() - SUFFIX.length()) + TOKENIZER_SUFFIX);
    return Files.isRegularFile(own) ? own : home(model);
  }
}
