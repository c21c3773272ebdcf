package org.bert4j.pretrain.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFilesTest {
  @TempDir Path directory;

  @BeforeEach
  void someFiles() throws IOException {
    for (String name :
        List.of(
            "b.txt",
            "a.txt",
            "a.json",
            "c.csv.gz",
            "README",
            "photo.png",
            ".hidden.txt",
            "sub/a.txt",
            "sub/deep/z.TXT",
            "sub/deep/er/y.jsonl.gz",
            "sub/.git/x.txt",
            "other/1.txt",
            "other/2.txt",
            "other/x.pdf")) {
      Path file = directory.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "");
    }
  }

  private Corpus corpus(String... paths) {
    return Corpus.of(
        Stream.of(paths).map(path -> directory.resolve(path)).toList(), CorpusOptions.DEFAULT);
  }

  private List<String> files(String... paths) {
    return corpus(paths).files().stream()
        .map(file -> directory.relativize(file).toString())
        .toList();
  }

  private String errorOf(String... paths) {
    return assertThrows(IllegalArgumentException.class, () -> files(paths)).getMessage();
  }

  @Test
  void aDirectoryStandsForTheTextBelowIt() throws IOException {
    List<String> all =
        List.of(
            "README",
            "a.txt",
            "b.txt",
            "c.csv.gz",
            "other/1.txt",
            "other/2.txt",
            "sub/a.txt",
            "sub/deep/er/y.jsonl.gz",
            "sub/deep/z.TXT");
    assertEquals(all, files(""));
    assertEquals(
        Map.of(".json", 1, ".png", 1, ".pdf", 1),
        new FoundFiles(directory).passedOver(),
        "what is not read is told");
  }

  /** The files of a directory, without reading any. */
  private record FoundFiles(TextFiles files) {
    FoundFiles(Path path) throws IOException {
      this(new TextFiles());
      files.add(path);
    }

    Map<String, Integer> passedOver() {
      return files.passedOver();
    }
  }

  @Test
  void globs() {
    assertEquals(List.of("a.txt", "b.txt"), files("*.txt"));
    assertEquals(
        List.of("a.txt", "b.txt", "other/1.txt", "other/2.txt", "sub/a.txt"), files("**/*.txt"));
    assertEquals(List.of("sub/a.txt"), files("sub/**/*.txt"));
    assertEquals(List.of("sub/deep/er/y.jsonl.gz", "sub/deep/z.TXT"), files("sub/**/{z.*,*.gz}"));
    assertEquals(List.of("sub/deep/er/y.jsonl.gz", "sub/deep/z.TXT"), files("s?b/d[e]ep"));
    assertEquals(List.of("other/1.txt", "other/2.txt"), files("other/*"));
    assertEquals(List.of("other/x.pdf"), files("other/*.pdf"));
    assertEquals(9, files("**").size());
    assertEquals(List.of("a.json"), files("*.json"));
  }

  @Test
  void everyFileComesOnceInTheOrderGiven() {
    assertEquals(
        List.of("b.txt", "other/1.txt", "other/2.txt", "a.txt"),
        files("b.txt", "other", "*.txt", "other/1.txt"));
  }

  @Test
  void aFileWhoseNameLooksLikeAGlobIsThatFile() throws IOException {
    Files.writeString(directory.resolve("[a].txt"), "");
    assertEquals(List.of("[a].txt"), files("[a].txt"));
  }

  @Test
  void linksAreFollowedOnce() throws IOException {
    Files.createSymbolicLink(directory.resolve("other/loop"), directory.resolve("other"));
    Files.createSymbolicLink(directory.resolve("other/sub"), directory.resolve("sub/deep"));
    assertEquals(
        List.of("other/1.txt", "other/2.txt", "other/sub/er/y.jsonl.gz", "other/sub/z.TXT"),
        files("other"));
  }

  @Test
  void whatCannotBeFoundIsNamed() throws IOException {
    assertEquals(
        directory.resolve("**/*.xml") + ": matches no file; hidden ones are left out",
        errorOf("**/*.xml"));
    assertTrue(errorOf("nowhere/*.txt").contains("there is no directory " + directory));
    assertTrue(errorOf("a[.txt").contains("not a glob"));
    assertTrue(errorOf("nowhere").endsWith(": no such file or directory"));
    Files.createDirectories(directory.resolve("empty/er"));
    assertTrue(errorOf("empty").contains("no text in this directory"));
  }

  @Test
  void whatMayNotBeReadIsNamed() throws IOException {
    Path closed = Files.createDirectories(directory.resolve("closed/dir"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    assumeTrue(!Files.isReadable(closed), "this user may read everything");
    assertTrue(errorOf("closed").contains("no permission to read this directory"));
  }
}
