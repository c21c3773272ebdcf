package org.bert4j.pretrain.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bert4j.common.io.AtomicFile;
import org.bert4j.common.io.InvalidUtf8;
import org.bert4j.pretrain.corpus.Corpus;
import org.bert4j.pretrain.corpus.CorpusFormat;
import org.bert4j.pretrain.corpus.CorpusListener;
import org.bert4j.pretrain.corpus.CorpusOptions;
import org.bert4j.tokenizer.BertNormalization;
import org.bert4j.tokenizer.BertTokenizer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterruptedPreparationTest {
  private static final List<String> VOCABULARY =
      List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "rain", "##s", "sun", ".", "and");

  private static final int SHARD_BYTES = 3_000;
  private static final int FILES = 3;

  @TempDir Path directory;
  private final List<Path> corpus = new ArrayList<>();
  private Path whole;

  /** Bytes that the disk takes for the whole store and its temporary files. */
  private long wholeBytes;

  private Path output;

  /** Three files of documents, each with a line that is not UTF-8. */
  @BeforeEach
  void writeWithoutInterruption() throws IOException {
    for (int f = 0; f < FILES; f++) {
      StringBuilder text = new StringBuilder("rain \u00e9\n");
      for (int d = 0; d < 40; d++) {
        for (int s = 0; s <= (d + f) % 7; s++) {
          text.append("rains and sun ".repeat(1 + (d * s) % 11)).append(".\n");
        }
        text.append("\n");
      }
      corpus.add(
          Files.write(
              directory.resolve(f + ".txt"),
              text.toString().getBytes(StandardCharsets.ISO_8859_1)));
    }
    output = directory.resolve("store");
    whole = directory.resolve("whole");
    StoreSettings counting =
        new StoreSettings(
            SHARD_BYTES,
            (channel, bytes) -> {
              wholeBytes += bytes.remaining();
              AtomicFile.writeFully(channel, bytes);
            });
    assertEquals(FILES, write(whole, counting).droppedLines());
    assertTrue(Files.exists(whole.resolve("shard-00005.bin")), "several shards");
  }

  private static StoreSettings unlimited() {
    return new StoreSettings(SHARD_BYTES, AtomicFile::writeFully);
  }

  /** A disk that is full after so many bytes, the last of which it still takes. */
  private static StoreSettings limited(long limit) {
    long[] written = {0};
    return new StoreSettings(
        SHARD_BYTES,
        (channel, bytes) -> {
          long left = limit - written[0];
          if (bytes.remaining() > left) {
            AtomicFile.writeFully(channel, bytes.limit((int) (bytes.position() + left)));
            written[0] = limit;
            throw new IOException("No space left on device");
          }
          written[0] += bytes.remaining();
          AtomicFile.writeFully(channel, bytes);
        });
  }

  private StoreManifest write(Path store, StoreSettings settings) throws IOException {
    return write(store, settings, BertNormalization.uncased(), CorpusListener.NONE);
  }

  private StoreManifest write(
      Path store, StoreSettings settings, BertNormalization normalization, CorpusListener listener)
      throws IOException {
    CorpusOptions options = new CorpusOptions(CorpusFormat.SENTENCES, InvalidUtf8.SKIP, "text");
    try (BertTokenizer tokenizer = BertTokenizer.of(VOCABULARY, normalization)) {
      return CorpusTokenizer.write(
          Corpus.of(corpus, options), tokenizer, store, listener, settings);
    }
  }

  private IOException fail(long limit) {
    return assertThrows(IOException.class, () -> write(output, limited(limit)));
  }

  private static TreeMap<String, byte[]> bytes(Path store) throws IOException {
    TreeMap<String, byte[]> bytes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(store)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes.put(store.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return bytes;
  }

  private void assertSameAsWhole() throws IOException {
    TreeMap<String, byte[]> expected = bytes(whole);
    TreeMap<String, byte[]> actual = bytes(output);
    assertEquals(expected.keySet(), actual.keySet());
    for (String name : expected.keySet()) {
      assertEquals(-1, Files.mismatch(whole.resolve(name), output.resolve(name)), name);
    }
    assertFalse(Files.exists(UnfinishedStore.root(output)));
  }

  private List<FileTime> finishedShards() throws IOException {
    Path finished = UnfinishedStore.root(output).resolve("store");
    List<FileTime> times = new ArrayList<>();
    for (int i = 0; Files.exists(finished.resolve(StoreFiles.shard(i))); i++) {
      times.add(Files.getLastModifiedTime(finished.resolve(StoreFiles.shard(i))));
    }
    return times;
  }

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
        assertTrue(
            failure.getMessage().contains(finished.size() + " finished shards are kept in " + root),
            failure.getMessage());
        assertFalse(Files.exists(root.resolve("shard")), "the unfinished one takes no space");
      }
      write(output, unlimited());
      assertSameAsWhole();
      StoreFiles.deleteTree(output);
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
      StoreFiles.deleteTree(blocked);
      assertEquals(
          manifest,
          CorpusTokenizer.write(text, tokenizer, output, CorpusListener.NONE, oneDocument));
    }
  }

  private static void write(Path file) {
    try {
      Files.writeString(file, "");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void shardsOfOtherTextAreNotGoneOnWith() throws IOException {
    fail(wholeBytes / 2);
    Path first = corpus.get(0);
    FileTime modified = Files.getLastModifiedTime(first);
    Files.writeString(first, "rain.\n", StandardOpenOption.APPEND);
    refused("file 1 of the corpus is now " + first);
    restore(first, modified);
    Files.setLastModifiedTime(first, FileTime.fromMillis(modified.toMillis() + 1000));
    refused("file 1 of the corpus is now " + first);
    Files.setLastModifiedTime(first, modified);
    Files.move(first, directory.resolve("renamed.txt"));
    corpus.set(0, directory.resolve("renamed.txt"));
    refused("renamed.txt");
    Files.move(directory.resolve("renamed.txt"), first, StandardCopyOption.REPLACE_EXISTING);
    corpus.set(0, first);
    Path last = corpus.remove(FILES - 1);
    Path second = corpus.remove(1);
    refused("file 2 of the corpus is now missing and was " + second);
    corpus.add(second);
    corpus.add(last);
    write(output, unlimited());
    assertSameAsWhole();
  }

  private static void restore(Path file, FileTime modified) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - "rain.\n".length()));
    Files.setLastModifiedTime(file, modified);
  }

  @Test
  void filesNotReadYetMayChange() throws IOException {
    fail(wholeBytes / 2);
    Path last = corpus.get(FILES - 1);
    Files.writeString(last, "sun and sun.\n");
    write(output, unlimited());
    StoreFiles.deleteTree(whole);
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
    StoreFiles.deleteTree(whole);
    write(whole, InvalidUtf8.SKIP);
    assertSameAsWhole();
  }

  @Test
  void textReadWithLinesSkippedIsNotGoneOnWithWithoutThat() {
    fail(wholeBytes / 2);
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> write(output, InvalidUtf8.FAIL));
    assertTrue(refusal.getMessage().contains("reader options are now"), refusal.getMessage());
  }

  private StoreManifest write(Path store, InvalidUtf8 onInvalidUtf8) throws IOException {
    CorpusOptions options = new CorpusOptions(CorpusFormat.SENTENCES, onInvalidUtf8, "text");
    StoreSettings settings = new StoreSettings(1 << 20, AtomicFile::writeFully);
    try (BertTokenizer tokenizer = BertTokenizer.of(VOCABULARY, BertNormalization.uncased())) {
      return CorpusTokenizer.write(
          Corpus.of(corpus, options), tokenizer, store, CorpusListener.NONE, settings);
    }
  }

  @Test
  void anotherTokenizerOrShardSizeIsRefused() throws IOException {
    fail(wholeBytes / 2);
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> write(output, unlimited(), BertNormalization.cased(), CorpusListener.NONE));
    assertTrue(refusal.getMessage().contains("tokenizer"), refusal.getMessage());
    refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> write(output, new StoreSettings(5_000, AtomicFile::writeFully)));
    assertTrue(refusal.getMessage().contains("size of a shard"), refusal.getMessage());
    write(output, unlimited());
    assertSameAsWhole();
  }

  @Test
  void brokenProgressIsRefused() throws IOException {
    fail(wholeBytes / 2);
    Path root = UnfinishedStore.root(output);
    Path progress = root.resolve("progress.json");
    String good = Files.readString(progress);
    Files.writeString(progress, good.substring(0, good.length() / 2));
    refused("progress.json is broken");
    Files.writeString(progress, good.replace("\"not_utf8\":", "\"not_utf8\":-"));
    refused("not_utf8 -1");
    Files.writeString(progress, good.replace("\"left_out\":", "\"left_out\":null,\"left_out_\":"));
    refused("progress.json is broken");
    Files.writeString(progress, good);
    Files.delete(root.resolve("store/shard-00001.bin"));
    refused("shard-00001.bin: missing");
  }

  @Test
  void aStoreIsMadeByOneProcess() throws IOException {
    try (BertTokenizer tokenizer = BertTokenizer.of(VOCABULARY, BertNormalization.uncased());
        TokenStoreWriter writer = new TokenStoreWriter(output, tokenizer)) {
      writer.add(List.of(new int[] {5}));
      refused("another process is preparing this store");
      writer.finish(0);
    }
    assertEquals(1, TokenStore.open(output).documents());
  }

  @Test
  void aStoreInTheMakingIsNamed() {
    fail(wholeBytes / 2);
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> TokenStore.open(output));
    assertTrue(refusal.getMessage().contains("was interrupted"), refusal.getMessage());
  }

  private void refused(String words) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> write(output, unlimited()));
    assertTrue(refusal.getMessage().contains(words), refusal.getMessage());
    assertEquals(1, refusal.getMessage().lines().count(), refusal.getMessage());
  }
}
