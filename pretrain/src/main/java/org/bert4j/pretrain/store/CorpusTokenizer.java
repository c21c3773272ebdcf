package org.bert4j.pretrain.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinTask;
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

  /** The batch that is tokenized and written, or null; its result is what went wrong, or null. */
  private ForkJoinTask<Throwable> inProgress;

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

  private void addAll(CorpusReader reader) throws IOException {
    Batch batch = new Batch();
    try {
      while (reader.hasNext()) {
        batch.add(reader.next(), reader.position());
        if (batch.isFull()) {
          start(batch);
          batch = new Batch();
        }
      }
      start(batch);
    } finally {
      await();
    }
  }

  /** Lets a batch be written behind the one before it. */
  private void start(Batch batch) throws IOException {
    await();
    inProgress = ForkJoinTask.adapt(() -> failure(batch)).fork();
  }

  private void await() throws IOException {
    Throwable failure = inProgress == null ? null : inProgress.join();
    inProgress = null;
    if (failure instanceof IOException exception) {
      throw exception;
    }
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
    if (failure instanceof Error error) {
      throw error;
    }
  }

  /** Exceptions are handed over as they are: a pool would wrap them in others. */
  private Throwable failure(Batch batch) {
    try {
      write(batch);
      return null;
    } catch (IOException | RuntimeException | Error e) {
      return e;
    }
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
