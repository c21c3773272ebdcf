package org.bert4j.pretrain.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.stream.IntStream;
import org.bert4j.pretrain.store.TokenStore;
import org.bert4j.pretrain.store.TokenStoreWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSplitTest {
  @TempDir Path directory;

  private TokenStore store(int[]... documents) throws IOException {
    return Stores.write(directory.resolve("store"), documents);
  }

  private static int[] indices(Documents documents) {
    return IntStream.range(0, documents.size()).map(documents::index).toArray();
  }

  @Test
  void twoPercentOfTheTokensInWholeDocumentsChosenByTheSeed() throws IOException {
    int[][] documents = new int[1_000][];
    Arrays.setAll(documents, i -> new int[] {1 + i % 40});
    TokenStore store = store(documents);
    DataSplit split = DataSplit.of(store, 5);
    double share = (double) split.heldOut().tokens() / store.manifest().tokens();
    assertTrue(share >= 0.02 && share < 0.023, share + " held out");
    int[] all =
        IntStream.concat(
                Arrays.stream(indices(split.training())), Arrays.stream(indices(split.heldOut())))
            .sorted()
            .toArray();
    assertArrayEquals(IntStream.range(0, 1_000).toArray(), all);
    assertArrayEquals(indices(split.heldOut()), indices(DataSplit.of(store, 5).heldOut()));
    assertFalse(Arrays.equals(indices(split.heldOut()), indices(DataSplit.of(store, 6).heldOut())));
  }

  @Test
  void oneOfThreeDocuments() throws IOException {
    TokenStore store = store(new int[] {9}, new int[] {7}, new int[] {8});
    DataSplit split = DataSplit.of(store, 0);
    assertArrayEquals(new int[] {1}, indices(split.heldOut()));
    assertArrayEquals(new int[] {0, 2}, indices(split.training()));
  }

  @Test
  void aFewLongDocumentsAndATitle() throws IOException {
    TokenStore store =
        store(new int[] {3}, new int[] {900}, new int[] {800}, new int[] {950}, new int[] {990});
    for (int seed = 0; seed < 20; seed++) {
      assertArrayEquals(new int[] {0, 2}, indices(DataSplit.of(store, seed).heldOut()));
    }
  }

  @Test
  void atMostHalfAMillionTokens() throws IOException {
    // The vocabulary of the other stores is too large here: all tokens are the same.
    int[] sentence = new int[1_000];
    Arrays.fill(sentence, Stores.SPECIAL);
    Path output = directory.resolve("large");
    try (var tokenizer = Stores.tokenizer(1, 0);
        var writer = new TokenStoreWriter(output, tokenizer)) {
      for (int i = 0; i < 1_000; i++) {
        writer.add(Collections.nCopies(30 + i % 7, sentence));
      }
      writer.finish(0);
    }
    DataSplit split = DataSplit.of(TokenStore.open(output), 0);
    long tokens = split.heldOut().tokens();
    assertTrue(tokens > 450_000 && tokens <= 500_000, tokens + " tokens held out");
  }

  @Test
  void fewerThanThreeDocumentsCannotBeSplit() throws IOException {
    TokenStore store = store(new int[] {3}, new int[] {5});
    String message =
        assertThrows(IllegalArgumentException.class, () -> DataSplit.of(store, 0)).getMessage();
    assertTrue(message.startsWith("the corpus has 2 documents, too few to hold one out"), message);
    assertTrue(message.contains("blank lines"), message);
    assertEquals(1, message.lines().count());
  }
}
