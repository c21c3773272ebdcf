package org.bert4j.finetune.records;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.bert4j.common.io.LineReader;

/**
 * The characters of a {@link LineReader}, for parsers that take a {@link Reader}: lines end in a
 * line feed. It is never ahead of the parser by more than a line, so it knows on which line a
 * record begins, and it bounds the memory of a record.
 */
final class LineFeed extends Reader {
  private final LineReader lines;
  private final int maxRecordChars;
  private final Deque<Line> pushedBack = new ArrayDeque<>();
  private String piece = "";
  private int position;
  private long number;
  private long firstLine;
  private int recordChars;
  private long lost;

  /**
   * Makes a feed.
   *
   * @param lines the lines
   * @param maxRecordChars most characters of a record
   */
  LineFeed(LineReader lines, int maxRecordChars) {
    this.lines = lines;
    this.maxRecordChars = maxRecordChars;
  }

  /** A line that was taken from the lines. */
  record Line(String text, long number) {}

  /** Reads lines once more that were taken from the lines. */
  void pushBack(List<Line> taken) {
    pushedBack.addAll(taken);
  }

  /** Lines dropped since this was asked before. */
  long takeLost() {
    long taken = lost;
    lost = 0;
    return taken;
  }

  /** Says that what is read from now on is another record. */
  void beginRecord() {
    recordChars = 0;
    firstLine = position < piece.length() ? number : 0;
  }

  /** The line on which the record begins that is being read. */
  long firstLine() {
    return firstLine == 0 ? Math.max(1, number) : firstLine;
  }

  @Override
  public int read(char[] buffer, int offset, int length) throws IOException {
    if (position == piece.length() && !fill()) {
      return -1;
    }
    int count = Math.min(length, piece.length() - position);
    piece.getChars(position, position + count, buffer, offset);
    position += count;
    return count;
  }

  private boolean fill() throws IOException {
    Line again = pushedBack.pollFirst();
    String next = again == null ? lines.readPiece() : again.text();
    long before = number;
    number = again == null ? lines.lineNumber() : again.number();
    // What the reader drops, it counts, too.
    lost += before == 0 ? 0 : Math.max(0, number - before - (next == null ? 0 : 1));
    if (next == null) {
      return false;
    }
    firstLine = firstLine == 0 ? number : firstLine;
    recordChars += next.length();
    if (recordChars > maxRecordChars) {
      throw error(
          String.format(
              Locale.ROOT,
              "a record that begins here does not end within %d million characters; is there a"
                  + " quote that does not close?",
              maxRecordChars / 1_000_000));
    }
    piece = again != null || lines.lineEnded() ? next + "\n" : next;
    position = 0;
    return true;
  }

  /** An error in the record that is being read. */
  IllegalArgumentException error(String message) {
    return new IllegalArgumentException(lines.source() + ":" + firstLine() + ": " + message);
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
