package org.bert4j.common.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateDirectoryTest {
  @TempDir Path folder;

  @BeforeEach
  void filesHaveModes() {
    assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
  }

  @Test
  void isMadeForItsOwnerOnlyAndOpensAgain() throws IOException {
    Path directory = folder.resolve("a").resolve("b");
    PrivateDirectory.open(directory);
    assertEquals("rwx------", mode(directory.getParent()));
    assertEquals("rwx------", mode(directory));
    assertEquals(directory, PrivateDirectory.open(directory));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxrwxr-x", "rwxr-xrwx", "rwxrwxrwx"})
  void isRefusedWhenOthersCanWriteToIt(String mode) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));
    assertRefused(folder + ": can be written by others (" + mode + ")");
  }

  @Test
  void isRefusedWhenItIsALinkOrAFile() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
    assertThrows(NotDirectoryException.class, () -> PrivateDirectory.open(link));
    Path file = Files.createFile(folder.resolve("file"));
    assertThrows(NotDirectoryException.class, () -> PrivateDirectory.open(file));
  }

  /** Only root can give a directory away, to test this. */
  @Test
  void isRefusedWhenItBelongsToSomebodyElse() throws IOException {
    assumeTrue(Files.getAttribute(folder, "unix:uid").equals(0), "not run by root");
    Files.setAttribute(folder, "unix:uid", 12345);
    assertRefused(folder + ": belongs to 12345");
  }

  private void assertRefused(String start) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> PrivateDirectory.open(folder))
            .getMessage();
    assertTrue(message.startsWith(start), message);
    assertTrue(message.contains(PrivateDirectory.VARIABLE), message);
  }

  private static String mode(Path directory) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory));
  }
}
