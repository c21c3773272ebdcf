package org.bert4j.common.batch;

import java.util.Arrays;
import java.util.Objects;

/**
 * The token sequences of one batch, end to end and without padding: {@code [N]} ids and types, and
 * where each of the B sequences starts.
 *
 * <p>A batch is refilled instead of reallocated: {@link #clear()}, then {@link #add} once a
 * sequence. Not thread-safe; hand it over, do not share it.
 */
public final class TokenBatch {
  private int[] inputIds = new int[0];
  private int[] tokenTypeIds = new int[0];
  private int[] starts = new int[1];
  private int[] keys = new int[0];
  private int sequences;

  /** Makes an empty batch. */
  public TokenBatch() {}

  /** Forgets all sequences, keeping the memory. */
  public void clear() {
    sequences = 0;
  }

  /**
   * Appends a sequence.
   *
   * @param ids {@code [S]} word piece ids, special tokens included
   * @param types {@code [S]} token types, 0 for the first segment and 1 for the second
   * @param from first element to take of both arrays
   * @param length S, at least 1
   * @throws IllegalArgumentException if the length is below 1
   */
  public void add(int[] ids, int[] types, int from, int length) {
    if (length < 1) {
      throw new IllegalArgumentException("a sequence has at least one token, not " + length);
    }
    Objects.checkFromIndexSize(from, length, ids.length);
    Objects.checkFromIndexSize(from, length, types.length);
    int start = tokens();
    reserve(start + length, sequences + 1);
    System.arraycopy(ids, from, inputIds, start, length);
    System.arraycopy(types, from, tokenTypeIds, start, length);
    keys[sequences] = sequences;
    sequences++;
    starts[sequences] = start + length;
  }

  /**
   * Appends a sequence of another batch, which keeps its key.
   *
   * @param other the other batch
   * @param sequence 0 … B − 1 in it
   */
  public void add(TokenBatch other, int sequence) {
    add(other.inputIds, other.tokenTypeIds, other.start(sequence), other.length(sequence));
    keys[sequences - 1] = other.keys[sequence];
  }

  /**
   * What tells a sequence from the others of its batch: its number in the batch it was first added
   * to.
   *
   * @param sequence 0 … B − 1
   * @return its key
   */
  public int key(int sequence) {
    return keys[Objects.checkIndex(sequence, sequences)];
  }

  /**
   * Number of sequences.
   *
   * @return B
   */
  public int sequences() {
    return sequences;
  }

  /**
   * Number of tokens in all sequences.
   *
   * @return N
   */
  public int tokens() {
    return starts[sequences];
  }

  /**
   * Position of a sequence's first token.
   *
   * @param sequence 0 … B − 1
   * @return its index in {@code [N]}
   */
  public int start(int sequence) {
    return starts[Objects.checkIndex(sequence, sequences)];
  }

  /**
   * Length of a sequence.
   *
   * @param sequence 0 … B − 1
   * @return S
   */
  public int length(int sequence) {
    return starts[Objects.checkIndex(sequence, sequences) + 1] - starts[sequence];
  }

  /**
   * Length of the longest sequence.
   *
   * @return S, 0 of an empty batch
   */
  public int longest() {
    int longest = 0;
    for (int s = 0; s < sequences; s++) {
      longest = Math.max(longest, length(s));
    }
    return longest;
  }

  /**
   * Word piece of a token.
   *
   * @param token 0 … N − 1
   * @return its id
   */
  public int inputId(int token) {
    return inputIds[token];
  }

  /**
   * Replaces the word piece of a token, as masking does.
   *
   * @param token 0 … N − 1
   * @param id its new id
   */
  public void setInputId(int token, int id) {
    inputIds[Objects.checkIndex(token, tokens())] = id;
  }

  /**
   * Type of a token.
   *
   * @param token 0 … N − 1
   * @return 0 for the first segment, 1 for the second
   */
  public int tokenTypeId(int token) {
    return tokenTypeIds[token];
  }

  private void reserve(int tokens, int sequences) {
    // What is compared grows last: it tells that the other did.
    if (tokens > inputIds.length) {
      int capacity = Math.max(tokens, inputIds.length * 2);
      tokenTypeIds = Arrays.copyOf(tokenTypeIds, capacity);
      inputIds = Arrays.copyOf(inputIds, capacity);
    }
    if (sequences >= starts.length) {
      int capacity = Math.max(sequences + 1, starts.length * 2);
      keys = Arrays.copyOf(keys, capacity);
      starts = Arrays.copyOf(starts, capacity);
    }
  }
}
