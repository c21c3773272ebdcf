package org.bert4j.pretrain.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bert4j.common.io.AtomicFile;
import org.bert4j.common.random.RandomStream;
import org.bert4j.common.random.RandomStream.Purpose;
import org.bert4j.tokenizer.BertNormalization;
import org.bert4j.tokenizer.BertTokenizer;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Small token stores to read and to damage. */
class SmallStores {
  @TempDir Path directory;

  static BertTokenizer tokenizer(int vocabularySize) {
    List<String> tokens = new ArrayList<>(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"));
    for (int id = tokens.size(); id < vocabularySize; id++) {
      tokens.add("t" + id);
    }
    return BertTokenizer.of(tokens, BertNormalization.uncased());
  }

  static List<List<int[]>> documents(int vocabularySize) {
    RandomStream random = RandomStream.of(0, 0, 0, Purpose.SAMPLE_CORPUS);
    List<List<int[]>> documents = new ArrayList<>();
    for (int d = 0; d < 20; d++) {
      List<int[]> sentences = new ArrayList<>();
      for (int s = 0; s <= random.nextInt(9); s++) {
        int[] ids = new int[1 + random.nextInt(30)];
        for (int i = 0; i < ids.length; i++) {
          ids[i] = 5 + random.nextInt(vocabularySize - 5);
        }
        ids[0] = vocabularySize - 1;
        sentences.add(ids);
      }
      documents.add(sentences);
    }
    return documents;
  }

  Path write(int vocabularySize, List<List<int[]>> documents) throws IOException {
    return write(vocabularySize, documents, StoreSettings.DEFAULT);
  }

  Path write(int vocabularySize, List<List<int[]>> documents, StoreSettings settings)
      throws IOException {
    Path output = directory.resolve("store");
    try (BertTokenizer tokenizer = tokenizer(vocabularySize);
        TokenStoreWriter writer = new TokenStoreWriter(output, tokenizer, null, settings)) {
      for (List<int[]> document : documents) {
        writer.add(document);
      }
      writer.finish(0);
    }
    return output;
  }

  static void assertHolds(TokenStore store, List<List<int[]>> documents) {
    assertEquals(documents.size(), store.documents());
    for (int d = 0; d < documents.size(); d++) {
      List<int[]> sentences = documents.get(d);
      assertEquals(sentences.size(), store.sentences(d));
      int start = 0;
      for (int s = 0; s < sentences.size(); s++) {
        int[] ids = new int[sentences.get(s).length];
        assertEquals(start, store.sentenceStart(d, s));
        store.copyTokens(d, start, ids, 0, ids.length);
        assertArrayEquals(sentences.get(s), ids);
        start += ids.length;
      }
      assertEquals(start, store.sentenceStart(d, sentences.size()));
      assertEquals(start, store.tokens(d));
    }
  }

  /** Each shard but the last has reached the size, and had not before its last document. */
  static void assertDivided(List<ShardManifest> shards, int shardBytes) {
    int most = 9 * 30 * 2 + 9 * 4 + 8 + 4;
    for (int i = 0; i < shards.size(); i++) {
      long bytes = shards.get(i).layout(2).bytes();
      assertTrue(bytes < shardBytes + most, bytes + " bytes");
      assertTrue(bytes >= shardBytes || i == shards.size() - 1, bytes + " bytes");
    }
  }

  static int[] modulo(int[] ids, int vocabularySize) {
    return IntStream.of(ids).map(id -> id % vocabularySize).toArray();
  }

  /** A store of three shards. */
  Path writeShards() throws IOException {
    int[] sentence = IntStream.range(0, 400).map(i -> 5 + i % 4).toArray();
    List<int[]> document = Collections.nCopies(100, sentence);
    StoreSettings settings = new StoreSettings(1 << 17, AtomicFile::writeFully);
    return write(9, Collections.nCopies(6, document), settings);
  }

  static void flip(Path file, int at, byte value) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {value}), at);
    }
  }

  /** Reads every number of a store. */
  static void readAll(Path output) throws IOException {
    TokenStore store = TokenStore.open(output);
    int[] ids = new int[100_000];
    for (int d = 0; d < store.documents(); d++) {
      for (int s = 0; s <= store.sentences(d); s++) {
        store.sentenceStart(d, s);
      }
      store.copyTokens(d, 0, ids, 0, store.tokens(d));
    }
  }

  List<String> list() throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).toList();
    }
  }

  static void assertMessage(String expected, Executable action) {
    String message = assertThrows(IllegalArgumentException.class, action).getMessage();
    assertTrue(message.contains(expected), message);
    assertEquals(1, message.lines().count(), message);
  }
}
