package org.bert4j.pretrain.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that changes while a corpus is read, or between two readings, is refused by name. */
class ChangedFileTest {
  private static final int DOCUMENTS = 60_000;

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void writeText() throws IOException {
    file = directory.resolve("text.txt");
    Files.writeString(file, "One sentence.\nAnother one.\n\n".repeat(DOCUMENTS));
  }

  private Corpus corpus() {
    return Corpus.of(List.of(file), CorpusOptions.DEFAULT);
  }

  private void refused(CorpusReader reader, String... words) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> reader.forEachRemaining(d -> {}))
            .getMessage();
    assertTrue(message.startsWith(file + ": "), message);
    for (String word : words) {
      assertTrue(message.contains(word), message);
    }
    assertEquals(1, message.lines().count(), message);
  }

  @Test
  void aFileThatShrinksWhileItIsReadIsRefused() throws IOException {
    long bytes = Files.size(file);
    try (CorpusReader reader = corpus().read(CorpusListener.NONE)) {
      reader.next();
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(bytes / 2);
      }
      refused(reader, bytes / 2 + " bytes were read", "expected " + bytes);
    }
  }

  @Test
  void aFileThatGrowsWhileItIsReadIsRefused() throws IOException {
    long bytes = Files.size(file);
    try (CorpusReader reader = corpus().read(CorpusListener.NONE)) {
      reader.next();
      Files.writeString(file, "One more.\n", StandardOpenOption.APPEND);
      refused(reader, bytes + 10 + " bytes were read", "expected " + bytes);
    }
  }

  @Test
  void aFileThatIsReplacedBetweenTwoReadingsIsRefused() throws IOException {
    Corpus corpus = corpus();
    try (CorpusReader first = corpus.read(CorpusListener.NONE)) {
      first.forEachRemaining(document -> {});
    }
    FileTime modified = Files.getLastModifiedTime(file);
    Files.setLastModifiedTime(file, FileTime.fromMillis(modified.toMillis() + 2000));
    try (CorpusReader second = corpus.read(CorpusListener.NONE)) {
      refused(second, "modified " + modified);
    }
  }

  @Test
  void aCompressedFileThatGrowsIsRefusedAndOneThatDoesNotIsRead() throws IOException {
    byte[] text = Files.readAllBytes(file);
    file = directory.resolve("text.txt.gz");
    for (int member = 0; member < 2; member++) {
      try (OutputStream out =
          new GZIPOutputStream(
              Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND))) {
        out.write(text);
      }
    }
    int[] documents = {0};
    try (CorpusReader reader = corpus().read(CorpusListener.NONE)) {
      reader.forEachRemaining(document -> documents[0]++);
    }
    assertEquals(2 * DOCUMENTS, documents[0]);
    byte[] compressed = Files.readAllBytes(file);
    try (CorpusReader reader = corpus().read(CorpusListener.NONE)) {
      reader.next();
      Files.write(file, compressed, StandardOpenOption.APPEND);
      refused(reader, 2L * compressed.length + " bytes were read");
    }
  }
}
