package org.bert4j.finetune.records;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.bert4j.common.io.InvalidUtf8;
import org.bert4j.common.io.LineReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableReaderTest {
  private static LineReader lines(String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    return new LineReader(new ByteArrayInputStream(bytes), "t.csv", InvalidUtf8.FAIL);
  }

  /** All rows with their lines, the first one in front. */
  private static String rows(String content) throws IOException {
    TableReader table = new TableReader(lines(content), null);
    List<String> rows = new ArrayList<>(List.of(table.separator() + " " + table.first()));
    for (List<String> row = table.next(); row != null; row = table.next()) {
      rows.add(table.line() + String.valueOf(row));
    }
    return String.join(" ", rows).replace("\n", "\\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {
        "a,b|1,2| ! commas [a, b] 2[1, 2]",
        "a;b|1,5;2| ! semicolons [a, b] 2[1,5, 2]",
        "a\tb|1,5\t2| ! tabs [a, b] 2[1,5, 2]",
        "sep=;|a;b|1;2| ! semicolons [a, b] 3[1, 2]",
        "text|one, two|| ! one column [text] 2[one, two] 3[]",
        " a , b |1,2 ! commas [a, b] 2[1, 2]",
        "a,b||1,2|,| ! commas [a, b] 2[, ] 3[1, 2] 4[, ]",
        "a,b|1,2,,| ! commas [a, b] 2[1, 2]",
        "a,b|\"x|y\",\"say \"\"z\"\"\"|5\",6\"| ! commas [a, b] 2[x\\ny, say \"z\"] 4[5\", 6\"]",
        "a\tb|\"\tx|\"x\ty\"|\"say \"\"z\"\"\"\t\"\"| ! tabs [a, b] 2[\", x] 3[\"x, y\"] 4[say \"z\", ]",
      })
  void rowsAreThoseOfTheFile(String content, String expected) throws IOException {
    assertEquals(expected, rows(content.replace('|', '\n')));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {
        "a,b|1,2|3| ! t.csv:3: 1 fields, expected 2 as in line 1 [a, b]",
        "|a,b|1,2,3| ! t.csv:3: 3 fields, expected 2 as in line 2 [a, b]",
        "a,b|1,\"2|3,4| ! t.csv:2: a quoted field that begins here does not end",
        "a,b|1,2|\"x\"y,4| ! t.csv:3: a quoted field goes on behind its closing quote",
        "a;x,b|1;y,2| ! t.csv:1: columns may be separated in several ways",
      })
  void aBrokenTableNamesTheLine(String content, String expected) {
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> rows(content.replace('|', '\n')));
    assertTrue(error.getMessage().startsWith(expected), error.getMessage());
    assertEquals(1, error.getMessage().lines().count());
  }

  @Test
  void rowsThatWereLookedAtAreRead() throws IOException {
    TableReader table = new TableReader(lines("a,b\n1,2\n3,4\n5,6\n"), null);
    assertEquals(List.of(List.of("1", "2"), List.of("3", "4")), table.peek(2));
    table.unreadFirst();
    assertEquals(List.of("a", "b"), table.next());
    assertEquals(1, table.line());
    assertEquals(List.of("1", "2"), table.next());
    assertEquals(2, table.line());
    assertEquals(2, table.peek(9).size());
    assertThrows(IllegalStateException.class, table::unreadFirst);
    assertEquals(List.of("3", "4"), table.next());
    assertTrue(table.error("x").getMessage().startsWith("t.csv:3: "));
    assertTrue(table.errorInFirst("x").getMessage().startsWith("t.csv:1: "));
  }

  @Test
  void aQuoteThatNeverClosesTakesNoMoreMemoryThanARecord() {
    String line = "x".repeat(999) + "\n";
    String content = "a,b\n1,\"" + line.repeat(5_000);
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> rows(content));
    assertTrue(error.getMessage().startsWith("t.csv:2: a record that"), error.getMessage());
  }
}
