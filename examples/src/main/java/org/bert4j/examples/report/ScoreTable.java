package org.bert4j.examples.report;

import java.util.List;

/**
 * A table of figures.
 *
 * @param title what it shows
 * @param note a sentence about it, or nothing
 * @param head names of the columns, the first that of the rows
 * @param rows each with as many cells as the head
 */
public record ScoreTable(String title, String note, List<String> head, List<List<Cell>> rows) {
  /**
   * A cell.
   *
   * @param text what stands in it
   * @param share how deep its ground is, 0 to 1, in a table of confusions
   */
  public record Cell(String text, double share) {
    static Cell of(String text) {
      return new Cell(text, 0);
    }
  }
}
