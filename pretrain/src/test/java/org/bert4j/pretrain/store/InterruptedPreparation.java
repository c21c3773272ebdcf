package org.bert4j.pretrain.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.junit.jupiter.api.io.TempDir;

/** A preparation that can be interrupted anywhere. */
class InterruptedPreparation {
  static final List<String> VOCABULARY =
      List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "rain", "##s", "sun", ".", "and");

  static final int SHARD_BYTES = 3_000;
  static final int FILES = 3;

  @TempDir Path directory;
  final List<Path> corpus = new ArrayList<>();
  Path whole;

  /** Bytes that the disk takes for the whole store and its temporary files. */
  long wholeBytes;

  Path output;

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

  static StoreSettings unlimited() {
    return new StoreSettings(SHARD_BYTES, AtomicFile::writeFully);
  }

  /** A disk that is full after so many bytes, the last of which it still takes. */
  static StoreSettings limited(long limit) {
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

  StoreManifest write(Path store, StoreSettings settings) throws IOException {
    return write(store, settings, BertNormalization.uncased(), CorpusListener.NONE);
  }

  StoreManifest write(
      Path store, StoreSettings settings, BertNormalization normalization, CorpusListener listener)
      throws IOException {
    CorpusOptions options = new CorpusOptions(CorpusFormat.SENTENCES, InvalidUtf8.SKIP, "text");
    try (BertTokenizer tokenizer = BertTokenizer.of(VOCABULARY, normalization)) {
      return CorpusTokenizer.write(
          Corpus.of(corpus, options), tokenizer, store, listener, settings);
    }
  }

  IOException fail(long limit) {
    return assertThrows(IOException.class, () -> write(output, limited(limit)));
  }

  static TreeMap<String, byte[]> bytes(Path store) throws IOException {
    TreeMap<String, byte[]> bytes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(store)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes.put(store.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return bytes;
  }

  void assertSameAsWhole() throws IOException {
    TreeMap<String, byte[]> expected = bytes(whole);
    TreeMap<String, byte[]> actual = bytes(output);
    assertEquals(expected.keySet(), actual.keySet());
    for (String name : expected.keySet()) {
      assertEquals(-1, Files.mismatch(whole.resolve(name), output.resolve(name)), name);
    }
    assertFalse(Files.exists(UnfinishedStore.root(output)));
  }

  List<FileTime> finishedShards() throws IOException {
    Path finished = UnfinishedStore.root(output).resolve("store");
    List<FileTime> times = new ArrayList<>();
    for (int i = 0; Files.exists(finished.resolve(StoreFiles.shard(i))); i++) {
      times.add(Files.getLastModifiedTime(finished.resolve(StoreFiles.shard(i))));
    }
    return times;
  }

  static void write(Path file) {
    try {
      Files.writeString(file, "");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static void restore(Path file, FileTime modified) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - "rain.\n".length()));
    Files.setLastModifiedTime(file, modified);
  }

  StoreManifest write(Path store, InvalidUtf8 onInvalidUtf8) throws IOException {
    CorpusOptions options = new CorpusOptions(CorpusFormat.SENTENCES, onInvalidUtf8, "text");
    StoreSettings settings = new StoreSettings(1 << 20, AtomicFile::writeFully);
    try (BertTokenizer tokenizer = BertTokenizer.of(VOCABULARY, BertNormalization.uncased())) {
      return CorpusTokenizer.write(
          Corpus.of(corpus, options), tokenizer, store, CorpusListener.NONE, settings);
    }
  }

  void refused(String words) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> write(output, unlimited()));
    assertTrue(refusal.getMessage().contains(words), refusal.getMessage());
    assertEquals(1, refusal.getMessage().lines().count(), refusal.getMessage());
  }
}
