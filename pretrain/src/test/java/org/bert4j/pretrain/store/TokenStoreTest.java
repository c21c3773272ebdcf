package org.bert4j.pretrain.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bert4j.common.io.AtomicFile;
import org.bert4j.common.random.RandomStream;
import org.bert4j.common.random.RandomStream.Purpose;
import org.bert4j.tokenizer.BertNormalization;
import org.bert4j.tokenizer.BertTokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class TokenStoreTest {
  @TempDir Path directory;

  private static BertTokenizer tokenizer(int vocabularySize) {
    List<String> tokens = new ArrayList<>(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"));
    for (int id = tokens.size(); id < vocabularySize; id++) {
      tokens.add("t" + id);
    }
    return BertTokenizer.of(tokens, BertNormalization.uncased());
  }

  private static List<List<int[]>> documents(int vocabularySize) {
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

  private Path write(int vocabularySize, List<List<int[]>> documents) throws IOException {
    return write(vocabularySize, documents, StoreSettings.DEFAULT);
  }

  private Path write(int vocabularySize, List<List<int[]>> documents, StoreSettings settings)
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

  private static void assertHolds(TokenStore store, List<List<int[]>> documents) {
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

  @Test
  void holdsWhatWasWritten() throws IOException {
    List<List<int[]>> documents = documents(300);
    TokenStore store = TokenStore.open(write(300, documents));
    assertHolds(store, documents);
    try (BertTokenizer tokenizer = BertTokenizer.load(store.tokenizerDirectory())) {
      assertEquals(300, tokenizer.vocabularySize());
      assertEquals(
          TokenStoreWriter.vocabularySha256(tokenizer), store.manifest().vocabularySha256());
    }
  }

  @Test
  void holdsIdsOfSixteenBitsAndMore() throws IOException {
    for (int vocabularySize : new int[] {1 << 16, (1 << 16) + 1}) {
      List<List<int[]>> documents = documents(vocabularySize);
      Path output = write(vocabularySize, documents);
      TokenStore store = TokenStore.open(output);
      assertHolds(store, documents);
      int bytes = vocabularySize == 1 << 16 ? 2 : 4;
      ShardLayout layout = store.manifest().shards().get(0).layout(bytes);
      assertEquals(layout.bytes(), Files.size(output.resolve("shard-00000.bin")));
      StoreFiles.deleteTree(output);
    }
  }

  @Test
  void isDividedIntoShards() throws IOException {
    List<List<int[]>> documents = documents(300);
    for (int shardBytes : new int[] {1, 500, 2000, 1 << 20}) {
      StoreSettings settings = new StoreSettings(shardBytes, AtomicFile::writeFully);
      Path output = write(300, documents, settings);
      TokenStore store = TokenStore.open(output);
      assertDivided(store.manifest().shards(), shardBytes);
      assertHolds(store, documents);
      StoreFiles.deleteTree(output);
    }
  }

  /** Each shard but the last has reached the size, and had not before its last document. */
  private static void assertDivided(List<ShardManifest> shards, int shardBytes) {
    int most = 9 * 30 * 2 + 9 * 4 + 8 + 4;
    for (int i = 0; i < shards.size(); i++) {
      long bytes = shards.get(i).layout(2).bytes();
      assertTrue(bytes < shardBytes + most, bytes + " bytes");
      assertTrue(bytes >= shardBytes || i == shards.size() - 1, bytes + " bytes");
    }
  }

  @Test
  void isReadAcrossBlocks() throws IOException {
    int[] ids = IntStream.range(0, 100_000).map(i -> 5 + i % 70_000).toArray();
    int[] rest = Arrays.copyOf(ids, 3);
    List<List<int[]>> documents = List.of(List.of(rest), List.of(ids, rest), List.of(ids));
    for (int vocabularySize : new int[] {1 << 16, 70_005}) {
      List<List<int[]>> fitting =
          documents.stream()
              .map(document -> document.stream().map(s -> modulo(s, vocabularySize)).toList())
              .toList();
      Path output = write(vocabularySize, fitting);
      assertHolds(TokenStore.open(output), fitting);
      StoreFiles.deleteTree(output);
    }
  }

  private static int[] modulo(int[] ids, int vocabularySize) {
    return IntStream.of(ids).map(id -> id % vocabularySize).toArray();
  }

  @Test
  void leavesOutSentencesWithoutTokensAndCountsUnknownOnes() throws IOException {
    int[] none = {};
    Path output =
        write(
            9,
            List.of(
                List.of(none, new int[] {5, 1}, none, new int[] {1}),
                List.of(none),
                List.of(new int[] {6})));
    TokenStore store = TokenStore.open(output);
    assertHolds(store, List.of(List.of(new int[] {5, 1}, new int[] {1}), List.of(new int[] {6})));
    assertEquals(2, store.manifest().unknownTokens());
    assertEquals(0.5, store.manifest().unknownShare());
  }

  @Test
  void nothingIsLeftOfAStoreThatWasNotFinished() throws IOException {
    Path output = directory.resolve("store");
    try (BertTokenizer tokenizer = tokenizer(9);
        TokenStoreWriter writer = new TokenStoreWriter(output, tokenizer)) {
      writer.add(List.of(new int[] {5}));
      assertFalse(Files.exists(output));
    }
    assertEquals(List.of(), list());
  }

  @Test
  void leftoversOfAKilledRunAreReplaced() throws IOException {
    Files.createDirectories(directory.resolve("store.incomplete/store/tokenizer"));
    Files.writeString(directory.resolve("store.incomplete/shard"), "half");
    Files.writeString(directory.resolve("store.incomplete/store/shard-00000.bin"), "lost");
    assertHolds(TokenStore.open(write(9, documents(9))), documents(9));
    assertEquals(List.of("store"), list());
  }

  @Test
  void anythingAtTheOutputsNameIsLeftAlone() throws IOException {
    Path output = Files.createDirectory(directory.resolve("store"));
    Files.writeString(output.resolve("mine.txt"), "mine");
    assertMessage("exists already; choose another output", () -> write(9, documents(9)));
    assertEquals(List.of("store"), list());
    Files.delete(output.resolve("mine.txt"));
    assertHolds(TokenStore.open(write(9, documents(9))), documents(9));
  }

  @Test
  void documentsWithoutTokensAreAnEmptyCorpus() {
    assertMessage("the corpus is empty", () -> write(9, List.of(List.of(new int[0]))));
  }

  @Test
  void aDocumentThatNoShardHoldsIsRefused() {
    List<int[]> sentences = Collections.nCopies((1 << 12) + 1, new int[1 << 15]);
    assertMessage("a document of 134,250,496 tokens", () -> write(9, List.of(sentences)));
  }

  /** A store of three shards. */
  private Path writeShards() throws IOException {
    int[] sentence = IntStream.range(0, 400).map(i -> 5 + i % 4).toArray();
    List<int[]> document = Collections.nCopies(100, sentence);
    StoreSettings settings = new StoreSettings(1 << 17, AtomicFile::writeFully);
    return write(9, Collections.nCopies(6, document), settings);
  }

  @Test
  void everyFlippedByteIsRefused() throws IOException {
    Path output = writeShards();
    readAll(output);
    List<Path> files;
    try (Stream<Path> all = Files.walk(output)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    assertEquals(3 + 1 + 4, files.size(), files.toString());
    RandomStream random = RandomStream.of(1, 0, 0, Purpose.SAMPLE_CORPUS);
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      String name = output.relativize(file).toString();
      // Every byte of the manifest and of the checksums at a shard's end, some of the others.
      int step = name.equals("manifest.json") ? 1 : 1 + bytes.length / 40;
      for (int at = 0; at < bytes.length; at += at < bytes.length - 20 ? step : 1) {
        flip(file, at, (byte) (bytes[at] ^ 1 << random.nextInt(8)));
        assertMessage(name, () -> readAll(output));
        flip(file, at, bytes[at]);
      }
    }
    readAll(output);
  }

  private static void flip(Path file, int at, byte value) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {value}), at);
    }
  }

  @Test
  void aCorruptBlockIsRefusedWhenItIsRead() throws IOException {
    Path output = writeShards();
    Path file = output.resolve("shard-00001.bin");
    byte[] bytes = Files.readAllBytes(file);
    bytes[ShardLayout.BLOCK_BYTES + 7] ^= 1;
    Files.write(file, bytes);
    TokenStore store = TokenStore.open(output);
    int[] ids = new int[100];
    store.copyTokens(2, 0, ids, 0, 100);
    assertMessage(
        "shard-00001.bin: block 1 (bytes 65536 to 131071) is corrupt",
        () -> store.copyTokens(2, ShardLayout.BLOCK_BYTES / 2, ids, 0, 100));
    assertMessage(
        "restore the file, or prepare the store again",
        () -> store.copyTokens(2, ShardLayout.BLOCK_BYTES / 2 - 50, ids, 0, 100));
  }

  /** Reads every number of a store. */
  private static void readAll(Path output) throws IOException {
    TokenStore store = TokenStore.open(output);
    int[] ids = new int[100_000];
    for (int d = 0; d < store.documents(); d++) {
      for (int s = 0; s <= store.sentences(d); s++) {
        store.sentenceStart(d, s);
      }
      store.copyTokens(d, 0, ids, 0, store.tokens(d));
    }
  }

  @Test
  void truncatedAndMissingFilesAreRefused() throws IOException {
    Path output = writeShards();
    Path shard = output.resolve("shard-00002.bin");
    try (FileChannel file = FileChannel.open(shard, StandardOpenOption.WRITE)) {
      file.truncate(file.size() - 1);
    }
    assertMessage("shard-00002.bin: ", () -> TokenStore.open(output));
    Files.delete(shard);
    assertMessage("shard-00002.bin: missing where the manifest", () -> TokenStore.open(output));
    Files.delete(output.resolve("tokenizer/vocab.txt"));
    assertMessage("vocab.txt: missing", () -> TokenStore.open(output));
  }

  @Test
  void shardsInTheWrongOrderAreRefused() throws IOException {
    List<List<int[]>> documents = List.of(List.of(new int[] {5, 6}), List.of(new int[] {6, 5}));
    Path output = write(9, documents, new StoreSettings(1, AtomicFile::writeFully));
    Path first = output.resolve("shard-00000.bin");
    Path second = output.resolve("shard-00001.bin");
    Files.move(first, directory.resolve("other"));
    Files.move(second, first);
    Files.move(directory.resolve("other"), second);
    assertMessage("shard-00000.bin: its table of checksums", () -> TokenStore.open(output));
  }

  @Test
  void brokenManifestsAreRefused() throws IOException {
    Path output = write(9, documents(9));
    Path manifest = output.resolve("manifest.json");
    String good = Files.readString(manifest);
    Files.writeString(manifest, good.replace("\"format_version\" : 2", "\"format_version\" : 3"));
    assertMessage("format_version 3, expected at most 2", () -> TokenStore.open(output));
    Files.writeString(manifest, good.substring(0, good.length() / 2));
    assertMessage("broken manifest", () -> TokenStore.open(output));
    Files.writeString(manifest, good.replace("\"documents\" : 20", "\"documents\" : 19"));
    assertMessage("manifest.json is corrupt", () -> TokenStore.open(output));
    Files.writeString(manifest, good + "\n");
    assertMessage("manifest.json is corrupt", () -> TokenStore.open(output));
    Files.writeString(manifest, "{\"format_version\":2}");
    assertMessage("manifest.json is corrupt", () -> TokenStore.open(output));
    Files.delete(manifest);
    assertMessage("not a token store, there is no manifest.json", () -> TokenStore.open(output));
    assertMessage("not a token store", () -> TokenStore.open(directory.resolve("nowhere")));
  }

  private List<String> list() throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).toList();
    }
  }

  private static void assertMessage(String expected, Executable action) {
    String message = assertThrows(IllegalArgumentException.class, action).getMessage();
    assertTrue(message.contains(expected), message);
    assertEquals(1, message.lines().count(), message);
  }
}
