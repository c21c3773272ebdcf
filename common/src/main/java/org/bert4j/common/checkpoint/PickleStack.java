package org.bert4j.common.checkpoint;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The stack, the marks on it and the memo of a {@link PickleReader}. */
final class PickleStack {
  private final List<Object> values = new ArrayList<>();
  private final List<Integer> marks = new ArrayList<>();
  private final Map<Long, Object> memo = new HashMap<>();

  void push(Object value) {
    values.add(value);
  }

  Object pop() {
    require(values.size() > (marks.isEmpty() ? 0 : marks.get(marks.size() - 1)));
    return values.remove(values.size() - 1);
  }

  Object top() {
    require(!values.isEmpty());
    return values.get(values.size() - 1);
  }

  void mark() {
    marks.add(values.size());
  }

  /** Takes all values above the last mark, and the mark. */
  List<Object> popToMark() {
    require(!marks.isEmpty());
    List<Object> taken = values.subList(marks.remove(marks.size() - 1), values.size());
    List<Object> copy = Collections.unmodifiableList(new ArrayList<>(taken));
    taken.clear();
    return copy;
  }

  /** Replaces some values by the list of them. */
  void tuple(int count) {
    List<Object> tuple = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tuple.add(0, pop());
    }
    push(Collections.unmodifiableList(tuple));
  }

  /** Remembers the top. */
  void put(long index) {
    memo.put(index, top());
  }

  void memoize() {
    put(memo.size());
  }

  void get(long index) {
    require(memo.containsKey(index));
    push(memo.get(index));
  }

  private static void require(boolean condition) {
    if (!condition) {
      throw new IllegalArgumentException("the pickle takes what is not there; it is damaged");
    }
  }
}
