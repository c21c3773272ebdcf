package org.bert4j.pretrain.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bert4j.common.concurrent.OwnThread;
import org.bert4j.pretrain.corpus.Corpus;
import org.bert4j.pretrain.corpus.CorpusListener;
import org.bert4j.pretrain.corpus.CorpusPosition;
import org.bert4j.pretrain.corpus.CorpusReader;
import org.bert4j.pretrain.corpus.Document;
import org.bert4j.tokenizer.BertTokenizer;

/**
 * Tokenizes a corpus into a token store, in batches that bound the memory and use all cores; while
 * one is tokenized the next is read. A preparation that was interrupted goes on after its last
 * finished shard, and the store has the bytes that it would have had without that.
 */
public final class CorpusTokenizer {
  private static final int BATCH_CHARS = 1 << 22;

  private final BertTokenizer tokenizer;
  private final TokenStoreWriter writer;

  /** Documents, and where reading stands after each. */
  private static final class Batch {
    final List<Document> documents = new ArrayList<>();
    final List<CorpusPosition> positions = new ArrayList<>();
    private int chars;

    void add(Document document, CorpusPosition position) {
      documents.add(document);
      positions.add(position);
      chars += document.sentences().stream().mapToInt(String::length).sum();
    }

    boolean isFull() {
      return chars >= BATCH_CHARS;
    }
  }

  private CorpusTokenizer(BertTokenizer tokenizer, TokenStoreWriter writer) {
    this.tokenizer = tokenizer;
    this.writer = writer;
  }

  /**
   * Reads and tokenizes a corpus.
   *
   * @param corpus what to read
   * @param tokenizer gives the ids; its files are copied into the store
   * @param output directory of the store, which must not exist or be empty
   * @param listener hears which form each file is read in, and the progress
   * @return what the store holds
   * @throws IllegalArgumentException if the corpus is empty or not UTF-8, if something stands at
   *     the output's name, or if an interrupted preparation of that output read other files
   * @throws IOException if reading or writing fails; shards that are finished are gone on from when
   *     this is called again
   */
  public static StoreManifest write(
      Corpus corpus, BertTokenizer tokenizer, Path output, CorpusListener listener)
      throws IOException {
    return write(corpus, tokenizer, output, listener, StoreSettings.DEFAULT);
  }

  static StoreManifest write(
      Corpus corpus,
      BertTokenizer tokenizer,
      Path output,
      CorpusListener listener,
      StoreSettings settings)
      throws IOException {
    try (TokenStoreWriter writer = new TokenStoreWriter(output, tokenizer, corpus, settings)) {
      try (CorpusReader reader = corpus.read(listener, writer.begun().position())) {
        new CorpusTokenizer(tokenizer, writer).addAll(reader);
        return writer.finish(reader.droppedLines());
      }
    }
  }

  /** Reads on a thread of its own, a batch ahead; tokenizing has all cores in the meantime. */
  private void addAll(CorpusReader reader) throws IOException {
    try (OwnThread thread = new OwnThread("corpus-reader")) {
      Batch batch = thread.start(() -> read(reader)).join();
      while (!batch.documents.isEmpty()) {
        OwnThread.Task<Batch> next = thread.start(() -> read(reader));
        write(batch);
        batch = next.join();
      }
    }
  }

  private static Batch read(CorpusReader reader) {
    Batch batch = new Batch();
    while (!batch.isFull() && reader.hasNext()) {
      batch.add(reader.next(), reader.position());
    }
    return batch;
  }

  private void write(Batch batch) throws IOException {
    List<String> sentences =
        batch.documents.stream().flatMap(document -> document.sentences().stream()).toList();
    List<int[]> ids = tokenizer.encodeAll(sentences);
    int from = 0;
    for (int i = 0; i < batch.documents.size(); i++) {
      int to = from + batch.documents.get(i).sentences().size();
      writer.add(ids.subList(from, to), batch.positions.get(i));
      from = to;
    }
  }
}
