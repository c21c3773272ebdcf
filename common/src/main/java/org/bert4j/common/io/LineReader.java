package org.bert4j.common.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The lines of a UTF-8 file, whatever ends them (LF, CRLF, CR), without the byte order mark. Bytes
 * that are not UTF-8 are never replaced in silence: see {@link InvalidUtf8}. Not thread-safe.
 */
public final class LineReader implements AutoCloseable {
  /** No line of text is that long; a file that has one is something else. */
  static final int MAX_LINE_BYTES = 1 << 26;

  private final String source;
  private final InvalidUtf8 onInvalidUtf8;
  private final InputStream in;
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);
  private final byte[] buffer = new byte[1 << 16];
  private int position;
  private int limit;
  private byte[] line = new byte[1 << 10];
  private CharBuffer chars = CharBuffer.allocate(1 << 10);
  private long lineNumber;
  private long bytesRead;
  private long droppedLines;

  /**
   * Opens a file.
   *
   * @param file the file
   * @param onInvalidUtf8 what to do with lines that are not UTF-8
   * @throws IOException if it cannot be opened
   */
  public LineReader(Path file, InvalidUtf8 onInvalidUtf8) throws IOException {
    this(Files.newInputStream(file), file.toString(), onInvalidUtf8);
  }

  /**
   * Reads what is not a file, such as standard input.
   *
   * @param in the bytes; closed with this
   * @param source what they are, for error messages
   * @param onInvalidUtf8 what to do with lines that are not UTF-8
   */
  public LineReader(InputStream in, String source, InvalidUtf8 onInvalidUtf8) {
    this.source = source;
    this.onInvalidUtf8 = onInvalidUtf8;
    this.in = in;
  }

  /**
   * The next line.
   *
   * @return the line without its end, or null at the end of the file
   * @throws IllegalArgumentException if the line is not UTF-8 and such lines are not to be skipped,
   *     or longer than any line of text
   * @throws IOException if reading fails
   */
  public String readLine() throws IOException {
    int length = readBytes();
    while (length >= 0) {
      lineNumber++;
      String text = decode(length);
      if (text != null) {
        return text;
      }
      droppedLines++;
      length = readBytes();
    }
    return null;
  }

  /**
   * What is read, for error messages.
   *
   * @return the file's path as given
   */
  public String source() {
    return source;
  }

  /**
   * Number of the line read last.
   *
   * @return 1 for the first line, 0 before it
   */
  public long lineNumber() {
    return lineNumber;
  }

  /**
   * How far reading has come; the reader is ahead of the line returned last by its buffer.
   *
   * @return bytes
   */
  public long bytesRead() {
    return bytesRead;
  }

  /**
   * Lines left out because they are not UTF-8.
   *
   * @return their number so far
   */
  public long droppedLines() {
    return droppedLines;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** Collects the bytes of the next line; returns their number, or −1 at the end of the file. */
  private int readBytes() throws IOException {
    int length = 0;
    while (true) {
      if (position == limit && !fill()) {
        return length > 0 ? length : -1;
      }
      int end = position;
      while (end < limit && buffer[end] != '\n' && buffer[end] != '\r') {
        end++;
      }
      length = append(length, end);
      if (end < limit) {
        skipLineEnd(end);
        return length;
      }
    }
  }

  private int append(int length, int end) {
    int count = end - position;
    if (length + count > MAX_LINE_BYTES) {
      throw new IllegalArgumentException(
          source
              + ":"
              + (lineNumber + 1)
              + ": a line of more than 64 MiB; this is not a text file");
    }
    if (length + count > line.length) {
      line = Arrays.copyOf(line, Math.max(length + count, 2 * line.length));
    }
    System.arraycopy(buffer, position, line, length, count);
    position = end;
    return length + count;
  }

  private void skipLineEnd(int end) throws IOException {
    position = end + 1;
    if (buffer[end] == '\r' && (position < limit || fill()) && buffer[position] == '\n') {
      position++;
    }
  }

  private boolean fill() throws IOException {
    position = 0;
    limit = Math.max(0, in.read(buffer));
    bytesRead += limit;
    return limit > 0;
  }

  /** The line as text, or null if it is to be dropped. */
  private String decode(int length) {
    if (chars.capacity() < length) {
      chars = CharBuffer.allocate(line.length);
    }
    ByteBuffer bytes = ByteBuffer.wrap(line, 0, length);
    chars.clear();
    CoderResult result = decoder.reset().decode(bytes, chars, true);
    if (result.isError()) {
      refuse(bytes.position());
      return null;
    }
    chars.flip();
    if (lineNumber == 1 && chars.hasRemaining() && chars.get(0) == '\uFEFF') {
      chars.position(1);
    }
    return chars.toString();
  }

  private void refuse(int at) {
    boolean utf16 = lineNumber == 1 && at == 0 && (line[0] & 0xFF) >= 0xFE;
    if (utf16) {
      throw new IllegalArgumentException(source + ": this file is UTF-16; convert it to UTF-8");
    }
    if (onInvalidUtf8 == InvalidUtf8.FAIL) {
      throw new IllegalArgumentException(
          String.format(
              "%s:%d: not UTF-8: byte 0x%02X at byte %d of the line; convert the file, or drop such"
                  + " lines with --on-invalid-utf8 skip",
              source, lineNumber, line[at] & 0xFF, at + 1));
    }
  }
}
