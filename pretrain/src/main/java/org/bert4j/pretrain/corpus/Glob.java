package org.bert4j.pretrain.corpus;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;

/**
 * A path with wildcards, as shells have them: {@code *} and {@code ?} within a name, {@code [abc]},
 * <code>{a,b}</code>, and {@code **} for any number of directories, also none. A directory that
 * matches stands for the text below it. Where the last name ends in {@code *}, only text matches.
 *
 * @param base directory that holds all that can match
 * @param patterns what the path of a file below it may look like
 * @param textOnly whether other files than text do not match
 */
record Glob(Path base, List<PathMatcher> patterns, boolean textOnly) {

  static boolean isGlob(Path path) {
    String text = path.toString();
    return text.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
  }

  /**
   * Of a path in which a name holds wildcards.
   *
   * @throws IllegalArgumentException if brackets do not fit together
   */
  static Glob of(Path path) {
    int names = 0;
    while (!isGlob(path.getName(names))) {
      names++;
    }
    Path base = path.isAbsolute() ? path.getRoot() : Path.of("");
    if (names > 0) {
      base = base.resolve(path.subpath(0, names));
    }
    Path below = path.subpath(names, path.getNameCount());
    List<PathMatcher> patterns = new ArrayList<>();
    for (String pattern : withoutDirectories(below.toString())) {
      try {
        patterns.add(FileSystems.getDefault().getPathMatcher("glob:" + pattern));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(path + ": not a glob: " + e.getMessage(), e);
      }
    }
    return new Glob(base, List.copyOf(patterns), below.toString().endsWith("*"));
  }

  /** Whether it stands for a file below the base, or for a directory with this file of text. */
  boolean matches(Path relative) {
    boolean text = TextFiles.isText(relative);
    if (matchesWhole(relative)) {
      return text || !textOnly;
    }
    Path directory = relative.getParent();
    while (directory != null && !matchesWhole(directory)) {
      directory = directory.getParent();
    }
    return text && directory != null;
  }

  private boolean matchesWhole(Path path) {
    return patterns.stream().anyMatch(pattern -> pattern.matches(path));
  }

  /** The pattern as it is, and with some of its {@code **} standing for no directory. */
  private static List<String> withoutDirectories(String pattern) {
    String simple = pattern.replaceAll("(\\*\\*/)+", "**/");
    int at = simple.indexOf("**/");
    if (at < 0) {
      return List.of(simple);
    }
    List<String> all = new ArrayList<>();
    for (String rest : withoutDirectories(simple.substring(at + 3))) {
      all.add(simple.substring(0, at + 3) + rest);
      all.add(simple.substring(0, at) + rest);
    }
    return all;
  }
}
