package org.bert4j.pretrain.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Locale;

/**
 * A file of a corpus as it was found: what is read later, perhaps hours later and a second time,
 * has to be the same.
 *
 * @param path where it is
 * @param bytes its size
 * @param modified when it was changed last
 */
public record CorpusFile(Path path, long bytes, FileTime modified) {
  /** Looks at a file. */
  static CorpusFile of(Path path) throws IOException {
    return new CorpusFile(path, Files.size(path), Files.getLastModifiedTime(path));
  }

  /** Refuses the file if it is not as it was found. */
  void requireUnchanged() throws IOException {
    CorpusFile now = of(path);
    if (!now.equals(this)) {
      throw changed(
          String.format(Locale.ROOT, "%d bytes, modified %s, now", now.bytes, now.modified));
    }
  }

  /** Refuses the file if more or fewer bytes were read to its end than it had. */
  void requireRead(long count) throws IOException {
    if (count != bytes) {
      throw changed(String.format(Locale.ROOT, "%d bytes were read", count));
    }
    requireUnchanged();
  }

  private IllegalArgumentException changed(String found) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "%s: %s, expected %d, modified %s, as when reading began; the file was changed meanwhile: read a copy that stays as it is",
            path,
            found,
            bytes,
            modified));
  }
}
