package org.bert4j.common.dl4j;

import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.kernel.Arena;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.DropoutMasks;
import org.bert4j.common.kernel.GrowingArena;
import org.bert4j.common.kernel.LateTasks;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.kernel.Transfer;
import org.bert4j.common.layer.Activations;
import org.bert4j.common.layer.Activations.Keep;
import org.bert4j.common.layer.Capacity;
import org.bert4j.common.layer.Pass;
import org.bert4j.common.layer.ReplicaEngine;
import org.bert4j.common.layer.SequenceLayout;

/**
 * A block with activations of its own, which runs on one engine: takes its sequences out of padded
 * arrays and puts their results into others.
 */
final class BlockReplica implements AutoCloseable {
  private final ComputeEngine engine;
  private final LateTasks lateTasks;
  private final Block block;
  private final DataType computeType;
  private final boolean trained;
  private final SequenceLayout layout;
  private final GrowingArena<Capacity> memory = new GrowingArena<>(Capacity.NONE);
  private final Transfer transfer = new Transfer();
  private float[] buffer = new float[0];
  private float[] row = new float[0];
  private DropoutMasks hiddenMasks;
  private DropoutMasks attentionMasks;
  private Tensor rows;
  private Tensor input;
  private Tensor output;
  private PaddedBatch batch;
  private TokenBatch part;
  private Pass pass;

  BlockReplica(ReplicaEngine own, Block block, DataType computeType, boolean trained) {
    engine = own.engine();
    lateTasks = own.lateTasks();
    layout = new SequenceLayout(own.rowBuckets());
    this.block = block;
    this.computeType = computeType;
    this.trained = trained;
  }

  ComputeEngine engine() {
    return engine;
  }

  private void prepare() {
    layout.set(part);
    Capacity needed = layout.needed(0);
    if (!memory.capacity().holds(needed)) {
      Capacity grown = memory.capacity().with(needed);
      memory.grow(grown, arena -> reserve(arena, grown));
    }
  }

  private void reserve(Arena arena, Capacity size) {
    Keep keep = trained ? Keep.FOR_BACKWARD : Keep.LAST_STATE;
    block.reserve(new Activations(arena, computeType, keep, size));
    DataType inputType = block.inputType(computeType);
    int width = Math.max(block.inputSize(), block.outputSize());
    // Where all is in single precision, a matrix serves as staging; else it is rounded from there.
    rows = arena.matrix(DataType.FP32, size.rows(), width);
    input = arena.matrix(inputType, size.rows(), block.inputSize());
    output = arena.matrix(DataType.FP32, size.rows(), block.outputSize());
    if (trained) {
      Block.Drops drops = block.drops();
      long states = (long) size.rows() * block.outputSize();
      hiddenMasks = masks(arena, drops.hiddenRate(), drops.hidden(), drops.hidden() * states);
      long scores = drops.heads() * size.scores();
      attentionMasks =
          masks(arena, drops.attentionRate(), drops.attention(), drops.attention() * scores);
    }
  }

  private static DropoutMasks masks(Arena arena, double rate, int masks, long elements) {
    return new DropoutMasks(arena, (float) rate, masks, rate == 0 ? 0 : elements);
  }

  /**
   * The forward pass of some sequences of a batch.
   *
   * @param newBatch the batch
   * @param newPart those of its sequences that are this replica's
   * @param arrays input and result
   * @param dropout seeds of hidden states' and attention's masks, null without dropout
   */
  void forward(PaddedBatch newBatch, TokenBatch newPart, PaddedArrays arrays, long[] dropout) {
    batch = newBatch;
    part = newPart;
    if (part.sequences() == 0) {
      return;
    }
    prepare();
    if (dropout != null) {
      hiddenMasks.start(dropout[0]);
      attentionMasks.start(dropout[1]);
    }
    pass =
        new Pass(
            engine,
            layout,
            dropout == null ? null : hiddenMasks,
            dropout == null ? null : attentionMasks,
            false,
            lateTasks);
    Tensor x = block.inputSize() == 0 ? null : read(arrays.input());
    write(block.forward(pass, part, x), arrays.output());
  }

  private Tensor read(Tensor padded) {
    int width = block.inputSize();
    Tensor target = input.rows(0, layout.rows());
    Tensor staging = target.type() == DataType.FP32 ? target : staging(layout.rows(), width);
    for (int s = 0; s < part.sequences(); s++) {
      long from = (long) batch.firstRow(part.key(s)) * width;
      copy(padded, from, staging, (long) part.start(s) * width, part.length(s) * width);
    }
    engine.zero(staging.rows(part.tokens(), layout.rows() - part.tokens()));
    if (staging != target) {
      engine.elementwise().copy(staging, target);
    }
    return target;
  }

  private Tensor staging(int count, int width) {
    Tensor all = rows.reshape(1, rows.elements());
    return all.columns(0, (long) count * width).reshape(count, width);
  }

  private void write(Tensor result, Tensor padded) {
    int width = block.outputSize();
    Tensor y = result;
    if (y.type() != DataType.FP32) {
      y = output.rows(0, result.rows());
      engine.elementwise().copy(result, y);
    }
    for (int s = 0; s < part.sequences(); s++) {
      long start = (long) part.start(s) * width;
      long example = (long) batch.example(part.key(s)) * width;
      switch (block.reading()) {
        case TOKENS ->
            copy(
                y,
                start,
                padded,
                (long) batch.firstRow(part.key(s)) * width,
                part.length(s) * width);
        case FIRST -> copy(y, start, padded, example, width);
        case SEQUENCES -> copy(y, (long) s * width, padded, example, width);
        case MEAN -> {
          readMean(y, start, part.length(s));
          transfer.write(padded, example, row, width);
        }
      }
    }
  }

  private void readMean(Tensor y, long start, int length) {
    int width = block.outputSize();
    reserveBuffer(length * width);
    transfer.read(y, start, buffer, length * width);
    row = row.length == width ? row : new float[width];
    for (int column = 0; column < width; column++) {
      double sum = 0;
      for (int i = 0; i < length; i++) {
        sum += buffer[i * width + column];
      }
      row[column] = (float) (sum / length);
    }
  }

  /**
   * The backward pass of the last forward pass.
   *
   * @param arrays gradients of the input and of the result
   */
  void backward(PaddedArrays arrays) {
    if (part.sequences() == 0) {
      block.layer().parameters().values().forEach(each -> engine.zero(each.gradient()));
      return;
    }
    int width = block.outputSize();
    boolean ofTokens = block.reading() != Block.Reading.SEQUENCES;
    Tensor dy = staging(ofTokens ? layout.rows() : part.sequences(), width);
    readGradient(arrays.output(), dy);
    block.backward(pass, part, dy);
    if (block.inputSize() > 0) {
      for (int s = 0; s < part.sequences(); s++) {
        long to = (long) batch.firstRow(part.key(s)) * width;
        copy(dy, (long) part.start(s) * width, arrays.input(), to, part.length(s) * width);
      }
    }
  }

  private void readGradient(Tensor padded, Tensor dy) {
    int width = block.outputSize();
    if (block.reading() != Block.Reading.SEQUENCES) {
      boolean all = block.reading() != Block.Reading.FIRST;
      engine.zero(all ? dy.rows(part.tokens(), dy.rows() - part.tokens()) : dy);
    }
    for (int s = 0; s < part.sequences(); s++) {
      long start = (long) part.start(s) * width;
      long example = (long) batch.example(part.key(s)) * width;
      switch (block.reading()) {
        case TOKENS ->
            copy(
                padded,
                (long) batch.firstRow(part.key(s)) * width,
                dy,
                start,
                part.length(s) * width);
        case FIRST -> copy(padded, example, dy, start, width);
        case SEQUENCES -> copy(padded, example, dy, (long) s * width, width);
        case MEAN -> writeMean(padded, example, dy, s);
      }
    }
  }

  private void writeMean(Tensor padded, long example, Tensor dy, int sequence) {
    int width = block.outputSize();
    int length = part.length(sequence);
    reserveBuffer(length * width);
    transfer.read(padded, example, buffer, width);
    for (int i = 0; i < width; i++) {
      buffer[i] /= length;
    }
    for (int i = 1; i < length; i++) {
      System.arraycopy(buffer, 0, buffer, i * width, width);
    }
    transfer.write(dy, (long) part.start(sequence) * width, buffer, length * width);
  }

  private void copy(Tensor source, long from, Tensor target, long to, int count) {
    reserveBuffer(count);
    transfer.read(source, from, buffer, count);
    transfer.write(target, to, buffer, count);
  }

  private void reserveBuffer(int count) {
    buffer = buffer.length < count ? new float[count] : buffer;
  }

  @Override
  public void close() {
    memory.close();
  }
}
