package org.bert4j.examples.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PrintableTest {
  @Test
  void whatMovesTheCursorIsSpelledOut() {
    assertEquals(
        "a\\u001b[2J\\u0007\\u009b\\u202e\\u2028b",
        Printable.of("a\u001b[2J\u0007\u009b\u202e\u2028b"));
    assertEquals("\\ud800", Printable.of("\ud800"));
  }

  @Test
  void everyLanguageStaysAsItIs() {
    String text = "北京 שלום نمی‌خواهم 👩‍👩‍👧 e\u0301 ﬁn";
    assertEquals(text, Printable.of(text));
    assertEquals(text, Printable.line(text));
  }

  @Test
  void aLongMessageKeepsItsBeginningAndItsEnd() {
    String line = Printable.line("file:3: is " + "A\u0007\n".repeat(1_000_000) + ", do this");
    assertTrue(line.startsWith("file:3: is A\\u0007; A"), line);
    assertTrue(line.endsWith(", do this"), line);
    assertTrue(line.length() < 2100, () -> line.length() + " characters");
    assertEquals(1, line.lines().count());
  }
}
