package org.bert4j.pretrain.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.bert4j.common.io.AtomicFile;
import org.bert4j.common.io.FileTree;
import org.bert4j.tokenizer.BertTokenizer;
import org.junit.jupiter.api.Test;

/** Token stores hold what was written into them, whole or not at all. */
class TokenStoreTest extends SmallStores {
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
      FileTree.delete(output);
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
      FileTree.delete(output);
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
      FileTree.delete(output);
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
}
