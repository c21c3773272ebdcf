package org.bert4j.examples.command;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bert4j.pretrain.store.TokenStoreWriter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * Where a command writes. Closing it removes a new directory into which nothing was written, as
 * after an error.
 */
final class OutputDirectory implements AutoCloseable {
  private static final Path RUNS = Path.of("runs");

  private final Path path;
  private final boolean created;

  private OutputDirectory(Path path, boolean created) {
    this.path = path;
    this.created = created;
  }

  /**
   * Takes the directory given, or the first free {@code runs/<command>-<n>}.
   *
   * @param given an option's value, or null
   * @param command name of the command
   * @return an empty directory, created if it was missing
   * @throws IllegalArgumentException if the directory given is not empty or not a directory
   * @throws IOException if it cannot be created
   */
  static OutputDirectory claim(Path given, String command) throws IOException {
    if (given == null) {
      return new OutputDirectory(firstFree(command), true);
    }
    OutputDirectory directory = of(given);
    directory.requireEmpty();
    return directory;
  }

  /**
   * Refuses to write beside something else, such as what another process has written meanwhile.
   *
   * @throws IllegalArgumentException if the directory is not empty
   * @throws IOException if it cannot be read
   */
  void requireEmpty() throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
      if (entries.iterator().hasNext()) {
        throw new IllegalArgumentException(
            path + ": the output directory is not empty; name a new one");
      }
    }
  }

  /**
   * Takes a directory of any content.
   *
   * @param path the directory
   * @return the directory, created if it was missing
   * @throws IllegalArgumentException if it is not a directory
   * @throws IOException if it cannot be created
   */
  static OutputDirectory of(Path path) throws IOException {
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw new IllegalArgumentException(path + ": expected a directory to write to, not a file");
    }
    boolean missing = Files.notExists(path);
    Files.createDirectories(path);
    return new OutputDirectory(path, missing);
  }

  /**
   * Takes the last {@code runs/<command>-<n>} there is, or the first one.
   *
   * @param command name of the command
   * @return the directory, created if it was missing
   * @throws IOException if it cannot be read or created
   */
  private static OutputDirectory last(String command) throws IOException {
    return of(RUNS.resolve(command + "-" + Math.max(1, highest(command))));
  }

  /**
   * Takes the directory of a run: that given, with {@code --resume} the last {@code
   * runs/<command>-<n>}, else the first free one.
   *
   * @param given options of the run
   * @param command name of the command
   * @return the directory, created if it was missing
   * @throws IllegalArgumentException if the directory given is not a directory
   * @throws IOException if it cannot be read or created
   */
  static OutputDirectory ofRun(RunOptions given, String command) throws IOException {
    if (given.output != null) {
      return of(given.output);
    }
    return given.resume ? last(command) : claim(null, command);
  }

  /**
   * Refuses to begin a run that nothing is said about: its name may be mistyped, or it was stopped
   * before it had begun.
   *
   * @param given what was given to a command with {@code --resume}, where there is no run
   * @throws IllegalArgumentException if it says no more than where the run is
   */
  void requireOptions(ParseResult given) {
    Set<String> others =
        given.matchedOptions().stream().map(OptionSpec::longestName).collect(Collectors.toSet());
    others.removeAll(Set.of("--output", "--resume", "--verbose"));
    if (others.isEmpty()) {
      throw new IllegalArgumentException(
          path
              + ": there is no run to resume here; name the directory of one by --output, or add"
              + " the options of the run to begin it");
    }
  }

  private static int highest(String command) throws IOException {
    if (!Files.isDirectory(RUNS)) {
      return 0;
    }
    Pattern name = Pattern.compile(Pattern.quote(command) + "-(\\d{1,9})");
    try (Stream<Path> runs = Files.list(RUNS)) {
      return runs.map(run -> name.matcher(run.getFileName().toString()))
          .filter(Matcher::matches)
          .mapToInt(match -> Integer.parseInt(match.group(1)))
          .max()
          .orElse(0);
    }
  }

  /** Creates the directory, so that two commands started together get one each. */
  private static Path firstFree(String command) throws IOException {
    Files.createDirectories(RUNS);
    for (int n = 1; ; n++) {
      Path directory = RUNS.resolve(command + "-" + n);
      if (Files.exists(TokenStoreWriter.unfinished(directory))) {
        continue; // it may be gone on with
      }
      try {
        return Files.createDirectory(directory);
      } catch (FileAlreadyExistsException e) {
        continue;
      }
    }
  }

  Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    if (!created) {
      return;
    }
    try {
      Files.deleteIfExists(path);
    } catch (DirectoryNotEmptyException e) {
      // The usual end: something was written.
    }
  }
}
