package org.bert4j.common.layer;

import java.util.Arrays;
import org.bert4j.common.concurrent.SpinBarrier;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.GrowingArena;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.kernel.Transfer;
import org.bert4j.common.layer.Activations.Keep;
import org.bert4j.common.layer.LayerShare.Place;

/**
 * A stack of Transformer layers that some threads compute together for one sequence at a time, in
 * evaluation: each a share of the heads and of the columns of every product. oneDNN's own threads
 * share a product, too, but are woken and waited for in every kernel, which takes longer than the
 * kernels of a short sequence.
 */
public final class SplitEncoder implements AutoCloseable {
  private final DataType computeType;
  private final LayerShare[][] shares;
  private final LayerShare.Own[] own;
  private final GrowingArena<Integer> memory = new GrowingArena<>(0);
  private final SpinBarrier barrier;
  private LayerShare.Shared shared;
  private int tokens;

  /**
   * Makes a stack without shares, to be given them by {@link #addShare}.
   *
   * @param threads how many share the work
   * @param computeType type of matrix operands
   */
  public SplitEncoder(int threads, DataType computeType) {
    this.computeType = computeType;
    shares = new LayerShare[threads][];
    own = new LayerShare.Own[threads];
    barrier = new SpinBarrier(threads);
  }

  /**
   * Whether so many threads can share the layers.
   *
   * @param encoder the layers
   * @param threads how many
   * @return whether heads and columns can be dealt out
   */
  public static boolean isPossible(Encoder encoder, int threads) {
    TransformerLayer first = encoder.layers().get(0);
    return threads > 1
        && first.selfAttention().heads() % threads == 0
        && first.intermediate.dense.outputSize() % threads == 0;
  }

  /**
   * Gives a thread its share; to be called on that thread.
   *
   * @param number of the thread
   * @param engine of the thread
   * @param encoder the thread's layers, whose parameters are only used
   */
  public void addShare(int number, ComputeEngine engine, Encoder encoder) {
    Place place = new Place(number, shares.length);
    shares[number] =
        encoder.layers().stream()
            .map(layer -> new LayerShare(engine, layer, place))
            .toArray(LayerShare[]::new);
  }

  /**
   * Prepares for a sequence; to be called before the threads begin.
   *
   * @param length its tokens
   * @param rows the same, rounded up
   */
  public void begin(int length, int rows) {
    barrier.reset();
    tokens = length;
    if (memory.capacity() < rows) {
      int capacity = Math.max(rows, 2 * memory.capacity());
      memory.grow(
          capacity,
          arena ->
              reserve(
                  new Activations(
                      arena,
                      computeType,
                      Keep.LAST_STATE,
                      new Capacity(capacity, capacity, 0, 1, 0))));
    }
    if (rows > length) {
      float[] mask = new float[rows];
      Arrays.fill(mask, length, rows, Float.NEGATIVE_INFINITY);
      Transfer.fromArray(mask, shared.mask().columns(0, rows));
    }
  }

  private void reserve(Activations activations) {
    shared = shares[0][0].shared(activations);
    for (int i = 0; i < shares.length; i++) {
      own[i] = shares[i][0].own(activations);
      for (LayerShare layer : shares[i]) {
        layer.reserve(activations);
      }
    }
  }

  /**
   * The forward pass, to be called by every thread at once.
   *
   * @param number of the calling thread
   * @param pass of that thread
   * @param x {@code [N, H]} of the sequence and spare rows, the thread's copy
   * @return {@code [N, H]} of the last layer, the thread's copy, valid until the next pass
   */
  public Tensor forward(int number, Pass pass, Tensor x) {
    boolean isMasked = x.rows() > tokens;
    LayerShare.Rest rest = new LayerShare.Rest(own[number], shared, barrier, isMasked);
    Tensor states = x;
    for (LayerShare layer : shares[number]) {
      states = layer.forward(pass, states, rest);
    }
    return states;
  }

  /**
   * Lets no thread wait for one that has failed.
   *
   * @param failure why; thrown by those that wait
   */
  public void fail(RuntimeException failure) {
    barrier.breakUp(failure);
  }

  @Override
  public void close() {
    memory.close();
  }
}
