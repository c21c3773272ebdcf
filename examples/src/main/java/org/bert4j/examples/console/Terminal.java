package org.bert4j.examples.console;

/** The terminal that a person is watching, if there is one. */
public final class Terminal {
  private static final int DEFAULT_WIDTH = 79;

  private Terminal() {}

  /**
   * Columns that a line may have; the launcher tells the width.
   *
   * @return columns, 0 where output goes to a file or another program
   */
  public static int width() {
    if (System.console() == null) {
      return 0;
    }
    String columns = System.getenv().getOrDefault("COLUMNS", "");
    return columns.matches("[1-9]\\d{1,3}") ? Integer.parseInt(columns) - 1 : DEFAULT_WIDTH;
  }
}
