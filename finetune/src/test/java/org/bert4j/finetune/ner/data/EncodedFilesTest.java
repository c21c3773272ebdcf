package org.bert4j.finetune.ner.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Labelled files in other encodings, and compressed ones. */
class EncodedFilesTest {
  private static final String COLUMNS = "Zürich B-LOC\nist O\nschön O\n\nJa O\n";

  @TempDir Path directory;

  private static List<String> words(Path file, NerReaderOptions options) throws IOException {
    return new NerReader(options)
        .read(List.of(file)).sentences().stream().flatMap(s -> s.words().stream()).toList();
  }

  @Test
  void encodingsAndCompression() throws IOException {
    List<String> expected = List.of("Zürich", "ist", "schön", "Ja");
    Charset western = Charset.forName("windows-1252");
    NerReaderOptions options = NerReaderOptions.DEFAULT.withEncoding(western);
    Path plain = Files.write(directory.resolve("a.txt"), COLUMNS.getBytes(western));
    assertEquals(expected, words(plain, options));
    String error =
        assertThrows(IllegalArgumentException.class, () -> words(plain, NerReaderOptions.DEFAULT))
            .getMessage();
    assertTrue(
        error.startsWith(plain + ":1: ") && error.contains("--encoding windows-1252"), error);
    Path compressed = directory.resolve("b.txt.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(compressed))) {
      out.write(COLUMNS.getBytes(western));
    }
    assertEquals(expected, words(compressed, options));
    Path marked = directory.resolve("c.txt");
    Files.write(marked, ("\uFEFF" + COLUMNS).getBytes(StandardCharsets.UTF_16LE));
    assertEquals(expected, words(marked, NerReaderOptions.DEFAULT));
    List<String> told =
        new NerReader(options)
            .read(List.of(plain, compressed, marked)).files().stream()
                .map(FileSummary::toString)
                .toList();
    assertTrue(told.get(0).endsWith(", read as windows-1252"), told.get(0));
    assertTrue(told.get(1).endsWith(", decompressed, read as windows-1252"), told.get(1));
    assertTrue(told.get(2).endsWith(", read as UTF-16LE"), told.get(2));
  }

  @Test
  void optionsOfEarlierRunsAreRead() throws IOException {
    ObjectMapper json = new ObjectMapper();
    String before = json.writeValueAsString(NerReaderOptions.DEFAULT);
    assertTrue(!before.contains("encoding"), before);
    assertEquals(NerReaderOptions.DEFAULT, json.readValue(before, NerReaderOptions.class));
    NerReaderOptions other = NerReaderOptions.DEFAULT.withEncoding(StandardCharsets.ISO_8859_1);
    assertEquals(other, json.readValue(json.writeValueAsString(other), NerReaderOptions.class));
  }
}
