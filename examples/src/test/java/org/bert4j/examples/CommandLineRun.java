package org.bert4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import picocli.CommandLine;

/** One command, run in this process. */
record CommandLineRun(int exitCode, String out, String err) {
  static CommandLineRun of(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine =
        Bert4j.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int exitCode =
        commandLine.execute(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
    return new CommandLineRun(exitCode, out.toString(), err.toString());
  }

  CommandLineRun succeeds() {
    assertEquals("", err);
    assertEquals(0, exitCode);
    return this;
  }

  /** Exit code 0, and notes about what was read on standard error. */
  CommandLineRun succeedsWith(Object... words) {
    assertEquals(0, exitCode, err);
    assertFalse(err.contains("bert4j: "), err);
    for (Object word : words) {
      assertTrue(err.contains(word.toString()), () -> err + " should say " + word);
    }
    return this;
  }

  /** Wrong usage or input: exit code 2 and one line that says what is wrong. */
  CommandLineRun isRefusedWith(Object... words) {
    assertEquals(2, exitCode, () -> out + err);
    assertEquals(1, err.lines().count(), err);
    assertTrue(err.startsWith("bert4j: "), err);
    for (Object word : words) {
      assertTrue(err.contains(word.toString()), () -> err + " should say " + word);
    }
    return this;
  }
}
