package org.bert4j.common.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackedFileTest {
  private static final String CONTENT = "what a library holds";

  @TempDir Path folder;

  /** JavaCPP compares size and date only, DJL nothing. */
  @Test
  void aFileOfTheSameSizeAndDateIsReplaced() throws IOException {
    URL resource = jar("a.jar", 0);
    Path file = UnpackedFile.unpack(resource, folder.resolve("out"));
    assertEquals(CONTENT, Files.readString(file));
    FileTime date = Files.getLastModifiedTime(file);
    Files.writeString(file, CONTENT.replace("what", "evil"));
    Files.setLastModifiedTime(file, date);
    assertFalse(UnpackedFile.isWhole(file, resource));

    UnpackedFile.unpack(resource, folder.resolve("out"));
    assertEquals(CONTENT, Files.readString(file));
    assertTrue(UnpackedFile.isWhole(file, resource));
  }

  @Test
  void whatIsThereAndWholeIsNotWrittenAgain() throws IOException {
    URL resource = jar("a.jar", 0);
    Path file = UnpackedFile.unpack(resource, folder.resolve("out"));
    FileTime date = FileTime.fromMillis(1_000_000_000_000L);
    Files.setLastModifiedTime(file, date);
    UnpackedFile.unpack(resource, folder.resolve("out"));
    assertEquals(date, Files.getLastModifiedTime(file));
  }

  @Test
  void aDamagedJarIsRefusedAndLeavesNothing() throws IOException {
    URL resource = jar("damaged.jar", 1);
    Path out = folder.resolve("out");
    IOException failure = assertThrows(IOException.class, () -> UnpackedFile.unpack(resource, out));
    assertTrue(failure.getMessage().endsWith("is damaged: its checksum is another"));
    try (Stream<Path> left = Files.list(out)) {
      assertEquals(List.of(), left.toList());
    }
  }

  /** A jar that stores the content as it is, with its first byte changed by so much. */
  private URL jar(String name, int damage) throws IOException {
    byte[] content = CONTENT.getBytes(StandardCharsets.US_ASCII);
    CRC32 checksum = new CRC32();
    checksum.update(content);
    ZipEntry entry = new ZipEntry("native/lib");
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(checksum.getValue());
    Path jar = folder.resolve(name);
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(entry);
      out.write(content);
    }
    byte[] bytes = Files.readAllBytes(jar);
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(CONTENT);
    bytes[at] += (byte) damage;
    Files.write(jar, bytes);
    return URI.create("jar:" + jar.toUri() + "!/native/lib").toURL();
  }
}
