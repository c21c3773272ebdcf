package org.bert4j.pretrain.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.bert4j.common.io.AtomicFile;
import org.bert4j.common.io.FileTree;
import org.bert4j.common.io.InvalidUtf8;
import org.bert4j.pretrain.corpus.Corpus;
import org.bert4j.pretrain.corpus.CorpusFormat;
import org.bert4j.pretrain.corpus.CorpusListener;
import org.bert4j.pretrain.corpus.CorpusOptions;
import org.bert4j.tokenizer.BertNormalization;
import org.bert4j.tokenizer.BertTokenizer;
import org.junit.jupiter.api.Test;

/** Preparation goes on where it stopped, with the bytes of one that never did. */
class InterruptedPreparationTest extends InterruptedPreparation {
  @Test
  void aFullDiskLeavesFinishedShardsToGoOnWith() throws IOException {
    for (long limit = 0; limit < wholeBytes; limit += wholeBytes / 7) {
      IOException failure = fail(limit);
      assertTrue(failure.getMessage().contains("No space left on device"), failure.getMessage());
      assertEquals(1, failure.getMessage().lines().count());
      assertFalse(Files.exists(output));
      Path root = UnfinishedStore.root(output);
      List<FileTime> finished = finishedShards();
      assertEquals(finished.isEmpty(), Files.notExists(root), "nothing to keep, nothing kept");
      if (!finished.isEmpty()) {
        String shards =
            finished.size() == 1 ? "1 finished shard is" : finished.size() + " finished shards are";
        assertTrue(
            failure.getMessage().contains(shards + " kept in " + root), failure.getMessage());
        assertFalse(Files.exists(root.resolve("shard")), "the unfinished one takes no space");
      }
      write(output, unlimited());
      assertSameAsWhole();
      FileTree.delete(output);
    }
  }

  @Test
  void finishedShardsAreNotMadeAgain() throws IOException {
    fail(wholeBytes / 2);
    List<FileTime> before = finishedShards();
    assertTrue(before.size() > 2, before.toString());
    List<Long> resumed = new ArrayList<>();
    List<Path> opened = new ArrayList<>();
    write(
        output,
        unlimited(),
        BertNormalization.uncased(),
        new CorpusListener() {
          @Override
          public void fileOpened(Path file, CorpusFormat format) {
            opened.add(file);
          }

          @Override
          public void resumed(long documents, long bytes) {
            resumed.add(documents);
          }
        });
    assertSameAsWhole();
    for (int i = 0; i < before.size(); i++) {
      assertEquals(before.get(i), Files.getLastModifiedTime(output.resolve(StoreFiles.shard(i))));
    }
    List<ShardManifest> shards = TokenStore.open(output).manifest().shards();
    assertEquals(
        List.of(shards.stream().limit(before.size()).mapToLong(ShardManifest::documents).sum()),
        resumed);
    assertEquals(corpus.subList(1, FILES), opened, "the first file is behind");
  }

  @Test
  void goesOnHoweverOftenInterruptedAndKilled() throws IOException {
    for (int i = 0; i < 3; i++) {
      fail(wholeBytes / 4);
      Path root = UnfinishedStore.root(output);
      // What a killed process leaves.
      Files.writeString(root.resolve("shard"), "half a shard");
      Files.writeString(root.resolve("sentences"), "half");
      Files.writeString(root.resolve(".tmp-progress.json"), "{\"sha");
      Files.writeString(
          root.resolve("store").resolve(StoreFiles.shard(finishedShards().size())), "not listed");
    }
    write(output, unlimited());
    assertSameAsWhole();
  }

  @Test
  void anInterruptedThreadKeepsFinishedShards() throws IOException {
    IOException failure =
        assertThrows(
            IOException.class,
            () ->
                write(
                    output,
                    new StoreSettings(
                        SHARD_BYTES,
                        (channel, bytes) -> {
                          if (finishedShards().size() == 2) {
                            Thread.currentThread().interrupt();
                          }
                          AtomicFile.writeFully(channel, bytes);
                        })));
    assertTrue(Thread.interrupted());
    assertTrue(
        failure.getMessage().startsWith(output + ": interrupted; 2 finished shards are kept"),
        failure.getMessage());
    write(output, unlimited());
    assertSameAsWhole();
  }

  @Test
  void goesOnAtTheEndOfTheCorpusToo() throws IOException {
    // Killed between the last shard and the store's name: the last shard ends with the corpus.
    Path root = UnfinishedStore.root(output);
    corpus.retainAll(List.of(Files.writeString(corpus.get(0), "rain\n\nsun\n\nrains\n")));
    CorpusOptions options = new CorpusOptions(CorpusFormat.SENTENCES, InvalidUtf8.SKIP, "text");
    StoreSettings oneDocument = new StoreSettings(1, AtomicFile::writeFully);
    try (BertTokenizer tokenizer = BertTokenizer.of(VOCABULARY, BertNormalization.uncased())) {
      Corpus text = Corpus.of(corpus, options);
      Path expected = directory.resolve("expected");
      StoreManifest manifest =
          CorpusTokenizer.write(text, tokenizer, expected, CorpusListener.NONE, oneDocument);
      Path blocked = Files.createDirectory(output);
      Files.createDirectories(root.resolve("store"));
      CorpusListener obstacle =
          new CorpusListener() {
            @Override
            public void fileOpened(Path file, CorpusFormat format) {}

            @Override
            public void documentRead(long bytesRead) {
              write(blocked.resolve("in the way"));
            }
          };
      assertThrows(
          IOException.class,
          () -> CorpusTokenizer.write(text, tokenizer, output, obstacle, oneDocument));
      assertEquals(manifest.documents(), finishedShards().size());
      FileTree.delete(blocked);
      assertEquals(
          manifest,
          CorpusTokenizer.write(text, tokenizer, output, CorpusListener.NONE, oneDocument));
    }
  }

  @Test
  void filesNotReadYetMayChange() throws IOException {
    fail(wholeBytes / 2);
    Path last = corpus.get(FILES - 1);
    Files.writeString(last, "sun and sun.\n");
    write(output, unlimited());
    FileTree.delete(whole);
    write(whole, unlimited());
    assertSameAsWhole();
  }

  @Test
  void afterALineThatIsNotUtf8SkippingSuchLinesGoesOn() throws IOException {
    // Longer than what is read before it is tokenized.
    String sentence = "rain and sun ".repeat(20_000) + "\n\n";
    corpus.set(0, Files.writeString(corpus.get(0), sentence.repeat(20)));
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> write(output, InvalidUtf8.FAIL));
    assertTrue(refusal.getMessage().contains("1.txt:1: not UTF-8"), refusal.getMessage());
    assertFalse(finishedShards().isEmpty());
    assertEquals(2, write(output, InvalidUtf8.SKIP).droppedLines());
    FileTree.delete(whole);
    write(whole, InvalidUtf8.SKIP);
    assertSameAsWhole();
  }
}
