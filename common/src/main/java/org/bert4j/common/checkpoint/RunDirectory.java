package org.bert4j.common.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bert4j.common.io.AtomicFile;
import org.bert4j.common.io.FileTree;
import org.bert4j.common.io.JsonFile;
import org.bert4j.common.io.LockFile;

/**
 * The directory of a training run, locked by the one process that trains: whoever only reads finds
 * checkpoints by {@link CheckpointDirectory#open} or {@link #newest(Path)}. Checkpoints are named
 * {@code checkpoint-<step>} and appear there whole, by a rename.
 */
public final class RunDirectory implements AutoCloseable {
  /** Name of the file that is locked while a run is at work. */
  public static final String LOCK = "run.lock";

  static final String PREFIX = "checkpoint-";

  private static final Pattern CHECKPOINT = Pattern.compile(PREFIX + "(\\d{1,18})");
  private static final String BEST = "best.json";
  private static final String BEST_CHECKPOINT = "best_model_checkpoint";

  private static final String DAMAGED = ".damaged";

  private final Path path;
  private final LockFile lock;

  private RunDirectory(Path path, LockFile lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Names a checkpoint.
   *
   * @param step after which it was written
   * @return name of its directory
   */
  public static String checkpointName(long step) {
    return PREFIX + step;
  }

  /**
   * Takes a directory for training, creating it where it does not exist and removing what an
   * interrupted write left there.
   *
   * @param path the directory
   * @return the directory, to be closed
   * @throws IllegalArgumentException if it is taken already; nothing in it is touched then
   * @throws IOException if it cannot be created, locked or cleaned
   */
  public static RunDirectory open(Path path) throws IOException {
    LockFile lock =
        LockFile.tryLock(path.resolve(LOCK))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        path
                            + ": another process is training this run; wait for its end, stop it,"
                            + " or name another output"));
    RunDirectory directory = new RunDirectory(path, lock);
    try {
      directory.removeLeftovers();
      return directory;
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  private void removeLeftovers() throws IOException {
    for (Path child : children()) {
      if (child.getFileName().toString().startsWith(AtomicFile.TEMPORARY_PREFIX)) {
        FileTree.delete(child);
      }
    }
  }

  /**
   * What to tell where the file system has no locks, so that others are not kept out.
   *
   * @return one line, if it has none
   */
  public Optional<String> unlockedWarning() {
    return lock.isExclusive()
        ? Optional.empty()
        : Optional.of(path + ": files cannot be locked here; see that no other process trains it");
  }

  /** Lets others train here. A directory in which nothing was written is empty again. */
  @Override
  public void close() throws IOException {
    try {
      if (children().equals(List.of(path.resolve(LOCK)))) {
        lock.delete();
      }
    } finally {
      lock.close();
    }
  }

  private List<Path> children() throws IOException {
    try (Stream<Path> children = Files.list(path)) {
      return children.toList();
    }
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
    Path target = path.resolve(checkpointName(step));
    if (CheckpointDirectory.isComplete(target)) {
      throw new FileAlreadyExistsException(target.toString());
    }
    Path temporary = AtomicFile.temporary(target);
    FileTree.delete(temporary);
    Files.createDirectory(temporary);
    checkpoint.writeTo(temporary);
    // Somebody removed some of its files: the run began again before it.
    FileTree.delete(target);
    AtomicFile.rename(temporary, target);
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
    Path checkpoint = path.resolve(checkpointName(step));
    if (!CheckpointDirectory.isComplete(checkpoint)) {
      throw new IllegalArgumentException(
          checkpoint + ": no complete checkpoint, expected one that this run has written");
    }
    return CheckpointDirectory.at(checkpoint);
  }

  /**
   * Removes the older checkpoints. The one marked as the best always stays.
   *
   * @param count of the newest that stay, at least 1
   * @throws IOException if reading or removing fails
   */
  public void keepNewest(int count) throws IOException {
    Optional<CheckpointDirectory> best = best(path);
    List<CheckpointDirectory> all = checkpoints(path);
    for (CheckpointDirectory old : all.subList(Math.min(count, all.size()), all.size())) {
      if (best.isEmpty() || !best.get().path().equals(old.path())) {
        // Renamed first: a half-removed directory must not look like a checkpoint.
        Path temporary = AtomicFile.temporary(old.path());
        FileTree.delete(temporary);
        AtomicFile.rename(old.path(), temporary);
        FileTree.delete(temporary);
      }
    }
  }

  /**
   * Gives a checkpoint that cannot be read another name, so that its step can be written again. It
   * is not the best any more.
   *
   * @param damaged one of this run's checkpoints
   * @return where it is now
   * @throws IOException if it cannot be renamed
   */
  public Path setAside(CheckpointDirectory damaged) throws IOException {
    String name = damaged.path().getFileName().toString();
    if (bestName(path).filter(name::equals).isPresent()) {
      Files.delete(path.resolve(BEST));
    }
    Path aside = path.resolve(name + DAMAGED);
    for (int n = 2; Files.exists(aside); n++) {
      aside = path.resolve(name + DAMAGED + "-" + n);
    }
    AtomicFile.rename(damaged.path(), aside);
    return aside;
  }

  /**
   * Finds the checkpoints to resume from.
   *
   * @return the complete checkpoints, the highest step first
   * @throws IOException if reading fails
   */
  public List<CheckpointDirectory> checkpoints() throws IOException {
    return checkpoints(path);
  }

  /**
   * Finds the newest checkpoint of a run, which may be at work.
   *
   * @param run directory of the run, which need not exist
   * @return the complete checkpoint with the highest step, if there is any
   * @throws IOException if reading fails
   */
  public static Optional<CheckpointDirectory> newest(Path run) throws IOException {
    return checkpoints(run).stream().findFirst();
  }

  static Optional<CheckpointDirectory> bestOrNewest(Path run) throws IOException {
    Optional<CheckpointDirectory> best = best(run);
    return best.isPresent() ? best : newest(run);
  }

  private static Optional<CheckpointDirectory> best(Path run) throws IOException {
    Optional<String> name = bestName(run);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    // The name first: it may be that of a place outside the run, or of none.
    if (!CHECKPOINT.matcher(name.get()).matches()
        || !CheckpointDirectory.isComplete(run.resolve(name.get()))) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: %s is '%s', expected a complete checkpoint of the run; name one or delete the file",
              run.resolve(BEST),
              BEST_CHECKPOINT,
              name.get()));
    }
    return Optional.of(CheckpointDirectory.at(run.resolve(name.get())));
  }

  private static Optional<String> bestName(Path run) throws IOException {
    Path best = run.resolve(BEST);
    return Files.exists(best)
        ? Optional.of(JsonFile.read(best).path(BEST_CHECKPOINT).asText())
        : Optional.empty();
  }

  private static List<CheckpointDirectory> checkpoints(Path run) throws IOException {
    if (!Files.isDirectory(run)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(run)) {
      return children
          .filter(child -> step(child) >= 0 && CheckpointDirectory.isComplete(child))
          .sorted(Comparator.comparingLong(RunDirectory::step).reversed())
          .map(CheckpointDirectory::at)
          .toList();
    }
  }

  /** The step in a checkpoint's name, −1 if it is not the name of one. */
  private static long step(Path path) {
    Matcher matcher = CHECKPOINT.matcher(path.getFileName().toString());
    return matcher.matches() ? Long.parseLong(matcher.group(1)) : -1;
  }
}
