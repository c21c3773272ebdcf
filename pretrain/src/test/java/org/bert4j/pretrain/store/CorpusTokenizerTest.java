package org.bert4j.pretrain.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.bert4j.common.io.AtomicFile;
import org.bert4j.common.io.InvalidUtf8;
import org.bert4j.pretrain.corpus.Corpus;
import org.bert4j.pretrain.corpus.CorpusFormat;
import org.bert4j.pretrain.corpus.CorpusListener;
import org.bert4j.pretrain.corpus.CorpusOptions;
import org.bert4j.tokenizer.BertNormalization;
import org.bert4j.tokenizer.BertTokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusTokenizerTest {
  private static final List<String> VOCABULARY =
      List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "rain", "##s", "sun", ".");

  @TempDir Path directory;

  private StoreManifest write(String name, Path corpus) throws IOException {
    CorpusOptions options = new CorpusOptions(CorpusFormat.SENTENCES, InvalidUtf8.SKIP, "text");
    try (BertTokenizer tokenizer = BertTokenizer.of(VOCABULARY, BertNormalization.uncased())) {
      return CorpusTokenizer.write(
          Corpus.of(List.of(corpus), options),
          tokenizer,
          directory.resolve(name),
          CorpusListener.NONE,
          new StoreSettings(1 << 20, AtomicFile::writeFully));
    }
  }

  @Test
  void corpusBecomesIdsOfDocumentsAndSentences() throws IOException {
    Path corpus = directory.resolve("a.txt");
    Files.write(
        corpus, "Rains.\nSun \u00e9\nsun snow .\n\n[MASK]".getBytes(StandardCharsets.ISO_8859_1));
    StoreManifest manifest = write("store", corpus);
    TokenStore store = TokenStore.open(directory.resolve("store"));
    assertEquals(manifest, store.manifest());
    assertEquals(2, store.documents());
    assertEquals(List.of(2, 1), List.of(store.sentences(0), store.sentences(1)));
    int[] ids = new int[6];
    store.copyTokens(0, 0, ids, 0, 6);
    assertArrayEquals(new int[] {5, 6, 8, 7, 1, 8}, ids);
    assertEquals(1, manifest.droppedLines());
    assertEquals(4, manifest.unknownTokens(), "snow, [, mask, ]");
  }

  @Test
  void bytesDoNotDependOnTheNumberOfThreads() throws Exception {
    Path corpus = directory.resolve("a.txt");
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 60_000; i++) {
      text.append(i % 3 == 0 ? "rains and " : "sun ").append("rain ".repeat(i % 41)).append(".\n");
      text.append(i % 100 == 0 ? "\n" : "");
    }
    Files.writeString(corpus, text);
    StoreManifest one = new ForkJoinPool(1).submit(() -> write("1", corpus)).get();
    assertEquals(3, one.shards().size());
    for (int threads : new int[] {2, 4}) {
      String store = Integer.toString(threads);
      assertEquals(one, new ForkJoinPool(threads).submit(() -> write(store, corpus)).get());
      for (String name :
          List.of("manifest.json", "shard-00000.bin", "shard-00001.bin", "shard-00002.bin")) {
        assertEquals(
            -1,
            Files.mismatch(directory.resolve("1/" + name), directory.resolve(store + "/" + name)),
            name);
      }
    }
  }

  @Test
  void emptyCorpusLeavesNothingBehind() throws IOException {
    Path corpus = Files.writeString(directory.resolve("a.txt"), "\n\n");
    assertThrows(IllegalArgumentException.class, () -> write("store", corpus));
    assertFalse(Files.exists(directory.resolve("store")));
    assertFalse(Files.exists(directory.resolve("store.incomplete")));
  }
}
