package org.bert4j.common.kernel;

import java.util.Arrays;

/**
 * What a primitive was made for: operation, post-operations, and type, sizes and layout of each
 * operand. One mutable key is refilled for each look-up; only a key that enters the map is copied.
 */
final class PrimitiveKey {
  private long[] words = new long[64];
  private int size;

  PrimitiveKey start(int operation) {
    size = 0;
    return add(operation);
  }

  PrimitiveKey add(long word) {
    if (size == words.length) {
      words = Arrays.copyOf(words, size * 2);
    }
    words[size++] = word;
    return this;
  }

  PrimitiveKey add(Tensor tensor) {
    if (tensor == null) {
      return add(-1);
    }
    add(tensor.type().ordinal() * 8L + tensor.rank());
    if (tensor.layout() != null) {
      addLayout(tensor.layout().words());
    }
    for (int i = 0; i < tensor.rank(); i++) {
      add(tensor.size(i));
      add(tensor.stride(i));
    }
    return this;
  }

  private void addLayout(long[] layout) {
    add(-layout.length); // no size of a tensor is negative
    for (long word : layout) {
      add(word);
    }
  }

  PrimitiveKey copy() {
    PrimitiveKey copy = new PrimitiveKey();
    copy.words = Arrays.copyOf(words, size);
    copy.size = size;
    return copy;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PrimitiveKey key
        && Arrays.equals(words, 0, size, key.words, 0, key.size);
  }

  @Override
  public int hashCode() {
    long hash = size;
    for (int i = 0; i < size; i++) {
      hash = (hash ^ words[i]) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 32;
    }
    return (int) hash;
  }
}
