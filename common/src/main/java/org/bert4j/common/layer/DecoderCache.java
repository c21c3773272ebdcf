package org.bert4j.common.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bert4j.common.kernel.Arena;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.MovingView;
import org.bert4j.common.kernel.Tensor;

/**
 * Keys and values of the tokens that a decoder has read so far, so that the next one costs a row
 * and not all rows before it. All sequences grow in step, each in a slot of its own; a sequence may
 * go on where another stands, as in beam search.
 */
public final class DecoderCache implements AutoCloseable {
  private final Arena arena = new Arena();
  private final List<Layer> layers = new ArrayList<>();
  private final int hiddenSize;
  private final int maxLength;
  private final Map<Shape, Views> viewsByShape = new HashMap<>();
  private Tensor spare;
  private int length;

  /**
   * Makes an empty cache.
   *
   * @param size what it has room for
   * @param layers of the decoder
   * @param hiddenSize H
   * @param type of matrix operands
   */
  public DecoderCache(Size size, int layers, int hiddenSize, DataType type) {
    this.hiddenSize = hiddenSize;
    maxLength = roundedLength(size.maxLength());
    long columns = 2L * hiddenSize * maxLength;
    try {
      for (int i = 0; i < layers; i++) {
        this.layers.add(new Layer(arena.matrix(type, size.rows(), columns)));
      }
      spare = arena.matrix(type, size.rows(), columns);
    } catch (RuntimeException | Error e) {
      arena.close();
      throw e;
    }
  }

  /**
   * What a cache has room for.
   *
   * @param rows sequences, spare ones included
   * @param maxLength tokens of each
   */
  public record Size(int rows, int maxLength) {}

  /**
   * The number of keys that attention looks at where there are so many tokens: kernels are compiled
   * for few lengths.
   *
   * @param length tokens
   * @return as many or a few more
   */
  public static int roundedLength(int length) {
    int multiple = AttentionLayout.MULTIPLE;
    return (length + multiple - 1) / multiple * multiple;
  }

  /** Keys and values of one layer. */
  final class Layer {
    /** {@code [rows, positions 2H]}. */
    private Tensor keyValues;

    private Layer(Tensor keyValues) {
      this.keyValues = keyValues;
    }

    /** Where those of the token go that is read now, {@code [rows, 2H]}. */
    Tensor newKeyValues(int rows) {
      return keyValues.columns(2L * hiddenSize * length, 2L * hiddenSize).rows(0, rows);
    }

    /** Tokens that it sees, itself included. */
    int visible() {
      return length + 1;
    }

    /** Views of what attention touches; {@link Views#keys} are as many or a few more. */
    Views views(int rows, int heads) {
      return viewsByShape
          .computeIfAbsent(
              new Shape(rows, roundedLength(visible())),
              shape -> new Views(shape, heads, hiddenSize, maxLength))
          .over(keyValues);
    }
  }

  private record Shape(int rows, int keys) {}

  /** Views of a step's attention: a query a sequence. */
  static final class Views {
    private final int keys;
    private final int hiddenSize;
    private final MovingView query;
    private final MovingView keyTransposed;
    private final MovingView value;
    private final MovingView scores;
    private final MovingView context;
    private final MovingView mask;
    private Tensor keyValues;

    Views(Shape shape, int heads, int hiddenSize, int maxLength) {
      keys = shape.keys();
      this.hiddenSize = hiddenSize;
      long rows = shape.rows();
      long size = hiddenSize / heads;
      long keyRow = 2L * hiddenSize;
      long queryRow = 3L * hiddenSize;
      query = view(rows, heads, 1, size, queryRow, size, queryRow);
      value = view(rows, heads, keys, size, keyRow * maxLength, size, keyRow);
      keyTransposed = value.transpose();
      scores = view(rows, heads, 1, keys, (long) heads * keys, keys, keys);
      context = view(rows, heads, 1, size, hiddenSize, size, hiddenSize);
      mask = view(1, 1, 1, keys, keys, keys, keys);
    }

    /** Sizes of four dimensions, and strides of all but the last. */
    private static MovingView view(long... sizesAndStrides) {
      long[] shape = Arrays.copyOf(sizesAndStrides, 4);
      long[] strides = Arrays.copyOfRange(sizesAndStrides, 4, 8);
      strides[3] = 1;
      return new MovingView(shape, strides);
    }

    Views over(Tensor newKeyValues) {
      keyValues = newKeyValues;
      return this;
    }

    int keys() {
      return keys;
    }

    MovingView mask() {
      return mask;
    }

    Tensor query(Tensor projections) {
      return query.over(projections, 0);
    }

    Tensor keyTransposed() {
      return keyTransposed.over(keyValues, 0);
    }

    Tensor value() {
      return value.over(keyValues, hiddenSize);
    }

    Tensor scores(Tensor all) {
      return scores.over(all, 0);
    }

    Tensor context(Tensor contexts) {
      return context.over(contexts, 0);
    }
  }

  /** What a layer of the decoder reads and writes. */
  Layer layer(int index) {
    return layers.get(index);
  }

  /**
   * Tokens of each sequence that are in it.
   *
   * @return their number
   */
  public int length() {
    return length;
  }

  /** To be called after a token went through all layers. */
  void grow() {
    length++;
  }

  /**
   * Lets sequences go on where others stand.
   *
   * @param engine copies
   * @param origins for each row the row whose tokens it has from now on
   */
  public void reorder(ComputeEngine engine, int[] origins) {
    boolean moves = false;
    for (int i = 0; i < origins.length; i++) {
      moves |= origins[i] != i;
    }
    if (!moves) {
      return;
    }
    for (Layer each : layers) {
      engine.embeddingTable().copyRows(each.keyValues, row -> origins[row], origins.length, spare);
      Tensor old = each.keyValues;
      each.keyValues = spare;
      spare = old;
    }
  }

  @Override
  public void close() {
    arena.close();
  }
}
