package org.bert4j.common.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bert4j.common.io.AtomicFile;
import org.bert4j.common.io.JsonFile;

/**
 * The directory of a training run, owned by the one process that trains. Its checkpoints are named
 * {@code checkpoint-<step>} and appear there whole, by a rename.
 */
public final class RunDirectory {
  static final String PREFIX = "checkpoint-";

  private static final Pattern CHECKPOINT = Pattern.compile(PREFIX + "(\\d{1,18})");
  private static final String BEST = "best.json";
  private static final String BEST_CHECKPOINT = "best_model_checkpoint";

  private final Path path;

  private RunDirectory(Path path) {
    this.path = path;
  }

  /**
   * Opens a directory for training, creating it where it does not exist and removing what an
   * interrupted write left there.
   *
   * @param path the directory
   * @return the directory
   * @throws IOException if it cannot be created or cleaned
   */
  public static RunDirectory open(Path path) throws IOException {
    Files.createDirectories(path);
    List<Path> leftovers;
    try (Stream<Path> children = Files.list(path)) {
      leftovers = children.filter(RunDirectory::isTemporary).toList();
    }
    for (Path leftover : leftovers) {
      delete(leftover);
    }
    return new RunDirectory(path);
  }

  /**
   * Writes a checkpoint: first all of its files under a temporary name, flushed to the disk, then
   * the rename to {@code checkpoint-<step>}.
   *
   * @param step optimizer steps done
   * @param checkpoint its content
   * @return the checkpoint
   * @throws FileAlreadyExistsException if there is a complete checkpoint of this name
   * @throws IOException if writing fails; there is then no checkpoint of this step
   */
  public CheckpointDirectory write(long step, Checkpoint checkpoint) throws IOException {
    Path target = path.resolve(PREFIX + step);
    if (CheckpointDirectory.isComplete(target)) {
      throw new FileAlreadyExistsException(target.toString());
    }
    Path temporary = path.resolve(AtomicFile.TEMPORARY_PREFIX + PREFIX + step);
    delete(temporary);
    Files.createDirectory(temporary);
    checkpoint.writeTo(temporary);
    // Somebody removed some of its files: the run began again before it.
    delete(target);
    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    AtomicFile.forceDirectory(path);
    return CheckpointDirectory.at(target);
  }

  /**
   * Marks the best checkpoint of the run, which {@link CheckpointDirectory#open} then prefers.
   *
   * @param best one of this run's checkpoints
   * @throws IOException if writing fails
   */
  public void markBest(CheckpointDirectory best) throws IOException {
    JsonNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put(BEST_CHECKPOINT, best.path().getFileName().toString());
    JsonFile.write(path.resolve(BEST), json);
  }

  /**
   * A checkpoint of this run.
   *
   * @param step optimizer steps done when it was written
   * @return the checkpoint
   * @throws IllegalArgumentException if there is none, or it is not complete
   */
  public CheckpointDirectory checkpoint(long step) {
    Path checkpoint = path.resolve(PREFIX + step);
    if (!CheckpointDirectory.isComplete(checkpoint)) {
      throw new IllegalArgumentException(
          checkpoint + ": no complete checkpoint, expected one that this run has written");
    }
    return CheckpointDirectory.at(checkpoint);
  }

  /**
   * Removes checkpoints that are not needed any more.
   *
   * @param steps those to keep
   * @throws IOException if removing fails
   */
  public void retain(Collection<Long> steps) throws IOException {
    List<Path> others;
    try (Stream<Path> children = Files.list(path)) {
      others = children.filter(child -> step(child) >= 0 && !steps.contains(step(child))).toList();
    }
    for (Path other : others) {
      // Renamed first: a half-removed directory must not look like a checkpoint.
      Path temporary = path.resolve(AtomicFile.TEMPORARY_PREFIX + other.getFileName());
      delete(temporary);
      Files.move(other, temporary, StandardCopyOption.ATOMIC_MOVE);
      delete(temporary);
    }
  }

  /**
   * Finds the checkpoint to resume from.
   *
   * @return the complete checkpoint with the highest step, if there is any
   * @throws IOException if reading fails
   */
  public Optional<CheckpointDirectory> newest() throws IOException {
    return newest(path);
  }

  static Optional<CheckpointDirectory> bestOrNewest(Path run) throws IOException {
    Path best = run.resolve(BEST);
    if (!Files.exists(best)) {
      return newest(run);
    }
    String name = JsonFile.read(best).path(BEST_CHECKPOINT).asText();
    Path checkpoint = run.resolve(name);
    if (step(checkpoint) < 0 || !CheckpointDirectory.isComplete(checkpoint)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: %s is '%s', expected a complete checkpoint of the run; name one or delete the file",
              best,
              BEST_CHECKPOINT,
              name));
    }
    return Optional.of(CheckpointDirectory.at(checkpoint));
  }

  private static Optional<CheckpointDirectory> newest(Path run) throws IOException {
    if (!Files.isDirectory(run)) {
      return Optional.empty();
    }
    try (Stream<Path> children = Files.list(run)) {
      return children
          .filter(child -> step(child) >= 0 && CheckpointDirectory.isComplete(child))
          .max(Comparator.comparingLong(RunDirectory::step))
          .map(CheckpointDirectory::at);
    }
  }

  /** The step in a checkpoint's name, −1 if it is not the name of one. */
  private static long step(Path path) {
    Matcher matcher = CHECKPOINT.matcher(path.getFileName().toString());
    return matcher.matches() ? Long.parseLong(matcher.group(1)) : -1;
  }

  private static boolean isTemporary(Path path) {
    return path.getFileName().toString().startsWith(AtomicFile.TEMPORARY_PREFIX);
  }

  private static void delete(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    List<Path> paths;
    try (Stream<Path> tree = Files.walk(path)) {
      paths = tree.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : paths) {
      Files.delete(each);
    }
  }
}
