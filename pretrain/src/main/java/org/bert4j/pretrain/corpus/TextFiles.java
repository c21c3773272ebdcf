package org.bert4j.pretrain.corpus;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.bert4j.common.io.TextStream;

/** Finds the files that paths, directories and globs stand for, each file once. */
final class TextFiles {
  private static final List<String> ENDINGS = List.of(".txt", ".text", ".jsonl", ".ndjson", ".csv");

  private final Map<Path, Path> found = new LinkedHashMap<>();
  private final Map<String, Integer> passedOver = new TreeMap<>();

  /** Adds a file, the text below a directory, or what a glob stands for. */
  void add(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      addBelow(path, path, TextFiles::isText);
      return;
    }
    if (Files.exists(path)) {
      if (!Files.isRegularFile(path)) {
        throw new IllegalArgumentException(
            path + ": not a regular file, such as a pipe; write the text to a file first");
      }
      addFile(path);
      return;
    }
    if (!Glob.isGlob(path)) {
      throw new IllegalArgumentException(path + ": no such file or directory");
    }
    Glob glob = Glob.of(path);
    if (!Files.isDirectory(glob.base())) {
      throw new IllegalArgumentException(
          path + ": matches nothing, there is no directory " + glob.base());
    }
    addBelow(path, glob.base(), glob::matches);
  }

  /** The files in the order of adding, those of a directory by name. */
  List<Path> files() {
    return List.copyOf(found.values());
  }

  /** Endings of the files in directories that are not text, and how many have each. */
  Map<String, Integer> passedOver() {
    return passedOver;
  }

  private void addBelow(Path named, Path base, Predicate<Path> wanted) throws IOException {
    List<Path> files = new ArrayList<>();
    Map<String, Integer> others = new TreeMap<>();
    Files.walkFileTree(
        base,
        Set.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            boolean hidden = !directory.equals(base) && isHidden(directory);
            return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (isHidden(file) || !attributes.isRegularFile()) {
              return FileVisitResult.CONTINUE;
            }
            if (wanted.test(base.relativize(file))) {
              files.add(file);
            } else if (!isText(file)) {
              others.merge(ending(file), 1, Integer::sum);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof FileSystemLoopException || isHidden(file)) {
              return FileVisitResult.CONTINUE;
            }
            if (!Files.isReadable(file)) {
              throw new IllegalArgumentException(file + ": no permission to read this directory");
            }
            throw e;
          }
        });
    if (files.isEmpty()) {
      throw new IllegalArgumentException(nothing(named, base, others));
    }
    files.sort(Comparator.comparing(file -> base.relativize(file).toString()));
    for (Path file : files) {
      addFile(file);
    }
    if (named.equals(base)) { // what a glob does not match is not missing
      others.forEach((ending, count) -> passedOver.merge(ending, count, Integer::sum));
    }
  }

  private void addFile(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw new IllegalArgumentException(file + ": no permission to read this file");
    }
    found.putIfAbsent(file.toRealPath(), file);
  }

  private static String nothing(Path named, Path base, Map<String, Integer> others) {
    if (!named.equals(base)) {
      return named + ": matches no file; hidden ones are left out";
    }
    String found =
        others.entrySet().stream()
            .map(other -> other.getValue() + " *" + other.getKey())
            .collect(Collectors.joining(", "));
    return named
        + ": no text in this directory (*.txt, *.text, *.jsonl, *.ndjson, *.csv or no ending, each"
        + " also with .gz, .bz2 or .xz)"
        + (found.isEmpty()
            ? ""
            : "; other files, here " + found + ", are read when they are named");
  }

  private static boolean isHidden(Path file) {
    return file.getFileName() != null && file.getFileName().toString().startsWith(".");
  }

  /** Whether a name promises text; an archive holds anything, unless its name says more. */
  static boolean isText(Path file) {
    String name = withoutCompression(file);
    boolean named = ENDINGS.stream().anyMatch(name::endsWith);
    return named || name.indexOf('.') < 0 && !TextStream.compressedEnding(file).equals(".zip");
  }

  /** The name in lower case, without the ending of a compressed file. */
  static String withoutCompression(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.substring(0, name.length() - TextStream.compressedEnding(file).length());
  }

  private static String ending(Path file) {
    String name = withoutCompression(file);
    int dot = name.lastIndexOf('.');
    return (dot < 0 ? "" : name.substring(dot)) + TextStream.compressedEnding(file);
  }
}
