package org.bert4j.pretrain.corpus;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextStreamTest {
  private static final byte[] TEXT =
      "It rained.\nThe 猫 left.\n".repeat(9_000).getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(compressed)) {
      out.write(bytes);
    }
    return compressed.toByteArray();
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(directory.resolve(name), bytes);
  }

  private static byte[] read(Path file) throws IOException {
    try (TextStream in = TextStream.open(file)) {
      byte[] bytes = in.readAllBytes();
      assertEquals(Files.size(file), in.bytesRead());
      return bytes;
    }
  }

  private static String errorOf(Path file) {
    return assertThrows(IllegalArgumentException.class, () -> read(file)).getMessage();
  }

  @Test
  void plainAndCompressedFilesHaveTheSameBytes() throws IOException {
    assertArrayEquals(TEXT, read(file("a.txt", TEXT)));
    assertArrayEquals(TEXT, read(file("a.txt.gz", gzip(TEXT))));
    assertArrayEquals(TEXT, read(file("misnamed.txt", gzip(TEXT))));
    for (int bytes = 0; bytes < 3; bytes++) {
      byte[] few = Arrays.copyOf(TEXT, bytes);
      assertArrayEquals(few, read(file("b.txt", few)));
      assertArrayEquals(few, read(file("b.txt.gz", gzip(few))));
    }
  }

  @Test
  void filesOfSeveralPartsAreReadToTheirEnd() throws IOException {
    byte[] parts = join(gzip(TEXT), join(gzip(new byte[0]), gzip(TEXT)));
    assertArrayEquals(join(TEXT, TEXT), read(file("a.gz", parts)));
  }

  @Test
  void aFileCutShortAnywhereIsRefused() throws IOException {
    byte[] whole = gzip(TEXT);
    byte[] parts = join(whole, whole);
    for (int length :
        List.of(
            3,
            9,
            12,
            whole.length / 2,
            whole.length - 8,
            whole.length - 1,
            whole.length + 9,
            parts.length - 20,
            parts.length - 1)) {
      Path file = file("a.gz", Arrays.copyOf(parts, length));
      assertEquals(
          file
              + ": the compressed data end too early, the file was cut short; copy it again or"
              + " leave it out",
          errorOf(file),
          length + " bytes");
    }
  }

  @Test
  void damagedDataAreRefused() throws IOException {
    byte[] flipped = gzip(TEXT);
    flipped[flipped.length - 6] ^= 1;
    assertTrue(errorOf(file("a.gz", flipped)).contains("the compressed data are damaged ("));
    byte[] garbage = join(gzip(TEXT), "more".getBytes(StandardCharsets.UTF_8));
    assertTrue(errorOf(file("b.gz", garbage)).contains("the compressed data are damaged ("));
    byte[] oneMore = join(gzip(TEXT), new byte[] {0x1F});
    assertTrue(errorOf(file("b.gz", oneMore)).contains("the compressed data are damaged ("));
    Path plain = file("c.gz", TEXT);
    assertEquals(
        plain + ": named .gz, but its content is not that of a gzip file; copy or rename it",
        errorOf(plain));
    assertTrue(errorOf(file("d.gz", new byte[0])).contains("named .gz"));
  }

  @Test
  void aCorpusOfCompressedFilesIsReadAndItsProgressCountsTheirOwnBytes() throws IOException {
    Path plain = file("a.txt", "One.\nTwo.\n".getBytes(StandardCharsets.UTF_8));
    Path json =
        file("b.jsonl.gz", gzip("{\"text\": \"Three.\"}\n".getBytes(StandardCharsets.UTF_8)));
    Path csv = file("c.csv.gz", gzip("text\nFour.\n".getBytes(StandardCharsets.UTF_8)));
    Corpus corpus = Corpus.of(List.of(directory), CorpusOptions.DEFAULT);
    assertEquals(List.of(plain, json, csv), corpus.files());
    assertEquals(
        "1 as sentences, 1 as jsonl, 1 as csv, 2 compressed", corpus.contents().describeForms());
    try (CorpusReader reader = corpus.read(CorpusListener.NONE)) {
      assertEquals(List.of("One.", "Two."), reader.next().sentences());
      assertEquals(List.of("Three."), reader.next().sentences());
      assertEquals(List.of("Four."), reader.next().sentences());
      assertEquals(corpus.bytes(), reader.bytesRead());
    }
  }
}
