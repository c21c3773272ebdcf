package org.bert4j.common.io;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Makes text of bytes; refuses or drops what is not UTF-8 or holds NUL bytes. */
final class LineDecoder {
  private final String source;
  private final InvalidUtf8 onInvalidUtf8;
  private boolean otherThanAscii;
  private long droppedLines;
  private long linesWithNul;

  LineDecoder(String source, InvalidUtf8 onInvalidUtf8) {
    this.source = source;
    this.onInvalidUtf8 = onInvalidUtf8;
  }

  long droppedLines() {
    return droppedLines;
  }

  long linesWithNul() {
    return linesWithNul;
  }

  /** The first bytes of an array as text, or null if they are to be dropped. */
  String decode(byte[] bytes, int length, LinePosition position) {
    String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
    // What is not UTF-8 has become U+FFFD; a text may hold that character itself, too.
    if (text.indexOf('\uFFFD') >= 0) {
      int at = firstInvalid(bytes, length);
      if (at < length) {
        refuse(bytes, length, at, position);
        return null;
      }
    }
    if (text.indexOf('\0') >= 0) {
      int at = 0;
      while (bytes[at] != 0) {
        at++;
      }
      refuse(bytes, length, at, position);
      linesWithNul++;
      return null;
    }
    otherThanAscii |= text.length() < length;
    return position.beginsFile() && text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /** A whole text; what is wrong with it is refused where its line has it. */
  String decodeLines(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    int from = 0;
    for (long line = 1; from < bytes.length; line++) {
      int to = from;
      while (to < bytes.length && bytes[to] != '\n') {
        to++;
      }
      to = Math.min(bytes.length, to + 1);
      byte[] one = Arrays.copyOfRange(bytes, from, to);
      text.append(decode(one, one.length, new LinePosition(line, 0)));
      from = to;
    }
    return text.toString();
  }

  /** Place of the first byte that is not UTF-8, or the length if all are. */
  private static int firstInvalid(byte[] line, int length) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer bytes = ByteBuffer.wrap(line, 0, length);
    CharBuffer chars = CharBuffer.allocate(1 << 12);
    while (decoder.decode(bytes, chars, true).isOverflow()) {
      chars.clear();
    }
    return bytes.position();
  }

  private void refuse(byte[] bytes, int length, int at, LinePosition position) {
    if (onInvalidUtf8 == InvalidUtf8.FAIL) {
      boolean nul = bytes[at] == 0;
      String what =
          nul
              ? "a NUL byte, which no text has,"
              : String.format(Locale.ROOT, "not UTF-8: byte 0x%02X", bytes[at]);
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s:%d: %s at byte %d of the line; %s, or drop such lines with --on-invalid-utf8 skip",
              source,
              position.line(),
              what,
              position.offset() + at + 1,
              nul || isUtf8Otherwise(bytes, at) ? "convert the file" : advice(bytes, length)));
    }
    droppedLines++;
  }

  private static String advice(byte[] bytes, int length) {
    List<String> guesses = EncodingGuess.of(bytes, length);
    return guesses.isEmpty()
        ? "name its encoding with --encoding"
        : "if it is " + String.join(" or ", guesses) + ", add --encoding " + guesses.get(0);
  }

  /** Whether the text was UTF-8 up to here: one with more than ASCII is in no other encoding. */
  private boolean isUtf8Otherwise(byte[] bytes, int at) {
    String before = new String(bytes, 0, at, StandardCharsets.UTF_8);
    return otherThanAscii || before.codePoints().filter(c -> c > 0x7F).count() > 2;
  }
}
