package org.bert4j.pretrain.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bert4j.pretrain.store.TokenStore;
import org.bert4j.pretrain.store.TokenStoreWriter;
import org.bert4j.tokenizer.BertNormalization;
import org.bert4j.tokenizer.BertTokenizer;

/** Small token stores in which every token has an id of its own, so that its place is known. */
final class Stores {
  static final int SPECIAL = 5;

  private Stores() {}

  /** A vocabulary of five special tokens, whole words and pieces that continue words. */
  static BertTokenizer tokenizer(int words, int continuations) {
    List<String> tokens = new ArrayList<>(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"));
    IntStream.range(0, words).mapToObj(i -> "w" + i).forEach(tokens::add);
    IntStream.range(0, continuations).mapToObj(i -> "##c" + i).forEach(tokens::add);
    return BertTokenizer.of(tokens, BertNormalization.uncased());
  }

  /** What pairing and masking ask of {@link #tokenizer}. */
  static MaskingVocabulary pieces(int words, int continuations) {
    try (BertTokenizer tokenizer = tokenizer(words, continuations)) {
      return new MaskingVocabulary(tokenizer);
    }
  }

  /** Documents of sentences of the given lengths; the ids count up from {@link #SPECIAL}. */
  static TokenStore write(Path directory, int[]... documents) throws IOException {
    int tokens = IntStream.range(0, documents.length).map(d -> sum(documents[d])).sum();
    try (BertTokenizer tokenizer = tokenizer(tokens, 0);
        TokenStoreWriter writer = new TokenStoreWriter(directory, tokenizer)) {
      int id = SPECIAL;
      for (int[] lengths : documents) {
        List<int[]> sentences = new ArrayList<>();
        for (int length : lengths) {
          sentences.add(IntStream.range(id, id + length).toArray());
          id += length;
        }
        writer.add(sentences);
      }
      writer.finish(0);
    }
    return TokenStore.open(directory);
  }

  /** The lengths of so many sentences, all equal. */
  static int[] sentences(int count, int length) {
    return IntStream.range(0, count).map(i -> length).toArray();
  }

  private static int sum(int[] values) {
    return IntStream.of(values).sum();
  }
}
