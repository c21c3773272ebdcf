package org.bert4j.finetune;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.bert4j.common.io.FileFailure;

/** SHA-256 of the content of files. */
final class DataHash {
  private static final int BUFFER_BYTES = 1 << 16;

  private DataHash() {}

  /** The hash of the hashes of all files, in their order. */
  static String of(List<Path> files) throws IOException {
    MessageDigest all = sha256();
    for (Path file : files) {
      all.update(digest(file));
    }
    return HexFormat.of().formatHex(all.digest());
  }

  private static byte[] digest(Path file) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
      }
    } catch (IOException e) {
      throw FileFailure.of(file, e);
    }
    return digest.digest();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
