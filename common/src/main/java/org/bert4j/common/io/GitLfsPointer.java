package org.bert4j.common.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What Git has instead of a large file until Git LFS fetches it: a few lines of text. */
public final class GitLfsPointer {
  private static final byte[] START = "version https://git-lfs".getBytes(StandardCharsets.US_ASCII);

  private GitLfsPointer() {}

  /**
   * Refuses a file that is only a pointer.
   *
   * @param file a file; one that is not there, or cannot be read, is for others to name
   * @throws IllegalArgumentException if it is a pointer
   */
  public static void refuse(Path file) {
    if (!Files.isRegularFile(file)) {
      return;
    }
    byte[] start;
    try (InputStream in = Files.newInputStream(file)) {
      start = in.readNBytes(START.length);
    } catch (IOException e) {
      return;
    }
    if (Arrays.equals(start, START)) {
      throw new IllegalArgumentException(
          file + ": a Git LFS pointer, not the file itself; fetch that with git lfs pull");
    }
  }
}
