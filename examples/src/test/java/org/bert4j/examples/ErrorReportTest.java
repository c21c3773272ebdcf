package org.bert4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Whatever ends a command, there is one line and an exit code that means something. */
class ErrorReportTest {
  @Command(name = "failing")
  private record Failing(Throwable failure) implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
      if (failure instanceof Error error) {
        throw error;
      }
      throw (Exception) failure;
    }
  }

  private static CommandLineRun run(Throwable failure, boolean verbose) {
    StringWriter err = new StringWriter();
    ErrorReport report = new ErrorReport(() -> verbose);
    int exitCode =
        new CommandLine(new Failing(failure))
            .setExecutionStrategy(report)
            .setExecutionExceptionHandler(report)
            .setErr(new PrintWriter(err))
            .execute();
    return new CommandLineRun(exitCode, "", err.toString());
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new OutOfMemoryError("Java heap space"), 1, "Java heap space; make the task"),
        Arguments.of(new StackOverflowError(), 1, "StackOverflowError"),
        Arguments.of(
            new UnsatisfiedLinkError("no x in path"),
            1,
            "UnsatisfiedLinkError: no x in path; a library"),
        Arguments.of(
            new InternalError("a fault occurred in an unsafe memory access operation"),
            1,
            "became shorter while it was read"),
        Arguments.of(new NoSuchFileException("a/b"), 2, "a/b: no such file or directory"),
        Arguments.of(new AccessDeniedException("a/b"), 2, "a/b: permission denied"),
        Arguments.of(new FileAlreadyExistsException("a/b"), 1, "a/b: file already exists"),
        Arguments.of(
            new FileSystemException("a/b", null, "No space left on device"),
            1,
            "a/b: No space left on device"),
        Arguments.of(
            new UncheckedIOException(new NoSuchFileException("a/b")), 2, "bert4j: a/b: no such"),
        Arguments.of(new IOException("cut off"), 1, "IOException: cut off"),
        Arguments.of(new NullPointerException(), 1, "NullPointerException"),
        Arguments.of(new IllegalArgumentException("x\u001b[2J\ny"), 2, "bert4j: x\\u001b[2J; y"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void everyFailureIsOneLine(Throwable failure, int exitCode, String words) {
    CommandLineRun run = run(failure, false);
    assertEquals(exitCode, run.exitCode());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().startsWith("bert4j: ") && run.err().contains(words), run.err());
  }

  @Test
  void aStackTraceHasNoControlCharactersEither() {
    CommandLineRun run = run(new IllegalArgumentException("x\u001b[2J" + "A".repeat(9999)), true);
    assertTrue(run.err().contains("\n\tat "), run.err());
    assertFalse(run.err().contains("\u001b"), run.err());
    assertTrue(run.err().lines().allMatch(line -> line.length() < 2100));
  }
}
