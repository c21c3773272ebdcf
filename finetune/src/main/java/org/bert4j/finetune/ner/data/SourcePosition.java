package org.bert4j.finetune.ner.data;

/** Where a sentence stands, for error messages. */
public final class SourcePosition {
  private final String source;
  private final int[] lines;

  private SourcePosition(String source, int[] lines) {
    this.source = source;
    this.lines = lines;
  }

  /**
   * A sentence whose words stand on lines of their own.
   *
   * @param source the file
   * @param lines the line of every word, counted from 1
   * @return the position
   */
  static SourcePosition ofWords(String source, int[] lines) {
    return new SourcePosition(source, lines);
  }

  /**
   * A sentence on one line.
   *
   * @param source the file
   * @param line its line, counted from 1
   * @return the position
   */
  public static SourcePosition ofLine(String source, long line) {
    return new SourcePosition(source, new int[] {(int) line});
  }

  /**
   * Where a word stands.
   *
   * @param word a word, counted from 0
   * @return {@code file:line}
   */
  public String of(int word) {
    return source + ":" + lines[Math.min(word, lines.length - 1)];
  }

  /** The position of the first word. */
  @Override
  public String toString() {
    return of(0);
  }
}
