package org.bert4j.tokenizer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;

/**
 * Counts the words of a corpus on several threads. The raw chunks of the text are counted first;
 * then each distinct chunk is spelled out as normalized words.
 */
final class WordCounter {

  private final int threads;
  private final BertNormalization normalization;

  WordCounter(WordPieceTraining training) {
    this.threads = training.threads();
    this.normalization = training.normalization();
  }

  /** The distinct words and their counts, sorted by their characters. */
  List<WordCount> count(Iterable<List<String>> batches) {
    Iterator<List<String>> source = batches.iterator();
    Map<String, Long> chunks = sum(thread -> countChunks(source));
    List<WordCount> words = new ArrayList<>();
    if (!chunks.isEmpty()) {
      spell(chunks).forEach((w, n) -> words.add(new WordCount(w.codePoints().toArray(), n)));
    }
    return words;
  }

  private Map<String, Long> countChunks(Iterator<List<String>> source) {
    Map<String, Long> counts = new HashMap<>();
    for (List<String> batch = next(source); batch != null; batch = next(source)) {
      for (String text : batch) {
        TextChunks.forEach(
            text,
            normalization.tokenizeChineseChars(),
            chunk -> counts.merge(chunk, 1L, Long::sum));
      }
    }
    return counts;
  }

  /** The next batch for whichever thread asks, or null at the end or after another's failure. */
  private static List<String> next(Iterator<List<String>> source) {
    synchronized (source) {
      return !Thread.currentThread().isInterrupted() && source.hasNext() ? source.next() : null;
    }
  }

  private Map<String, Long> spell(Map<String, Long> chunks) {
    List<Map.Entry<String, Long>> entries = List.copyOf(chunks.entrySet());
    try (WordSpeller speller = WordSpeller.of(chunks.keySet(), normalization)) {
      Map<String, Long> words =
          sum(
              thread -> {
                Map<String, Long> counts = new HashMap<>();
                for (int i = thread; i < entries.size(); i += threads) {
                  long times = entries.get(i).getValue();
                  for (String word : speller.words(entries.get(i).getKey())) {
                    counts.merge(word, times, Long::sum);
                  }
                }
                return counts;
              });
      return new TreeMap<>(words);
    }
  }

  /** Adds up what each thread counted; sums do not depend on who counted what. */
  private Map<String, Long> sum(IntFunction<Map<String, Long>> counter) {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      CompletionService<Map<String, Long>> parts = new ExecutorCompletionService<>(executor);
      for (int thread = 0; thread < threads; thread++) {
        int index = thread;
        parts.submit(() -> counter.apply(index));
      }
      Map<String, Long> total = new HashMap<>();
      for (int thread = 0; thread < threads; thread++) {
        parts.take().get().forEach((key, count) -> total.merge(key, count, Long::sum));
      }
      return total;
    } catch (ExecutionException e) {
      // The reader of the corpus runs in these threads; its message must reach the user unchanged.
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while counting words");
    } finally {
      executor.shutdownNow();
    }
  }
}
