package org.bert4j.pretrain.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.bert4j.common.io.AtomicFile;

/**
 * The file {@code manifest.json}. Its last property is the checksum of all bytes before that
 * property, so that no byte of the file can change unnoticed.
 */
final class ManifestFile {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String END = "\n}";
  private static final String CHECKSUM = ",\n  \"manifest_crc32c\" : \"%s\"\n}\n";
  private static final int CHECKSUM_BYTES = CHECKSUM.length() - "%s".length() + 2 * Integer.BYTES;

  private ManifestFile() {}

  static void write(Path directory, StoreManifest manifest) throws IOException {
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines);
    String json = MAPPER.writer(printer).writeValueAsString(manifest);
    String content = json.substring(0, json.length() - END.length());
    String checksum = String.format(Locale.ROOT, CHECKSUM, StoreFiles.crc32c(bytes(content)));
    AtomicFile.write(directory.resolve(StoreFiles.MANIFEST), bytes(content + checksum));
  }

  /** Reads a manifest of any version, or refuses it. */
  static StoreManifest read(Path directory) throws IOException {
    Path file = directory.resolve(StoreFiles.MANIFEST);
    if (Files.notExists(file)) {
      boolean begun = Files.exists(UnfinishedStore.root(directory));
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: not a token store, there is no %s in it; %s",
              directory,
              StoreFiles.MANIFEST,
              begun
                  ? "its preparation was interrupted, prepare it again to go on"
                  : "bert4j prepare makes a store"));
    }
    String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    try {
      int version = MAPPER.readTree(text).path("format_version").asInt();
      if (version == StoreManifest.UNSHARDED_VERSION) {
        return MAPPER.readValue(text, StoreManifest.class);
      }
      if (version != StoreManifest.FORMAT_VERSION) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s: format_version %d, expected at most %d; prepare the store again",
                file,
                version,
                StoreManifest.FORMAT_VERSION));
      }
      return MAPPER.readValue(checkedContent(file, text) + END, StoreManifest.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: broken manifest: %s; restore it, or prepare the store again",
              file,
              e.getOriginalMessage()),
          e);
    }
  }

  private static String checkedContent(Path file, String text) {
    String content = text.substring(0, Math.max(0, text.length() - CHECKSUM_BYTES));
    String checksum =
        String.format(
            Locale.ROOT,
            CHECKSUM,
            StoreFiles.crc32c(content.getBytes(StandardCharsets.ISO_8859_1)));
    if (!text.equals(content + checksum)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s is corrupt, it does not end with its checksum; restore it, or prepare the store again",
              file));
    }
    return content;
  }

  private static byte[] bytes(String ascii) {
    return ascii.getBytes(StandardCharsets.ISO_8859_1);
  }
}
