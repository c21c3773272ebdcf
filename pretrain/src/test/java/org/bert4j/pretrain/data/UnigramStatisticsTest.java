package org.bert4j.pretrain.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.bert4j.pretrain.store.TokenStore;
import org.bert4j.pretrain.store.TokenStoreWriter;
import org.bert4j.tokenizer.BertTokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnigramStatisticsTest {
  private static final int UNK = 1;

  @TempDir Path directory;

  private UnigramStatistics of(int[]... sentences) throws IOException {
    try (BertTokenizer tokenizer = Stores.tokenizer(10, 0);
        TokenStoreWriter writer = new TokenStoreWriter(directory.resolve("store"), tokenizer)) {
      writer.add(List.of(sentences));
      writer.finish(0);
      Documents documents = Documents.all(TokenStore.open(directory.resolve("store")));
      return UnigramStatistics.of(documents, new MaskingVocabulary(tokenizer));
    }
  }

  @Test
  void halfAQuarterAQuarter() throws IOException {
    int[] half = new int[5_000];
    Arrays.fill(half, 5);
    int[] quarter = new int[2_500];
    Arrays.fill(quarter, 6);
    int[] other = new int[2_500];
    Arrays.fill(other, 7);
    UnigramStatistics statistics = of(half, quarter, other, new int[] {UNK, UNK});
    assertEquals(1.5 * Math.log(2), statistics.entropy(), 1e-12);
    assertEquals(0.5, statistics.mostFrequentTokenShare(), 1e-12);
  }

  @Test
  void nothingToPredict() throws IOException {
    assertEquals(new UnigramStatistics(0, 0), of(new int[] {UNK}));
  }
}
