package org.bert4j.common.layer;

import java.util.ArrayList;
import java.util.List;
import org.bert4j.common.kernel.Arena;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Tensor;

/**
 * The memory of a model's activations: sized for a largest batch, and for what is done with them.
 * Where nothing is trained, layers of the same kind take turns in the same memory.
 */
public final class Activations {
  private final Arena arena;
  private final DataType computeType;
  private final Keep keep;
  private final Capacity capacity;
  private final Capacity attended;
  private final List<Tensor> shared = new ArrayList<>();
  private Activations across;
  private AttentionMask attentionMask;
  private int next = -1;

  /** What of a pass is there after it. */
  public enum Keep {
    /** The last hidden states. */
    LAST_STATE,
    /** The hidden states of every layer. */
    HIDDEN_STATES,
    /** Those, and the attention probabilities of every layer. */
    ATTENTIONS,
    /** All that the backward pass needs. */
    FOR_BACKWARD
  }

  /**
   * Memory for batches of sequences that attend to themselves.
   *
   * @param arena allocates it
   * @param computeType type of matrix operands
   * @param keep what is kept after a pass
   * @param capacity largest batch
   */
  public Activations(Arena arena, DataType computeType, Keep keep, Capacity capacity) {
    this(arena, computeType, keep, capacity, capacity);
  }

  private Activations(
      Arena arena, DataType computeType, Keep keep, Capacity capacity, Capacity attended) {
    this.arena = arena;
    this.computeType = computeType;
    this.keep = keep;
    this.capacity = capacity;
    this.attended = attended;
  }

  /**
   * The same for layers that attend to other sequences.
   *
   * @param others largest batch of those; its scores are those of their attention
   * @return memory of the same owner
   */
  public Activations attendingTo(Capacity others) {
    return new Activations(arena, computeType, keep, capacity, others);
  }

  /**
   * The same for the layers of a decoder, whose sequences attend to themselves and to those that
   * this is for.
   *
   * @return memory of the same owner
   */
  public Activations ofDecoder() {
    Capacity.Decoded decoded = capacity.decoded();
    Capacity own =
        new Capacity(
            decoded.rows(), decoded.maxLength(), decoded.scores(), capacity.sequences(), 0);
    Capacity others =
        new Capacity(
            capacity.rows(), capacity.maxLength(), decoded.acrossScores(), capacity.sequences(), 0);
    Activations ofDecoder = new Activations(arena, computeType, keep, own);
    ofDecoder.across = ofDecoder.attendingTo(others);
    return ofDecoder;
  }

  /** Of a decoder's layers, the memory of their attention to the encoder's sequences. */
  Activations across() {
    return across;
  }

  /**
   * Largest batch.
   *
   * @return its size
   */
  public Capacity capacity() {
    return capacity;
  }

  /** Largest batch of the sequences that are attended to. */
  Capacity attended() {
    return attended;
  }

  /**
   * Type of matrix operands.
   *
   * @return the type
   */
  public DataType computeType() {
    return computeType;
  }

  /**
   * Whether there will be a backward pass.
   *
   * @return true if all that it needs is kept
   */
  public boolean isForBackward() {
    return keep == Keep.FOR_BACKWARD;
  }

  /**
   * A matrix that the backward pass reads; where there is none, layers take turns in it.
   *
   * @param type of its elements
   * @param rows number of rows
   * @param columns number of columns
   * @return the matrix
   */
  public Tensor matrix(DataType type, long rows, long columns) {
    if (next < 0 || isForBackward()) {
      return arena.matrix(type, rows, columns);
    }
    if (next == shared.size()) {
      shared.add(arena.matrix(type, rows, columns));
    }
    return shared.get(next++);
  }

  /**
   * A matrix of hidden states, which is kept where they are wanted after the pass.
   *
   * @param rows number of rows
   * @param columns number of columns
   * @return the matrix, in the type of matrix operands
   */
  public Tensor hiddenStates(long rows, long columns) {
    return keep.ordinal() >= Keep.HIDDEN_STATES.ordinal()
        ? arena.matrix(computeType, rows, columns)
        : matrix(computeType, rows, columns);
  }

  /** Attention probabilities, which are kept where they are wanted after the pass, as one row. */
  Tensor attentions(long elements) {
    return keep.ordinal() >= Keep.ATTENTIONS.ordinal()
        ? arena.matrix(computeType, 1, elements)
        : matrix(computeType, 1, elements);
  }

  /**
   * Reserves for layers of one kind, which run one after another.
   *
   * @param layers the layers
   */
  public void reserveInTurn(List<? extends Layer> layers) {
    for (Layer layer : layers) {
      next = 0;
      layer.reserve(this);
    }
    next = -1;
  }

  /** What attention adds to scores, one for all layers. */
  AttentionMask attentionMask() {
    if (attentionMask == null) {
      attentionMask =
          new AttentionMask(arena, Math.max(capacity.maxLength(), attended.maxLength()));
    }
    return attentionMask;
  }

  /**
   * Who allocates the memory.
   *
   * @return the arena, owned by somebody else
   */
  public Arena arena() {
    return arena;
  }
}
