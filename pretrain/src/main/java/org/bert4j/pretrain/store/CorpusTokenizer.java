package org.bert4j.pretrain.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bert4j.pretrain.corpus.Corpus;
import org.bert4j.pretrain.corpus.CorpusListener;
import org.bert4j.pretrain.corpus.CorpusReader;
import org.bert4j.pretrain.corpus.Document;
import org.bert4j.tokenizer.BertTokenizer;

/** Tokenizes a corpus into a token store, in batches that bound the memory and use all cores. */
public final class CorpusTokenizer {
  private static final int BATCH_CHARS = 1 << 22;

  private CorpusTokenizer() {}

  /**
   * Reads and tokenizes a corpus.
   *
   * @param corpus what to read
   * @param tokenizer gives the ids; its files are copied into the store
   * @param output directory of the store, which must not exist or be empty
   * @param listener hears which form each file is read in, and the progress
   * @return what the store holds
   * @throws IllegalArgumentException if the corpus is empty or not UTF-8, or if something stands at
   *     the output's name
   * @throws IOException if reading or writing fails
   */
  public static StoreManifest write(
      Corpus corpus, BertTokenizer tokenizer, Path output, CorpusListener listener)
      throws IOException {
    try (TokenStoreWriter writer = new TokenStoreWriter(output, tokenizer);
        CorpusReader reader = corpus.read(listener)) {
      List<Document> batch = new ArrayList<>();
      int chars = 0;
      while (reader.hasNext()) {
        Document document = reader.next();
        batch.add(document);
        chars += document.sentences().stream().mapToInt(String::length).sum();
        if (chars >= BATCH_CHARS) {
          addAll(batch, tokenizer, writer);
          chars = 0;
        }
      }
      addAll(batch, tokenizer, writer);
      return writer.finish(reader.droppedLines());
    }
  }

  private static void addAll(List<Document> batch, BertTokenizer tokenizer, TokenStoreWriter writer)
      throws IOException {
    List<String> sentences =
        batch.stream().flatMap(document -> document.sentences().stream()).toList();
    List<int[]> ids = tokenizer.encodeAll(sentences);
    int from = 0;
    for (Document document : batch) {
      int to = from + document.sentences().size();
      writer.add(ids.subList(from, to));
      from = to;
    }
    batch.clear();
  }
}
