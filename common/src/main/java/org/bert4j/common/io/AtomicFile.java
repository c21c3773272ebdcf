package org.bert4j.common.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes files of which nobody ever sees a half, not even after a crash. */
public final class AtomicFile {
  /** What the names of unfinished files begin with. */
  public static final String TEMPORARY_PREFIX = ".tmp-";

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes everything.
     *
     * @param channel the empty file, at its start
     * @throws IOException if writing fails
     */
    void writeTo(FileChannel channel) throws IOException;
  }

  private AtomicFile() {}

  /**
   * Writes a file under a temporary name in the same directory, flushes it to the disk and renames
   * it over what stood there before.
   *
   * @param file the file, its directory existing
   * @param content writes what is in it
   * @throws IllegalArgumentException if something other than a file stands there
   * @throws IOException if writing fails; the file is then as it was before
   */
  public static void write(Path file, Content content) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          file + ": expected a file to write to, not a directory or a device");
    }
    rename(prepare(file, content), file);
  }

  /**
   * Writes a file under its temporary name and flushes it to the disk, as the first half of {@link
   * #write}, for files that are to get their names together.
   *
   * @param file the file, its directory existing
   * @param content writes what is in it
   * @return where it is, for {@link #rename}
   * @throws IOException if writing fails; there is then no file of this name
   */
  public static Path prepare(Path file, Content content) throws IOException {
    Path temporary = temporary(file);
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      content.writeTo(channel);
      channel.force(true);
    } catch (IOException e) {
      Files.deleteIfExists(temporary);
      throw FileFailure.of(file, e);
    } catch (UncheckedIOException e) {
      Files.deleteIfExists(temporary);
      throw FileFailure.of(file, e.getCause());
    } catch (RuntimeException | Error e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
    return temporary;
  }

  /**
   * The name of a file or directory that is not finished.
   *
   * @param file the name it is to get
   * @return a name in the same directory
   */
  public static Path temporary(Path file) {
    return file.resolveSibling(TEMPORARY_PREFIX + file.getFileName());
  }

  /**
   * Renames a file or a directory in one go, and flushes the new name to the disk.
   *
   * @param from what is there
   * @param to its new name, on the same disk; a file or an empty directory that stands there is
   *     replaced
   * @throws IOException if it cannot be renamed
   */
  public static void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    forceDirectory(to.toAbsolutePath().getParent());
  }

  /**
   * Writes a file of known bytes.
   *
   * @param file the file, its directory existing
   * @param bytes what is in it
   * @throws IOException if writing fails; the file is then as it was before
   */
  public static void write(Path file, byte[] bytes) throws IOException {
    write(file, channel -> writeFully(channel, ByteBuffer.wrap(bytes)));
  }

  /**
   * Writes all remaining bytes of a buffer.
   *
   * @param channel the file
   * @param bytes the bytes
   * @throws IOException if writing fails
   */
  public static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /**
   * Flushes a directory's entries to the disk, so that a rename outlives a power failure. Does
   * nothing where the operating system cannot open directories.
   *
   * @param directory the directory
   * @throws IOException if flushing fails
   */
  public static void forceDirectory(Path directory) throws IOException {
    if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
