package org.bert4j.tokenizer.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.bert4j.tokenizer.BertNormalization;
import org.bert4j.tokenizer.TextChunks;
import org.bert4j.tokenizer.WordSpeller;

/**
 * Counts the words of a corpus on several threads and in limited memory. The raw chunks of the text
 * are counted first; then each distinct chunk is spelled out as normalized words, and these are
 * counted. Both counts are exact: what does not fit in memory is sorted on the disk ({@link
 * WordRuns}). Lossy counting would need no disk, but its error bound is a share of the whole
 * corpus, and which counts are wrong depends on the order of the text.
 */
final class WordCounter {

  /** Longer chunks (base64, text without spaces) are rare, and never the same twice. */
  private static final int MAX_CHUNK_CHARS = WordTable.maxWordBytes() / 3;

  private final int threads;
  private final BertNormalization normalization;

  /** Bytes for the tables of a thread; those of chunks and of words exist at the same time. */
  private final long tableBytes;

  WordCounter(WordPieceTraining training) {
    this.threads = training.threads();
    this.normalization = training.normalization();
    this.tableBytes = training.memory() / 2 / threads;
  }

  /**
   * The distinct words and their counts.
   *
   * @return the words, to be closed by the caller
   * @throws IOException if the folder for temporary files cannot take them
   */
  WordRuns count(Iterable<List<String>> batches) throws IOException {
    try (WordRuns chunks = new WordRuns()) {
      SharedBatches source = new SharedBatches(batches.iterator());
      BitSet characters = new BitSet();
      for (BitSet part : onAllThreads(() -> countChunks(source, chunks))) {
        characters.or(part);
      }
      chunks.merge();
      return spell(chunks, characters);
    }
  }

  /** Counts the chunks of the batches that this thread gets; returns their characters. */
  private BitSet countChunks(SharedBatches source, WordRuns chunks) throws IOException {
    WordTable table = new WordTable(tableBytes);
    BitSet characters = new BitSet();
    WordEntry entry = new WordEntry();
    entry.setCount(1);
    TextChunks.Consumer count =
        (text, start, end) -> {
          if (end - start <= MAX_CHUNK_CHARS) {
            entry.set(text, start, end);
            add(entry, table, chunks);
          } else {
            countWords(text.substring(start, end), table, chunks);
          }
        };
    for (List<String> batch = source.next(); batch != null; batch = source.next()) {
      for (String text : batch) {
        text.codePoints().forEach(characters::set);
        TextChunks.forEach(text, normalization.tokenizeChineseChars(), count);
      }
    }
    chunks.finish(table);
    return characters;
  }

  /** Counts the words of a long chunk at once: normalized again they remain as they are. */
  private void countWords(String chunk, WordTable table, WordRuns chunks) {
    BitSet characters = new BitSet();
    chunk.codePoints().forEach(characters::set);
    WordEntry entry = new WordEntry();
    entry.setCount(1);
    try (WordSpeller speller = WordSpeller.of(characters, normalization)) {
      speller.forEachWord(
          chunk,
          word -> {
            entry.set(word, 0, word.length());
            add(entry, table, chunks);
          });
    }
  }

  private static void add(WordEntry entry, WordTable table, WordRuns runs) {
    try {
      runs.add(entry, table);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Batches for whichever thread asks. Their source is asked for nothing after it has failed, so
   * that its first failure is the only one.
   */
  private static final class SharedBatches {
    private final Iterator<List<String>> source;
    private boolean ended;

    SharedBatches(Iterator<List<String>> source) {
      this.source = source;
    }

    /** The next batch, or null at the end or after a failure. */
    synchronized List<String> next() {
      if (ended || Thread.currentThread().isInterrupted()) {
        return null;
      }
      ended = true; // unless what follows goes well
      List<String> batch = source.hasNext() ? source.next() : null;
      ended = batch == null;
      return batch;
    }
  }

  private WordRuns spell(WordRuns chunks, BitSet characters) throws IOException {
    WordRuns words = new WordRuns();
    try (WordSpeller speller = WordSpeller.of(characters, normalization)) {
      ChunkSpelling source = new ChunkSpelling(chunks.read(), speller, normalization.doLowerCase());
      onAllThreads(
          () -> {
            WordTable table = new WordTable(tableBytes);
            source.forEachWord(entry -> add(entry, table, words));
            words.finish(table);
            return table;
          });
      words.merge();
      return words;
    } catch (IOException | RuntimeException e) {
      words.close();
      throw e;
    }
  }

  /** Runs a task on each thread; sums do not depend on who counted what. */
  private <T> List<T> onAllThreads(Callable<T> task) throws IOException {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      CompletionService<T> parts = new ExecutorCompletionService<>(executor);
      for (int thread = 0; thread < threads; thread++) {
        parts.submit(task);
      }
      List<T> results = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        results.add(parts.take().get());
      }
      return results;
    } catch (ExecutionException e) {
      // The reader of the corpus runs in these threads; its message must reach the user unchanged.
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while counting words");
    } finally {
      stop(executor);
    }
  }

  /** Waits for all threads, also when interrupted: they use what the caller closes next. */
  private static void stop(ExecutorService executor) {
    executor.shutdownNow();
    boolean interrupted = Thread.interrupted();
    boolean ended = false;
    while (!ended) {
      try {
        ended = executor.awaitTermination(1, TimeUnit.DAYS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
