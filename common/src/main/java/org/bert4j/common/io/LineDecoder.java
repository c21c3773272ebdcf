package org.bert4j.common.io;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Makes text of bytes; refuses or drops what is not UTF-8 or holds NUL bytes. */
final class LineDecoder {
  private final String source;
  private final InvalidUtf8 onInvalidUtf8;
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
        refuse(bytes, at, position);
        return null;
      }
    }
    if (text.indexOf('\0') >= 0) {
      int at = 0;
      while (bytes[at] != 0) {
        at++;
      }
      refuse(bytes, at, position);
      linesWithNul++;
      return null;
    }
    return position.beginsFile() && text.startsWith("\uFEFF") ? text.substring(1) : text;
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

  private void refuse(byte[] bytes, int at, LinePosition position) {
    boolean mark = at == 0 && (bytes[0] & 0xFF) >= 0xFE;
    boolean nul = bytes[at] == 0;
    if (position.beginsFile() && (mark || nul && at <= 1)) {
      throw new IllegalArgumentException(source + ": this file is UTF-16; convert it to UTF-8");
    }
    if (onInvalidUtf8 == InvalidUtf8.FAIL) {
      String what =
          nul
              ? "a NUL byte, which no text has,"
              : String.format(Locale.ROOT, "not UTF-8: byte 0x%02X", bytes[at]);
      throw new IllegalArgumentException(
          String.format(
                  Locale.ROOT,
                  "%s:%d: %s at byte %d of the line; convert the file, or drop such lines with",
                  source,
                  position.line(),
                  what,
                  position.offset() + at + 1)
              + " --on-invalid-utf8 skip");
    }
    droppedLines++;
  }
}
