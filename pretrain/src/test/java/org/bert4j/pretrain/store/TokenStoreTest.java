package org.bert4j.pretrain.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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
    Path output = directory.resolve("store");
    try (BertTokenizer tokenizer = tokenizer(vocabularySize);
        TokenStoreWriter writer = new TokenStoreWriter(output, tokenizer)) {
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
      assertEquals(store.manifest().tokens() * bytes, Files.size(output.resolve("tokens.bin")));
      StoreFiles.deleteTree(output);
    }
  }

  @Test
  void isReadThroughSeveralMappings() throws IOException {
    List<List<int[]>> documents = documents(300);
    Path output = write(300, documents);
    for (int partBits = 4; partBits < 12; partBits++) {
      assertHolds(TokenStore.open(output, partBits), documents);
    }
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
    Files.createDirectories(directory.resolve("store.incomplete/tokenizer"));
    Files.writeString(directory.resolve("store.incomplete/tokens.bin"), "half");
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
  void truncatedFilesAreRefused() throws IOException {
    for (String name : StoreFiles.DATA) {
      Path output = write(9, documents(9));
      try (FileChannel file = FileChannel.open(output.resolve(name), StandardOpenOption.WRITE)) {
        file.truncate(file.size() - 1);
      }
      assertMessage(name + ": ", () -> TokenStore.open(output));
      Files.delete(output.resolve(name));
      assertMessage(name + ": missing where the manifest says", () -> TokenStore.open(output));
      StoreFiles.deleteTree(output);
    }
  }

  @Test
  void corruptFilesAreRefused() throws IOException {
    for (String name : StoreFiles.DATA) {
      Path output = write(9, documents(9));
      byte[] bytes = Files.readAllBytes(output.resolve(name));
      bytes[bytes.length / 2] ^= 1;
      Files.write(output.resolve(name), bytes);
      assertMessage(name + ": corrupt, its checksum is ", () -> TokenStore.open(output));
      StoreFiles.deleteTree(output);
    }
  }

  @Test
  void brokenManifestsAreRefused() throws IOException {
    Path output = write(9, documents(9));
    Path manifest = output.resolve("manifest.json");
    String good = Files.readString(manifest);
    Files.writeString(manifest, good.replace("\"format_version\" : 1", "\"format_version\" : 2"));
    assertMessage("format_version 2, expected 1", () -> TokenStore.open(output));
    Files.writeString(manifest, good.substring(0, good.length() / 2));
    assertMessage("broken manifest", () -> TokenStore.open(output));
    Files.writeString(manifest, good.replace("\"crc32c\"", "\"crc\""));
    assertMessage("broken manifest", () -> TokenStore.open(output));
    Files.writeString(manifest, good.replace("\"documents\" : 20", "\"documents\" : -1"));
    assertMessage("broken manifest", () -> TokenStore.open(output));
    Files.writeString(manifest, good.replace("\"documents\" : 20", "\"documents\" : 19"));
    assertMessage("documents.bin: ", () -> TokenStore.open(output));
    Files.delete(manifest);
    assertMessage("not a token store", () -> TokenStore.open(output));
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
