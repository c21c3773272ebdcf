package org.bert4j.common.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A lock with one owner at a time, among all processes and within each: a file that the operating
 * system locks. Only the lock counts, not that there is a file: what a killed process held is free
 * at once, and a copy of the file is not locked.
 */
public final class LockFile implements AutoCloseable {
  /**
   * Files locked by this process. A process gives up its locks on a file when it closes any channel
   * of it, so one that is locked here must not be opened again.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;
  private final boolean exclusive;

  private LockFile(Path file, FileChannel channel, boolean exclusive) {
    this.file = file;
    this.channel = channel;
    this.exclusive = exclusive;
  }

  /**
   * Takes a lock, unless somebody has it.
   *
   * @param file the file, made together with its directory where it is missing
   * @return the lock, to be closed, or nothing if another process or owner has it
   * @throws IOException if the file cannot be made or opened
   */
  public static Optional<LockFile> tryLock(Path file) throws IOException {
    Path directory = file.toAbsolutePath().normalize().getParent();
    Files.createDirectories(directory);
    Path real = directory.toRealPath().resolve(file.getFileName());
    if (!HELD.add(real)) {
      return Optional.empty();
    }
    Optional<LockFile> lock = Optional.empty();
    try {
      lock = lock(real);
      return lock;
    } finally {
      if (lock.isEmpty()) {
        HELD.remove(real);
      }
    }
  }

  private static Optional<LockFile> lock(Path file) throws IOException {
    while (true) {
      Files.createDirectories(file.getParent());
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      boolean exclusive = true;
      try {
        if (channel.tryLock() == null) {
          channel.close();
          return Optional.empty();
        }
      } catch (OverlappingFileLockException e) {
        channel.close();
        return Optional.empty();
      } catch (IOException e) {
        exclusive = false;
      }
      if (Files.exists(file)) {
        return Optional.of(new LockFile(file, channel, exclusive));
      }
      channel.close(); // its owner has removed it in the meantime
    }
  }

  /**
   * Whether other processes are kept out.
   *
   * @return false if the file system, such as some network ones, has no locks
   */
  public boolean isExclusive() {
    return exclusive;
  }

  /**
   * Removes the file, before the lock is closed, where nothing else stays beside it.
   *
   * @throws IOException if it cannot be removed
   */
  public void delete() throws IOException {
    Files.deleteIfExists(file);
  }

  /** Gives the lock up; the file stays. */
  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      HELD.remove(file);
    }
  }
}
