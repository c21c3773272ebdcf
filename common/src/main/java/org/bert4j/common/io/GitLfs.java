package org.bert4j.common.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Pointers of Git LFS, which stand for large files that were not fetched with a repository. */
public final class GitLfs {
  private static final String POINTER = "version https://git-lfs";

  private GitLfs() {}

  /**
   * Refuses a pointer.
   *
   * @param file a file; one that is not there is for others to name
   * @throws IllegalArgumentException if it is one
   * @throws IOException if reading fails
   */
  public static void refusePointer(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return;
    }
    try (InputStream in = Files.newInputStream(file)) {
      refusePointer(in.readNBytes(POINTER.length()), file.toString());
    } catch (IOException e) {
      throw FileFailure.of(file, e);
    }
  }

  /** Refuses a pointer by its first bytes. */
  static void refusePointer(byte[] head, String source) {
    if (new String(head, StandardCharsets.ISO_8859_1).startsWith(POINTER)) {
      throw new IllegalArgumentException(
          source
              + ": a Git LFS pointer, which stands for a file that was not fetched; fetch it with"
              + " \"git lfs pull\"");
    }
  }
}
