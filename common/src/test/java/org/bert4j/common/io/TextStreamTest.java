package org.bert4j.common.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class TextStreamTest {
  private static final byte[] TEXT =
      "It rained.\nThe 猫 left.\n".repeat(9_000).getBytes(StandardCharsets.UTF_8);

  /** For what compresses slowly. */
  private static final byte[] SHORT = Arrays.copyOf(TEXT, 20_000);

  @TempDir Path directory;

  /** What compresses, as the commands of the same names do. */
  private interface Compressor {
    OutputStream over(OutputStream out) throws IOException;
  }

  private static byte[] compressed(byte[] bytes, Compressor compressor) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream out = compressor.over(compressed)) {
      out.write(bytes);
    }
    return compressed.toByteArray();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    return compressed(bytes, GZIPOutputStream::new);
  }

  private static byte[] bzip2(byte[] bytes) throws IOException {
    return compressed(bytes, BZip2CompressorOutputStream::new);
  }

  private static byte[] xz(byte[] bytes) throws IOException {
    return compressed(bytes, out -> new XZOutputStream(out, new LZMA2Options(0)));
  }

  /** An archive of files and, with names that end so, directories. */
  private static byte[] zip(byte[] bytes, String... names) throws IOException {
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(archive)) {
      for (String name : names) {
        out.putNextEntry(new ZipEntry(name));
        out.write(name.endsWith("/") ? new byte[0] : bytes);
        out.closeEntry();
      }
    }
    return archive.toByteArray();
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
    try (TextStream in = TextStream.open(file, null, InvalidUtf8.FAIL)) {
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
  void otherCompressionsAreToldByTheirFirstBytes() throws IOException {
    for (String name : List.of("a.txt", "b")) {
      assertArrayEquals(SHORT, read(file(name, bzip2(SHORT))));
      assertArrayEquals(SHORT, read(file(name, xz(SHORT))));
      assertArrayEquals(SHORT, read(file(name, zip(SHORT, "d/", "d/a.txt", "__MACOSX/._a.txt"))));
    }
    assertArrayEquals(join(SHORT, SHORT), read(file("a.bz2", join(bzip2(SHORT), bzip2(SHORT)))));
    assertArrayEquals(join(SHORT, SHORT), read(file("a.xz", join(xz(SHORT), xz(SHORT)))));
    assertArrayEquals(
        "BZh is no header".getBytes(StandardCharsets.UTF_8),
        read(file("c", "BZh is no header".getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void otherCompressionsThatAreCutShortOrDamagedAreRefused() throws IOException {
    for (byte[] whole : List.of(bzip2(SHORT), xz(SHORT), zip(SHORT, "a.txt"))) {
      for (int length : List.of(20, whole.length / 2)) {
        String error = errorOf(file("cut", Arrays.copyOf(whole, length)));
        assertTrue(error.startsWith(directory.resolve("cut") + ": "), error);
        assertTrue(error.contains("cut short"), error);
      }
      byte[] flipped = whole.clone();
      flipped[whole.length / 2] ^= 1;
      String damaged = errorOf(file("bad", flipped));
      assertTrue(damaged.contains(": the compressed data "), damaged);
    }
    for (String name : List.of("a.bz2", "a.xz", "a.zip")) {
      assertTrue(errorOf(file(name, SHORT)).contains("but its content is not that of a "));
    }
  }

  @Test
  void whatIsNotReadIsNamedForWhatItIs() throws IOException {
    Map<byte[], String> files =
        Map.ofEntries(
            Map.entry(bytes("\u0028\u00B5\u002F\u00FDx"), "zstd -d"),
            Map.entry(bytes("\u0004\"M\u0018x"), "lz4 -d"),
            Map.entry(bytes("7z\u00BC\u00AF\u0027\u001Cx"), "7z x"),
            Map.entry(zip(TEXT), "a zip archive without a file"),
            Map.entry(zip(TEXT, "a.txt", "b.txt"), "several files, such as a.txt and b.txt"),
            Map.entry(zip(TEXT, "[Content_Types].xml"), "a document or a program"),
            Map.entry(bytes("%PDF-1.7\n"), "a PDF document"),
            Map.entry(gzip(bytes("x".repeat(257) + "ustar")), "an archive (tar)"),
            Map.entry(
                bytes("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n"),
                "a Git LFS pointer"));
    for (Map.Entry<byte[], String> file : files.entrySet()) {
      Path path = file("a", file.getKey());
      String error = errorOf(path);
      assertTrue(error.startsWith(path + ": ") && error.contains(file.getValue()), error);
    }
  }

  private static byte[] bytes(String latin1) {
    return latin1.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Encoding of the file, encoding given or null, what the error says or null. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "UTF-8, -, -",
        "UTF-8, UTF-8, -",
        "windows-1252, windows-1252, -",
        "x-UTF-16LE-BOM, -, -",
        "UTF-16, -, -", // Java writes a mark
        "UTF-16, windows-1252, -",
        "X-UTF-32BE-BOM, -, -",
        "UTF-16LE, UTF-16LE, -",
        "UTF-16LE, UTF-16, -",
        "UTF-16BE, UTF-16, -",
        "UTF-16LE, -, 'this file is UTF-16LE, without a byte-order mark; add --encoding UTF-16LE'",
        "UTF-16BE, GB18030, add --encoding UTF-16BE",
        "UTF-32LE, -, add --encoding UTF-32LE",
        "windows-1252, UTF-16, add --encoding UTF-16LE or UTF-16BE",
        "UTF-8, windows-1252, 'this file is UTF-8, and would be garbled as windows-1252'"
      })
  void encodings(String encoding, String given, String error) throws IOException {
    String text = "«Été» à Überlingen.\nÇa va.\n".repeat(2_000);
    Path file = file("a.txt", text.getBytes(Charset.forName(encoding)));
    Charset named = given == null ? null : TextEncoding.named(given);
    if (error == null) {
      try (TextStream in = TextStream.open(file, named, InvalidUtf8.FAIL)) {
        assertEquals(text, in.readText());
        assertEquals(Files.size(file), in.bytesRead());
      }
    } else {
      String message =
          assertThrows(
                  IllegalArgumentException.class,
                  () -> TextStream.open(file, named, InvalidUtf8.FAIL))
              .getMessage();
      assertTrue(message.startsWith(file + ": ") && message.contains(error), message);
    }
  }

  @Test
  void chineseOfTwoBytesIsReadAlsoWhereItsNulBytesAreOnlyThoseOfLineEnds() throws IOException {
    Path file = file("a.txt", "小镇在河边\n没有人认识他\n".getBytes(StandardCharsets.UTF_16LE));
    assertTrue(errorOf(file).contains("add --encoding UTF-16LE"));
  }

  @Test
  void bytesThatAnEncodingDoesNotHaveAreRefusedOrTheirLinesDropped() throws IOException {
    byte[] text = bytes("One\nTwo \u0081\nThr\u00E9e\n".repeat(9_000));
    Path file = file("a.txt", text);
    Charset encoding = Charset.forName("windows-1252");
    try (LineReader lines = new LineReader(file, encoding, InvalidUtf8.SKIP)) {
      for (int i = 0; i < 9_000; i++) {
        assertEquals("One", lines.readLine());
        assertEquals("Thrée", lines.readLine());
      }
      assertNull(lines.readLine());
      assertEquals(9_000, lines.droppedLines());
      assertEquals(27_000, lines.lineNumber());
    }
    try (TextStream in = TextStream.open(file, encoding, InvalidUtf8.FAIL)) {
      assertEquals(
          file
              + ":2: not windows-1252: byte 0x81; name its encoding with --encoding, or drop such"
              + " lines with --on-invalid-utf8 skip",
          assertThrows(IllegalArgumentException.class, in::readText).getMessage());
    }
  }

  /** Names that other tools have. */
  @ParameterizedTest
  @CsvSource({
    "latin-1, ISO-8859-1",
    "Latin_1, ISO-8859-1",
    "iso8859-1, ISO-8859-1",
    "cp1252, windows-1252",
    "utf-8-sig, UTF-8",
    "UTF8, UTF-8",
    "utf_16_le, UTF-16LE",
    "gbk, GB18030",
    "gb2312, GB18030",
    "big5, Big5",
    "sjis, Shift_JIS",
    "koi8-r, KOI8-R"
  })
  void namesOfEncodings(String name, String expected) {
    assertEquals(expected, TextEncoding.named(name).name());
  }

  @Test
  void anUnknownEncodingIsRefused() {
    for (String name : List.of("", "utf-7-or-so", "a b")) {
      String error =
          assertThrows(IllegalArgumentException.class, () -> TextEncoding.named(name)).getMessage();
      assertTrue(error.startsWith("encoding \"" + name + "\": unknown, expected "), error);
    }
  }
}
