package org.bert4j.common.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A failure says on which file. */
class FileFailureTest {
  @TempDir Path directory;

  @Test
  void whatTheSystemSaysGetsTheNameOfTheFile() {
    Path file = directory.resolve("model");
    IOException full = new IOException("No space left on device");
    IOException named =
        assertThrows(
            IOException.class,
            () ->
                AtomicFile.write(
                    file,
                    channel -> {
                      throw full;
                    }));
    assertEquals(file + ": No space left on device", named.getMessage());
    assertSame(full, named.getCause());
    assertFalse(Files.exists(file));
    assertEquals(file + ": EOFException", FileFailure.of(file, new EOFException()).getMessage());
  }

  @Test
  void whatWritersWrapGetsTheNameOfTheFileToo() {
    Path file = directory.resolve("predictions");
    IOException named =
        assertThrows(
            IOException.class,
            () ->
                AtomicFile.write(
                    file,
                    channel -> {
                      throw new UncheckedIOException(new IOException("No space left on device"));
                    }));
    assertEquals(file + ": No space left on device", named.getMessage());
    assertFalse(Files.exists(file));
  }

  /** A directory can be opened, but not read. */
  @Test
  void linesThatCannotBeReadAreThoseOfAFile() throws IOException {
    String message =
        assertThrows(IOException.class, () -> new LineReader(directory, null, InvalidUtf8.FAIL))
            .getMessage();
    assertTrue(message.startsWith(directory + ": "), message);
  }

  @Test
  void anInterruptionIsNotOfTheFile() {
    IOException interrupted = new ClosedByInterruptException();
    assertSame(interrupted, FileFailure.of(directory, interrupted));
  }

  @Test
  void whatNamesAFileStaysAsItIs() {
    IOException missing = new NoSuchFileException("other");
    assertSame(missing, FileFailure.of(directory, missing));
    IOException named = new IOException(directory + ": cut off");
    assertSame(named, FileFailure.of(directory, named));
  }

  /** A rename would put a file in the place of a device. */
  @Test
  void onlyFilesAreWrittenOver() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> AtomicFile.write(directory, new byte[1]))
            .getMessage();
    assertTrue(message.startsWith(directory + ": expected a file to write to"), message);
    assertTrue(Files.isDirectory(directory));
  }
}
