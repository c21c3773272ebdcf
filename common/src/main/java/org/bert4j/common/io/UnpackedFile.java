package org.bert4j.common.io;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.CRC32;

/**
 * Files unpacked from jars, such as native libraries, which are compared with the checksum (CRC-32)
 * in the jar's directory. That finds damage, halves and other versions, at a few GB/s; that nobody
 * made another file with the same checksum is for the {@link PrivateDirectory} to ensure.
 */
public final class UnpackedFile {
  private static final int BUFFER = 1 << 20;

  private UnpackedFile() {}

  /**
   * Unpacks a file, unless it is there already and undamaged.
   *
   * @param resource the file in its jar
   * @param directory where it goes, under the last part of its name; made if it does not exist
   * @return the file
   * @throws IOException if it cannot be written, or the jar is damaged
   */
  public static Path unpack(URL resource, Path directory) throws IOException {
    String path = resource.getPath();
    Path file = directory.resolve(path.substring(path.lastIndexOf('/') + 1));
    if (isWhole(file, resource)) {
      return file;
    }
    Files.createDirectories(directory);
    // Of a name of its own: two processes may be at it.
    Path temporary = Files.createTempFile(directory, AtomicFile.TEMPORARY_PREFIX, null);
    try {
      try (InputStream in = resource.openStream()) {
        Files.copy(in, temporary, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        throw FileFailure.of(file, e);
      }
      if (!isWhole(temporary, resource)) {
        throw new IOException(resource + " is damaged: its checksum is another");
      }
      AtomicFile.rename(temporary, file);
    } finally {
      Files.deleteIfExists(temporary);
    }
    return file;
  }

  /**
   * Compares a file with what it was unpacked from.
   *
   * @param file the file, which need not exist
   * @param resource the same in its jar
   * @return whether it is there and its checksum is that in the jar
   * @throws IOException if reading fails
   */
  public static boolean isWhole(Path file, URL resource) throws IOException {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    URLConnection connection = resource.openConnection();
    if (connection instanceof JarURLConnection jar) {
      return jar.getJarEntry().getSize() == Files.size(file)
          && jar.getJarEntry().getCrc() == checksum(Files.newInputStream(file));
    }
    return checksum(connection.getInputStream()) == checksum(Files.newInputStream(file));
  }

  private static long checksum(InputStream stream) throws IOException {
    CRC32 checksum = new CRC32();
    byte[] buffer = new byte[BUFFER];
    try (stream) {
      for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
        checksum.update(buffer, 0, read);
      }
    }
    return checksum.getValue();
  }
}
