package org.bert4j.examples.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Asks a model for texts as programs do and takes the time.
 *
 * @param callers threads that ask, each for the next when it has its answer, at least 1
 * @param batchSize texts of a call, at least 1
 * @param seconds how long they ask, more than 0
 */
public record InferenceLoad(int callers, int batchSize, double seconds) {
  /**
   * Checks every value. {@inheritDoc}
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public InferenceLoad {
    if (callers < 1 || batchSize < 1 || !(seconds > 0)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "callers %d, batch_size %d, seconds %s, expected at least 1, 1 and more than 0",
              callers,
              batchSize,
              seconds));
    }
  }

  /**
   * What was measured.
   *
   * @param callers threads that asked
   * @param batchSize texts of a call
   * @param textsPerSecond texts answered, of all callers together
   * @param p50 milliseconds within which half of the calls are answered
   * @param p95 the same for 95 %
   * @param p99 the same for 99 %
   */
  public record Result(
      int callers, int batchSize, double textsPerSecond, double p50, double p95, double p99) {}

  /**
   * Measures.
   *
   * @param texts what is asked for, one after the other and then from the start
   * @param model answers some of them; called by all callers at once
   * @return the figures
   * @throws IllegalStateException if an answer fails
   */
  public Result run(List<String> texts, Consumer<List<String>> model) {
    AtomicInteger next = new AtomicInteger();
    long start = System.nanoTime();
    long end = start + (long) (seconds * 1e9);
    List<long[]> ofCallers = new ArrayList<>();
    if (callers == 1) {
      ofCallers.add(ask(texts, model, next, end));
    } else {
      ExecutorService threads = Executors.newFixedThreadPool(callers);
      try {
        List<Future<long[]>> futures = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
          futures.add(threads.submit(() -> ask(texts, model, next, end)));
        }
        for (Future<long[]> future : futures) {
          ofCallers.add(future.get());
        }
      } catch (InterruptedException | ExecutionException e) {
        throw new IllegalStateException(e);
      } finally {
        threads.shutdownNow();
      }
    }
    double taken = (System.nanoTime() - start) / 1e9;
    long[] latencies = ofCallers.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    return new Result(
        callers,
        batchSize,
        (double) latencies.length * batchSize / taken,
        percentile(latencies, 0.5),
        percentile(latencies, 0.95),
        percentile(latencies, 0.99));
  }

  private long[] ask(
      List<String> texts, Consumer<List<String>> model, AtomicInteger next, long end) {
    List<Long> latencies = new ArrayList<>();
    do {
      int from = next.getAndAdd(batchSize) & Integer.MAX_VALUE;
      List<String> asked = new ArrayList<>(batchSize);
      for (int i = 0; i < batchSize; i++) {
        asked.add(texts.get((from + i) % texts.size()));
      }
      long begin = System.nanoTime();
      model.accept(asked);
      latencies.add(System.nanoTime() - begin);
    } while (System.nanoTime() < end);
    return latencies.stream().mapToLong(Long::longValue).toArray();
  }

  private static double percentile(long[] sorted, double share) {
    int index = (int) Math.ceil(share * sorted.length) - 1;
    return sorted[Math.max(0, index)] / 1e6;
  }
}
