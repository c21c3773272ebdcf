package org.bert4j.finetune.embed;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import org.bert4j.common.concurrent.OwnThread;
import org.bert4j.common.io.Machine;
import org.bert4j.common.kernel.Arena;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.kernel.Transfer;

/**
 * Vectors to be searched through: exact, by the product of the matrix of queries with that of the
 * vectors. Scores are inner products, which are cosines where all have length 1. Thread-safe; it
 * owns native memory until it is closed.
 */
public final class VectorIndex implements AutoCloseable {
  /** Queries that are multiplied at a time. */
  private static final int BATCH = 64;

  /** Vectors that they are multiplied with at a time, which bounds the memory of the product. */
  private static final int BLOCK = 16_384;

  private final OwnThread computing = new OwnThread("bert4j-search");
  private final int count;
  private final int size;
  private ComputeEngine engine;
  private Arena arena;
  private Tensor vectors;
  private Tensor queries;
  private Tensor products;

  /**
   * What was found.
   *
   * @param ids {@code [q][k]} numbers of the vectors, the closest first
   * @param scores {@code [q][k]} their inner products
   */
  public record Hits(int[][] ids, float[][] scores) {}

  private VectorIndex(int count, int size) {
    this.count = count;
    this.size = size;
  }

  /**
   * Holds vectors.
   *
   * @param vectors {@code [H]} each, at least one
   * @param threads threads that compute
   * @return the index, to be closed by the caller
   * @throws IllegalArgumentException if there are none, or not all have the same size
   */
  public static VectorIndex of(List<float[]> vectors, int threads) {
    if (vectors.isEmpty()) {
      throw new IllegalArgumentException("no vectors to search through, expected at least one");
    }
    int size = vectors.get(0).length;
    requireSize(vectors, size);
    VectorIndex index = new VectorIndex(vectors.size(), size);
    index.computing.run(() -> index.fill(vectors, threads));
    return index;
  }

  /** The nearest of some vectors to each query. */
  static Hits nearest(List<float[]> queries, List<float[]> vectors, int k) {
    try (VectorIndex index = of(vectors, Machine.processors())) {
      return index.search(queries, k);
    }
  }

  private static void requireSize(List<float[]> vectors, int size) {
    for (float[] vector : vectors) {
      if (vector.length != size) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT, "a vector has %d numbers, expected %d", vector.length, size));
      }
    }
  }

  private void fill(List<float[]> given, int threads) {
    engine = new ComputeEngine(threads);
    arena = new Arena();
    vectors = arena.matrix(DataType.FP32, count, size);
    queries = arena.matrix(DataType.FP32, BATCH, size);
    products = arena.matrix(DataType.FP32, (long) BATCH * Math.min(BLOCK, count), 1);
    write(given, vectors);
  }

  private void write(List<float[]> rows, Tensor target) {
    Transfer transfer = new Transfer();
    for (int i = 0; i < rows.size(); i++) {
      transfer.write(target, (long) i * size, rows.get(i), size);
    }
  }

  /**
   * Finds the closest vectors.
   *
   * @param given {@code [q][H]} queries
   * @param k how many for each, at most as many as there are
   * @return what was found; of equal scores the smaller number comes first
   * @throws IllegalArgumentException if k is below 1 or a query has another size
   */
  public Hits search(List<float[]> given, int k) {
    if (k < 1) {
      throw new IllegalArgumentException("top_k is " + k + ", expected at least 1");
    }
    requireSize(given, size);
    Hits hits = new Hits(new int[given.size()][], new float[given.size()][]);
    for (int from = 0; from < given.size(); from += BATCH) {
      List<float[]> some = given.subList(from, Math.min(given.size(), from + BATCH));
      int first = from;
      computing.run(() -> search(some, first, Math.min(k, count), hits));
    }
    return hits;
  }

  /** A vector and how close it is. */
  private record Hit(int id, float score) {
    static final Comparator<Hit> WORST_FIRST =
        Comparator.comparingDouble(Hit::score)
            .thenComparing(Comparator.comparingInt(Hit::id).reversed());
  }

  private void search(List<float[]> some, int first, int k, Hits hits) {
    write(some, queries);
    List<PriorityQueue<Hit>> best =
        some.stream().map(query -> new PriorityQueue<>(k + 1, Hit.WORST_FIRST)).toList();
    float[] row = new float[Math.min(BLOCK, count)];
    Transfer transfer = new Transfer();
    for (int start = 0; start < count; start += BLOCK) {
      int length = Math.min(BLOCK, count - start);
      Tensor block = products.rows(0, (long) BATCH * length).reshape(BATCH, length);
      engine.matmul(queries, vectors.rows(start, length).transpose()).into(block);
      for (int q = 0; q < some.size(); q++) {
        transfer.read(block, (long) q * length, row, length);
        keep(best.get(q), row, start, length, k);
      }
    }
    for (int q = 0; q < some.size(); q++) {
      List<Hit> sorted = best.get(q).stream().sorted(Hit.WORST_FIRST.reversed()).toList();
      hits.ids()[first + q] = sorted.stream().mapToInt(Hit::id).toArray();
      float[] scores = new float[sorted.size()];
      for (int i = 0; i < scores.length; i++) {
        scores[i] = sorted.get(i).score();
      }
      hits.scores()[first + q] = scores;
    }
  }

  private static void keep(PriorityQueue<Hit> best, float[] row, int start, int length, int k) {
    for (int i = 0; i < length; i++) {
      if (best.size() < k || row[i] > best.peek().score()) {
        best.add(new Hit(start + i, row[i]));
        if (best.size() > k) {
          best.poll();
        }
      }
    }
  }

  @Override
  public void close() {
    computing.run(
        () -> {
          arena.close();
          engine.close();
        });
    computing.close();
  }
}
