package org.bert4j.common.io;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Directories for native libraries, in which nobody else can plant one: they belong to this user or
 * to root, are no symbolic links, and neither group nor others can write to them. New ones are made
 * with mode 0700. Directories above are not looked at. Where files have no POSIX attributes, as on
 * Windows, a directory below the user's home or temporary directory is taken as it is.
 */
public final class PrivateDirectory {
  /** Environment variable that names the directory to unpack native libraries in. */
  public static final String VARIABLE = "BERT4J_CACHE_DIR";

  /** System property that names it where the variable is not set. */
  public static final String PROPERTY = "bert4j.cache.dir";

  private static final Logger LOG = LoggerFactory.getLogger(PrivateDirectory.class);
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private PrivateDirectory() {}

  /**
   * The directory to unpack native libraries in: the one that {@value #VARIABLE} or {@value
   * #PROPERTY} names, else {@code .cache/bert4j} in the user's home, else, where that cannot be
   * written or is not private, a new one in the temporary directory that is deleted when this
   * process exits.
   *
   * @return an existing private directory
   * @throws IllegalArgumentException if the named one cannot be made or is not private
   */
  public static Path forLibraries() {
    String named = System.getenv(VARIABLE);
    if (named == null || named.isEmpty()) {
      named = System.getProperty(PROPERTY, "");
    }
    try {
      if (!named.isEmpty()) {
        return open(Path.of(named));
      }
      Path home = Path.of(System.getProperty("user.home", ""));
      return home.isAbsolute() ? inHome(home) : temporary();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          (named.isEmpty() ? System.getProperty("java.io.tmpdir") : named)
              + ": native libraries cannot be unpacked there ("
              + e
              + "); set "
              + VARIABLE
              + " to a directory of your own that may hold programs",
          e);
    }
  }

  private static Path inHome(Path home) throws IOException {
    try {
      return open(home.resolve(".cache").resolve("bert4j"));
    } catch (IllegalArgumentException notPrivate) {
      LOG.warn("{}; native libraries go to a temporary directory", notPrivate.getMessage());
    } catch (IOException notWritable) {
      LOG.debug("The temporary directory serves instead of the home", notWritable);
    }
    return temporary();
  }

  /**
   * Makes a private directory, or checks one that is there.
   *
   * @param directory the directory
   * @return the directory, absolute
   * @throws IOException if it cannot be made
   * @throws IllegalArgumentException if it is not private
   */
  static Path open(Path directory) throws IOException {
    Path absolute = directory.toAbsolutePath();
    if (Files.notExists(absolute, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectories(absolute, ownerOnly());
    }
    if (!Files.isDirectory(absolute, LinkOption.NOFOLLOW_LINKS)) {
      throw new NotDirectoryException(absolute.toString());
    }
    if (POSIX) {
      requirePrivate(absolute);
    }
    return absolute;
  }

  private static void requirePrivate(Path directory) throws IOException {
    PosixFileAttributes found =
        Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    Set<PosixFilePermission> mode = found.permissions();
    String fault = null;
    if (mode.contains(PosixFilePermission.GROUP_WRITE)
        || mode.contains(PosixFilePermission.OTHERS_WRITE)) {
      fault = "can be written by others (" + PosixFilePermissions.toString(mode) + ")";
    } else if (!isRoot(directory) && !found.owner().equals(self(directory))) {
      fault = "belongs to " + found.owner().getName();
    }
    if (fault != null) {
      throw new IllegalArgumentException(
          directory
              + ": "
              + fault
              + ", who could plant a native library in it; set "
              + VARIABLE
              + " to a directory of your own, mode 0700");
    }
  }

  private static boolean isRoot(Path directory) throws IOException {
    return Integer.valueOf(0)
        .equals(Files.getAttribute(directory, "unix:uid", LinkOption.NOFOLLOW_LINKS));
  }

  /** Who owns files that this process makes; a user may have a number only, and no name. */
  private static UserPrincipal self(Path directory) throws IOException {
    Path probe =
        Files.isWritable(directory)
            ? Files.createTempFile(directory, "owner", null)
            : Files.createTempFile("owner", null);
    try {
      return Files.getOwner(probe);
    } finally {
      Files.delete(probe);
    }
  }

  private static Path temporary() throws IOException {
    Path directory = Files.createTempDirectory("bert4j-", ownerOnly());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
    return directory;
  }

  /** As much as can be: Windows keeps libraries that are loaded. */
  private static void delete(Path directory) {
    try {
      FileTree.delete(directory);
    } catch (IOException e) {
      LOG.debug("{} was not deleted", directory, e);
    }
  }

  private static FileAttribute<?>[] ownerOnly() {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }
}
