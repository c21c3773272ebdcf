package org.bert4j.pretrain.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;

/** Names of a store's files, and what is done to whole files. */
final class StoreFiles {
  static final String MANIFEST = "manifest.json";
  static final String TOKENIZER = "tokenizer";

  private StoreFiles() {}

  static String shard(int index) {
    return String.format(Locale.ROOT, "shard-%05d.bin", index);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  static String crc32c(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length);
    return hex((int) crc.getValue());
  }

  /** Of a file of any size. */
  static String crc32c(Path file) throws IOException {
    CRC32C crc = new CRC32C();
    try (InputStream in = new CheckedInputStream(Files.newInputStream(file), crc)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return hex((int) crc.getValue());
  }

  static String hex(int checksum) {
    return String.format(Locale.ROOT, "%08x", checksum);
  }

  /** Checksums of a directory's files, which are small, by "tokenizer/" and their names. */
  static Map<String, String> tokenizerChecksums(Path directory) throws IOException {
    Map<String, String> checksums = new TreeMap<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        checksums.put(TOKENIZER + "/" + file.getFileName(), crc32c(file));
      }
    }
    return checksums;
  }

  static void requireSize(Path file, long bytes) throws IOException {
    long size = Files.exists(file) ? Files.size(file) : -1;
    if (size != bytes) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: %s where the manifest says %d bytes; restore it, or prepare the store again",
              file,
              size < 0 ? "missing" : size + " bytes",
              bytes));
    }
  }

  static IllegalArgumentException corrupt(String what, String checksum, String expected) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "%s is corrupt, its checksum is %s, expected %s; restore the file, or prepare the store again",
            what,
            checksum,
            expected));
  }

  static boolean isEmptyDirectory(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(path)) {
      return entries.findAny().isEmpty();
    }
  }
}
