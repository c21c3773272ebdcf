package org.bert4j.common.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineReaderTest {
  private static LineReader reader(String text, InvalidUtf8 onInvalidUtf8) {
    return reader(text.getBytes(StandardCharsets.UTF_8), onInvalidUtf8);
  }

  private static LineReader reader(byte[] bytes, InvalidUtf8 onInvalidUtf8) {
    return new LineReader(new ByteArrayInputStream(bytes), "file", onInvalidUtf8);
  }

  private static List<String> lines(LineReader reader) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      lines.add(line);
    }
    return lines;
  }

  /** Every line as {@link LineReader#readPiece} gives it, put together again. */
  private static List<String> joinedPieces(LineReader reader) throws IOException {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String piece = reader.readPiece(); piece != null; piece = reader.readPiece()) {
      assertTrue(piece.length() <= LineReader.PIECE_BYTES);
      line.append(piece);
      if (reader.lineEnded()) {
        lines.add(line.toString());
        line.setLength(0);
      }
    }
    assertEquals("", line.toString());
    return lines;
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void linesAndPiecesOfLines(String end) throws IOException {
    for (int chars : new int[] {0, 1, 65_535, 65_536, 65_537, LineReader.PIECE_BYTES, 2_500_001}) {
      String line = "長é😀x".repeat(chars / 5 + 1).substring(0, chars);
      if (chars > 0 && Character.isHighSurrogate(line.charAt(chars - 1))) {
        line = line.substring(0, chars - 1) + "x";
      }
      String text = "\uFEFFone" + end + line + end + end + line;
      List<String> expected = chars == 0 ? List.of("one", "", "") : List.of("one", line, "", line);
      assertEquals(expected, lines(reader(text, InvalidUtf8.FAIL)));
      assertEquals(expected, joinedPieces(reader(text, InvalidUtf8.FAIL)));
    }
  }

  @Test
  void aLineOfAsciiOfExactlyOnePiece() throws IOException {
    String line = "x".repeat(LineReader.PIECE_BYTES);
    assertEquals(List.of(line, "y"), joinedPieces(reader(line + "\ny", InvalidUtf8.FAIL)));
    assertEquals(List.of("y", line), joinedPieces(reader("y\n" + line, InvalidUtf8.FAIL)));
  }

  @Test
  void aLineOfManyMegabytesIsReadInPiecesOrRefused() throws IOException {
    int bytes = LineReader.MAX_LINE_BYTES + 1;
    try (LineReader whole = new LineReader(longLine(bytes), "file", InvalidUtf8.FAIL)) {
      assertEquals("one", whole.readLine());
      IllegalArgumentException error =
          assertThrows(IllegalArgumentException.class, whole::readLine);
      assertTrue(error.getMessage().startsWith("file:2: a line of more than 16 MiB"));
    }
    try (LineReader pieces = new LineReader(longLine(bytes), "file", InvalidUtf8.FAIL)) {
      long chars = 0;
      for (String piece = pieces.readPiece(); piece != null; piece = pieces.readPiece()) {
        chars += piece.length();
      }
      assertEquals(3 + bytes, chars);
      assertEquals(2, pieces.lineNumber());
    }
  }

  private static InputStream longLine(int bytes) {
    return new SequenceInputStream(
        new ByteArrayInputStream("one\n".getBytes(StandardCharsets.UTF_8)),
        new InputStream() {
          private int left = bytes;

          @Override
          public int read() {
            return left-- > 0 ? 'x' : -1;
          }
        });
  }

  @Test
  void nulBytesAreRefusedOrTheirLinesDropped() throws IOException {
    String text = "one\ntwo\0\n\0\0\nthree";
    String message =
        assertThrows(IllegalArgumentException.class, () -> lines(reader(text, InvalidUtf8.FAIL)))
            .getMessage();
    assertTrue(message.startsWith("file:2: a NUL byte, which no text has, at byte 4"), message);
    LineReader skipping = reader(text, InvalidUtf8.SKIP);
    assertEquals(List.of("one", "three"), lines(skipping));
    assertEquals(2, skipping.droppedLines());
    assertEquals(2, skipping.linesWithNul());
  }

  /** Lines whose ends were made CRLF twice; CR alone ends lines of its own. */
  @Test
  void linesThatEndInCrCrLf() throws IOException {
    String text = "one\r\r\n\r\r\nthree\r\r\r\n" + "x".repeat(70_000) + "\r\r\nlast\r\rend\r";
    List<String> expected = List.of("one", "", "three", "", "x".repeat(70_000), "last", "", "end");
    assertEquals(expected, lines(reader(text, InvalidUtf8.FAIL)));
    InputStream single =
        new FilterInputStream(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))) {
          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            return super.read(bytes, offset, Math.min(1, length));
          }
        };
    assertEquals(expected, lines(new LineReader(single, "file", InvalidUtf8.FAIL)));
  }

  /** What the error suggests for a line that is not UTF-8; its name is what is to be typed. */
  @ParameterizedTest
  @CsvSource({
    "windows-1252, la rivière, 'if it is windows-1252, add --encoding windows-1252, or drop'",
    "windows-1252, größer, 'if it is windows-1252, add --encoding windows-1252, or drop'",
    "GB18030, Ah 好, 'if it is windows-1252 or EUC-KR or Big5 or GB18030, add --encoding windows-1252'",
    "KOI8-R, Это маленький город., 'name its encoding with --encoding, or drop'",
    "Big5, 我今天很高興，因為天氣很好。, 'if it is Big5, add --encoding Big5, or drop'",
    "Shift_JIS, 彼は東京に住んでいます。, 'if it is Shift_JIS, add --encoding Shift_JIS, or drop'",
    "EUC-JP, 彼は東京に住んでいます。, 'if it is EUC-JP, add --encoding EUC-JP, or drop'",
    "EUC-KR, 나는 오늘 매우 기쁩니다., 'if it is EUC-KR, add --encoding EUC-KR, or drop'",
    "windows-1252, '\u0001é is no text', 'name its encoding with --encoding, or drop'",
    "windows-1251, Это маленький город., 'name its encoding with --encoding, or drop'",
    "GB18030, 小镇在河边。没有人认识他。, 'if it is GB18030, add --encoding GB18030, or drop'"
  })
  void anEncodingThatFitsIsSuggested(String encoding, String line, String advice) {
    byte[] bytes = line.getBytes(Charset.forName(encoding));
    String error =
        assertThrows(IllegalArgumentException.class, () -> lines(reader(bytes, InvalidUtf8.FAIL)))
            .getMessage();
    assertTrue(error.contains(advice), error);
    byte[] utf8 = ("Été\n" + line).getBytes(StandardCharsets.UTF_8);
    byte[] both = Arrays.copyOf(utf8, utf8.length + 1);
    both[utf8.length] = (byte) 0xE9;
    String otherwise =
        assertThrows(IllegalArgumentException.class, () -> lines(reader(both, InvalidUtf8.FAIL)))
            .getMessage();
    assertTrue(otherwise.contains("convert the file, or drop such lines"), otherwise);
  }

  @Test
  void invalidBytesAreFoundWhereverTheyAre() throws IOException {
    String good = "\uFFFD 長".repeat(300_000); // the replacement character itself is text
    byte[] bytes = (good + "?" + good).getBytes(StandardCharsets.UTF_8);
    int at = good.getBytes(StandardCharsets.UTF_8).length;
    assertEquals('?', bytes[at]);
    assertEquals(List.of(good + "?" + good), joinedPieces(reader(bytes, InvalidUtf8.FAIL)));
    bytes[at] = (byte) 0xC3;
    String expected = "file:1: not UTF-8: byte 0xC3 at byte " + (at + 1) + " of the line";
    for (boolean pieces : new boolean[] {false, true}) {
      LineReader reader = reader(bytes, InvalidUtf8.FAIL);
      String message =
          assertThrows(
                  IllegalArgumentException.class,
                  () -> {
                    if (pieces) {
                      joinedPieces(reader);
                    } else {
                      lines(reader);
                    }
                  })
              .getMessage();
      assertTrue(message.startsWith(expected), message);
    }
  }
}
