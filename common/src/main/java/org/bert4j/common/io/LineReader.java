package org.bert4j.common.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * The lines of a text in UTF-8, whatever ends them (LF, CRLF, CR, and the CR CRLF of texts that
 * were converted twice), without the byte order mark. Bytes that are not UTF-8, and NUL bytes,
 * which no text has, are never replaced in silence: see {@link InvalidUtf8}. Memory is bounded,
 * also by lines of any length where they are read in pieces. Not thread-safe.
 */
public final class LineReader implements AutoCloseable {
  /** Longest line that is returned whole. */
  static final int MAX_LINE_BYTES = 1 << 24;

  /** Longest line that {@link #readPiece} returns whole. */
  static final int PIECE_BYTES = 1 << 20;

  private final String source;
  private final InputStream in;
  private final LineDecoder decoder;
  private final byte[] buffer = new byte[1 << 16];
  private int position;
  private int limit;
  private byte[] line = new byte[1 << 10];
  private long lineNumber;
  private boolean ended = true;

  /** Bytes of the line before those in {@link #line}, and those in it that are the next piece's. */
  private long pieceOffset;

  private int carried;

  /**
   * Opens a file.
   *
   * @param file the file
   * @param encoding of a text without byte-order mark; null for UTF-8
   * @param onInvalidUtf8 what to do with lines that are not UTF-8, or not of its encoding
   * @throws IllegalArgumentException if it is no text, see {@link TextStream#open}
   * @throws IOException if it cannot be opened
   */
  public LineReader(Path file, Charset encoding, InvalidUtf8 onInvalidUtf8) throws IOException {
    this(TextStream.open(file, encoding, onInvalidUtf8), file.toString(), onInvalidUtf8);
  }

  /**
   * Reads what is not a file, such as standard input.
   *
   * @param in the bytes, such as a {@link TextStream}'s; closed with this
   * @param source what they are, for error messages
   * @param onInvalidUtf8 what to do with lines that are not UTF-8
   */
  public LineReader(InputStream in, String source, InvalidUtf8 onInvalidUtf8) {
    this.source = source;
    this.in = in;
    this.decoder = new LineDecoder(source, onInvalidUtf8);
  }

  /**
   * The next line.
   *
   * @return the line without its end, or null at the end of the file
   * @throws IllegalArgumentException if the line is not UTF-8 or holds a NUL byte and such lines
   *     are not to be skipped, or if it is longer than 16 MiB
   * @throws IOException if reading fails
   */
  public String readLine() throws IOException {
    return read(MAX_LINE_BYTES, true);
  }

  /**
   * The next line or, of a line longer than 1 MiB, the next piece: {@link #lineEnded} tells whether
   * more of it follows. A piece ends between two characters; one that is to be skipped is left out
   * of its line.
   *
   * @return the line or piece, possibly empty, or null at the end of the file
   * @throws IllegalArgumentException if it is not UTF-8 or holds a NUL byte and such lines are not
   *     to be skipped
   * @throws IOException if reading fails
   */
  public String readPiece() throws IOException {
    return read(PIECE_BYTES, false);
  }

  /**
   * Whether the line that was read last ended with what was returned.
   *
   * @return false if {@link #readPiece} has more of it
   */
  public boolean lineEnded() {
    return ended;
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
   * Lines left out because they are not UTF-8 or hold NUL bytes.
   *
   * @return their number so far
   */
  public long droppedLines() {
    return decoder.droppedLines();
  }

  /**
   * Lines left out because they hold NUL bytes.
   *
   * @return how many of {@link #droppedLines} they are
   */
  public long linesWithNul() {
    return decoder.linesWithNul();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private String read(int maxBytes, boolean whole) throws IOException {
    while (true) {
      boolean begins = ended;
      int length = readBytes(maxBytes);
      if (length < 0) {
        return null;
      }
      lineNumber += begins ? 1 : 0;
      pieceOffset = begins ? 0 : pieceOffset;
      if (!ended && whole) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s:%d: a line of more than %d MiB, the most that a record may have; divide it",
                source,
                lineNumber,
                MAX_LINE_BYTES >> 20));
      }
      int complete = ended ? length : completeCharacters(length);
      String text = decoder.decode(line, complete, new LinePosition(lineNumber, pieceOffset));
      pieceOffset += complete;
      carried = length - complete;
      System.arraycopy(line, complete, line, 0, carried);
      if (text != null) {
        return text;
      }
      if (!begins) {
        return ""; // so that the end of its line is heard
      }
    }
  }

  /**
   * Collects the bytes of the next line, or as many as there may be; returns their number, or −1 at
   * the end of the file.
   */
  private int readBytes(int maxBytes) throws IOException {
    int length = carried;
    boolean begins = ended;
    ended = false;
    while (true) {
      if (position == limit && !fill()) {
        ended = true;
        // A line that was read in pieces may end with the file, and has nothing more then.
        return length > 0 || !begins ? length : -1;
      }
      int most = Math.min(limit, position + maxBytes - length);
      int end = position;
      while (end < most && buffer[end] != '\n' && buffer[end] != '\r') {
        end++;
      }
      length = append(length, end);
      if (end < limit && (buffer[end] == '\n' || buffer[end] == '\r')) {
        ended = true;
        skipLineEnd(end);
        return length;
      }
      if (length == maxBytes) {
        return length;
      }
    }
  }

  private int append(int length, int end) {
    int count = end - position;
    if (length + count > line.length) {
      line = Arrays.copyOf(line, Math.max(length + count, 2 * line.length));
    }
    System.arraycopy(buffer, position, line, length, count);
    position = end;
    return length + count;
  }

  /** Bytes without those of a character that goes on in the next piece. */
  private int completeCharacters(int length) {
    int first = length - 1;
    while (first > Math.max(0, length - 4) && (line[first] & 0xC0) == 0x80) {
      first--;
    }
    int lead = line[first] & 0xFF;
    int bytes = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    return first > 0 && first + bytes > length ? first : length;
  }

  private void skipLineEnd(int end) throws IOException {
    position = end + 1;
    if (buffer[end] == '\r') {
      // Behind a first CR, a second belongs to this line's end only if LF follows.
      if (isNext('\r', 0) && isNext('\n', 1)) {
        position += 2;
      } else if (isNext('\n', 0)) {
        position++;
      }
    }
  }

  /** Whether a byte is the next to be read, or comes so many bytes later. */
  private boolean isNext(char c, int later) throws IOException {
    while (position + later >= limit) {
      if (!fill()) {
        return false;
      }
    }
    return buffer[position + later] == c;
  }

  /** Reads more behind what is not used yet, which is little; false at the end of the file. */
  private boolean fill() throws IOException {
    int left = limit - position;
    System.arraycopy(buffer, position, buffer, 0, left);
    position = 0;
    limit = left;
    int count;
    try {
      count = Math.max(0, in.read(buffer, left, buffer.length - left));
    } catch (IOException e) {
      throw FileFailure.of(source, e);
    }
    limit += count;
    return count > 0;
  }
}
