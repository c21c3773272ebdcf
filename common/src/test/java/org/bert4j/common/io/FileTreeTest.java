package org.bert4j.common.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTreeTest {
  @TempDir Path directory;

  @Test
  void deletesLinksAndNotWhatTheyPointTo() throws IOException {
    Path kept =
        Files.writeString(Files.createDirectory(directory.resolve("kept")).resolve("a"), "1");
    Path root = Files.createDirectories(directory.resolve("root"));
    Files.writeString(Files.createDirectories(root.resolve("b/c")).resolve("d"), "2");
    Files.createSymbolicLink(root.resolve("link"), kept.getParent());
    Files.createSymbolicLink(root.resolve("dangling"), directory.resolve("nowhere"));
    FileTree.delete(root);
    assertFalse(Files.exists(root));
    assertEquals("1", Files.readString(kept));
  }

  @Test
  void deletesAFileOrADanglingLinkAndNothingWhereNothingIs() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("l"), directory.resolve("nowhere"));
    for (Path each : new Path[] {Files.createFile(directory.resolve("f")), link}) {
      FileTree.delete(each);
      assertFalse(Files.exists(each, LinkOption.NOFOLLOW_LINKS), each.toString());
      FileTree.delete(each);
    }
  }
}
