package org.bert4j.common.layer;

import java.util.HashMap;
import java.util.Map;
import org.bert4j.common.concurrent.SpinBarrier;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Elementwise.Function;
import org.bert4j.common.kernel.Matmul;
import org.bert4j.common.kernel.MovingView;
import org.bert4j.common.kernel.Tensor;

/**
 * What one of T threads computes of a Transformer layer for a single sequence: A/T heads, and a
 * T-th of the columns of each product, of whose weights it so reads a T-th (Shoeybi et al., 2019).
 * The threads wait for each other four times a layer. Normalizations, which take whole rows, each
 * computes for itself.
 */
final class LayerShare {
  private final int share;
  private final int shares;
  private final int heads;
  private final int headSize;
  private final int width;
  private final int innerWidth;
  private final float scale;
  private final Linear query;
  private final Linear key;
  private final Linear value;
  private final Linear output;
  private final LayerNorm outputNorm;
  private final Linear inner;
  private final Function activation;
  private final Linear outer;
  private final LayerNorm outerNorm;

  /**
   * Which share.
   *
   * @param share its number
   * @param shares how many there are, a divisor of the heads and of I
   */
  record Place(int share, int shares) {}

  /**
   * Memory that the layers take turns in.
   *
   * @param context {@code [S, H]} results of all heads, of all threads
   * @param sum {@code [S, H]} in single precision, what is to be normalized, of all threads
   * @param inner {@code [S, I]}, of all threads
   * @param mask {@code [1, S]} in single precision, what is added to scores to hide spare keys
   */
  record Shared(Tensor context, Tensor sum, Tensor inner, Tensor mask) {}

  /**
   * Memory of one thread, and its views of what it works on.
   *
   * @param projections {@code [S, 3H/T]} queries, keys and values
   * @param scores of its heads, as one row
   * @param states {@code [S, H]} between attention and the feed-forward network
   * @param result {@code [S, H]} of the layer
   * @param views by number of rows
   */
  record Own(
      Tensor projections, Tensor scores, Tensor states, Tensor result, Map<Integer, Views> views) {}

  /** Views for sequences of so many rows. */
  private record Views(
      MovingView query,
      MovingView keyTransposed,
      MovingView value,
      MovingView scores,
      MovingView context,
      MovingView mask) {}

  /**
   * Takes a share of a layer.
   *
   * @param engine packs the weights where that has not been done
   * @param layer the layer, whose parameters are only used
   * @param place which share of how many
   */
  LayerShare(ComputeEngine engine, TransformerLayer layer, Place place) {
    share = place.share();
    shares = place.shares();
    MultiHeadAttention self = layer.attention.self;
    self.queryKeyValue().operand(engine);
    layer.attention.output.dense.operand(engine);
    layer.intermediate.dense.operand(engine);
    layer.output.dense.operand(engine);
    int hiddenSize = self.query().outputSize();
    headSize = hiddenSize / self.heads();
    heads = self.heads() / shares;
    width = hiddenSize / shares;
    innerWidth = layer.intermediate.dense.outputSize() / shares;
    scale = (float) (1 / Math.sqrt(headSize));
    query = own(self.query(), width);
    key = own(self.key(), width);
    value = own(self.value, width);
    output = own(layer.attention.output.dense, width);
    outputNorm = layer.attention.output.layerNorm.another();
    inner = own(layer.intermediate.dense, innerWidth);
    activation = layer.intermediate.activation();
    outer = own(layer.output.dense, width);
    outerNorm = layer.output.layerNorm.another();
  }

  private Linear own(Linear whole, int outputs) {
    return whole.outputs((long) share * outputs, outputs);
  }

  /** Makes room for the statistics of normalizations. */
  void reserve(Activations memory) {
    outputNorm.reserve(memory);
    outerNorm.reserve(memory);
  }

  /** Makes memory that all threads share. */
  Shared shared(Activations memory) {
    DataType type = memory.computeType();
    int rows = memory.capacity().rows();
    return new Shared(
        memory.matrix(type, rows, hiddenSize()),
        memory.matrix(DataType.FP32, rows, hiddenSize()),
        memory.matrix(type, rows, (long) innerWidth * shares),
        memory.matrix(DataType.FP32, 1, rows));
  }

  /** Makes memory of one thread. */
  Own own(Activations memory) {
    DataType type = memory.computeType();
    int rows = memory.capacity().rows();
    return new Own(
        memory.matrix(type, rows, 3L * width),
        memory.matrix(type, 1, (long) heads * rows * rows),
        memory.matrix(type, rows, hiddenSize()),
        memory.matrix(type, rows, hiddenSize()),
        new HashMap<>());
  }

  private long hiddenSize() {
    return (long) width * shares;
  }

  /**
   * The forward pass, to be called by all threads at once.
   *
   * @param pass this thread's
   * @param x {@code [S, H]}, this thread's copy
   * @param rest what is the same for all layers
   * @return {@code [S, H]}, this thread's copy
   */
  Tensor forward(Pass pass, Tensor x, Rest rest) {
    int rows = x.rows();
    Own own = rest.own();
    Shared shared = rest.shared();
    SpinBarrier barrier = rest.barrier();
    attend(pass, x, rest);
    barrier.await();
    Tensor sum = shared.sum().rows(0, rows);
    long first = (long) share * width;
    Tensor ownSum = sum.columns(first, width);
    Tensor context = shared.context().rows(0, rows);
    output.forward(pass, context).add(x.columns(first, width)).into(ownSum);
    barrier.await();
    Tensor states = own.states().rows(0, rows);
    outputNorm.forward(pass, sum, states);
    Tensor hidden = shared.inner().rows(0, rows);
    Tensor ownHidden = hidden.columns((long) share * innerWidth, innerWidth);
    inner.forward(pass, states).apply(activation).into(ownHidden);
    barrier.await();
    outer.forward(pass, hidden).add(states.columns(first, width)).into(ownSum);
    barrier.await();
    Tensor result = own.result().rows(0, rows);
    outerNorm.forward(pass, sum, result);
    return result;
  }

  /**
   * What a thread takes with it from layer to layer.
   *
   * @param own memory of the thread
   * @param shared memory of all threads
   * @param barrier where they wait for each other
   * @param isMasked whether there are spare keys
   */
  record Rest(Own own, Shared shared, SpinBarrier barrier, boolean isMasked) {}

  private void attend(Pass pass, Tensor x, Rest rest) {
    int rows = x.rows();
    Own own = rest.own();
    Tensor projections = own.projections().rows(0, rows);
    query.forward(pass, x).into(projections.columns(0, width));
    key.forward(pass, x).into(projections.columns(width, width));
    value.forward(pass, x).into(projections.columns(2L * width, width));
    ComputeEngine engine = pass.engine();
    Views views = own.views().computeIfAbsent(rows, this::views);
    Tensor scores = views.scores().over(own.scores(), 0);
    Matmul product =
        engine
            .matmul(
                views.query().over(projections, 0), views.keyTransposed().over(projections, width))
            .scale(scale);
    if (rest.isMasked()) {
      product.add(views.mask().over(rest.shared().mask(), 0));
    }
    product.into(scores);
    engine.softmax().forward(scores, scores);
    engine
        .matmul(scores, views.value().over(projections, 2L * width))
        .into(views.context().over(rest.shared().context(), (long) share * width));
  }

  private Views views(int rows) {
    long stride = 3L * width;
    MovingView query =
        new MovingView(
            new long[] {1, heads, rows, headSize}, new long[] {rows * stride, headSize, stride, 1});
    return new Views(
        query,
        query.transpose(),
        query.copy(),
        new MovingView(
            new long[] {1, heads, rows, rows},
            new long[] {(long) heads * rows * rows, (long) rows * rows, rows, 1}),
        new MovingView(
            new long[] {1, heads, rows, headSize},
            new long[] {rows * hiddenSize(), headSize, hiddenSize(), 1}),
        new MovingView(new long[] {1, 1, 1, rows}, new long[] {rows, rows, rows, 1}));
  }
}
