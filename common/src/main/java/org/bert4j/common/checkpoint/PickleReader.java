package org.bert4j.common.checkpoint;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads the pickle of a state dict: the opcodes of CPython's pickletools that {@code torch.save}
 * uses. Nothing is looked up or called but what {@link TorchObjects} knows. Texts, numbers and
 * truth values become Java's, tuples and lists a {@link List}, dictionaries a {@link Map}. Errors
 * do not name the file.
 */
final class PickleReader {
  private static final int MAX_PROTOCOL = 5;

  private final ByteBuffer in;
  private final PickleStack stack = new PickleStack();

  PickleReader(ByteBuffer pickle) {
    in = pickle.order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Reads the one object of the pickle.
   *
   * @throws IllegalArgumentException if it is damaged or asks for code
   */
  Object read() {
    try {
      int opcode = u1();
      while (opcode != '.') {
        execute(opcode);
        opcode = u1();
      }
      return stack.pop();
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("the pickle is cut off", e);
    }
  }

  private void execute(int opcode) {
    switch (opcode) {
      case 0x80 -> requireProtocol(u1()); // PROTO
      case 0x95 -> in.getLong(); // FRAME
      case 'N' -> stack.push(null);
      case 0x88 -> stack.push(true);
      case 0x89 -> stack.push(false);
      case 'K' -> stack.push((long) u1()); // BININT1
      case 'M' -> stack.push((long) Short.toUnsignedInt(in.getShort())); // BININT2
      case 'J' -> stack.push((long) in.getInt()); // BININT
      case 0x8a -> stack.push(longOf(u1())); // LONG1
      case 'G' -> stack.push(Double.longBitsToDouble(Long.reverseBytes(in.getLong()))); // BINFLOAT
      case 'X' -> stack.push(text(in.getInt())); // BINUNICODE
      case 0x8c -> stack.push(text(u1())); // SHORT_BINUNICODE
      case 'q' -> stack.put(u1()); // BINPUT
      case 'r' -> stack.put(Integer.toUnsignedLong(in.getInt())); // LONG_BINPUT
      case 0x94 -> stack.memoize();
      case 'h' -> stack.get(u1()); // BINGET
      case 'j' -> stack.get(Integer.toUnsignedLong(in.getInt())); // LONG_BINGET
      default -> build(opcode);
    }
  }

  private void build(int opcode) {
    switch (opcode) {
      case '(' -> stack.mark();
      case ')' -> stack.tuple(0);
      case 0x85 -> stack.tuple(1);
      case 0x86 -> stack.tuple(2);
      case 0x87 -> stack.tuple(3);
      case 't' -> stack.push(stack.popToMark()); // TUPLE
      case ']' -> stack.push(new ArrayList<>());
      case 'a' -> append(Collections.singletonList(stack.pop())); // APPEND
      case 'e' -> append(stack.popToMark()); // APPENDS
      case '}' -> stack.push(new LinkedHashMap<>());
      case 's' -> setItem(); // SETITEM
      case 'u' -> setItems(stack.popToMark()); // SETITEMS
      default -> call(opcode);
    }
  }

  private void call(int opcode) {
    switch (opcode) {
      case 'c' -> stack.push(TorchObjects.global(line(), line())); // GLOBAL
      case 0x93 -> { // STACK_GLOBAL
        Object name = stack.pop();
        stack.push(TorchObjects.global(stack.pop(), name));
      }
      case 'Q' -> stack.push(TorchObjects.storage(stack.pop())); // BINPERSID
      case 'R' -> { // REDUCE
        Object arguments = stack.pop();
        stack.push(TorchObjects.call(stack.pop(), arguments));
      }
      case 'b' -> TorchObjects.setState(stack.pop(), stack.top()); // BUILD
      default ->
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "the pickle has the opcode 0x%02x, which no state dict needs",
                  opcode));
    }
  }

  private static void requireProtocol(int protocol) {
    if (protocol > MAX_PROTOCOL) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "pickle protocol %d, expected at most %d", protocol, MAX_PROTOCOL));
    }
  }

  private void append(List<Object> items) {
    if (!(stack.top() instanceof ArrayList<?>)) {
      throw new IllegalArgumentException("the pickle appends to what is no list; it is damaged");
    }
    @SuppressWarnings("unchecked")
    List<Object> list = (List<Object>) stack.top();
    list.addAll(items);
  }

  private void setItem() {
    Object value = stack.pop();
    Object key = stack.pop();
    set(key, value);
  }

  private void setItems(List<Object> items) {
    for (int i = 0; i + 1 < items.size(); i += 2) {
      set(items.get(i), items.get(i + 1));
    }
  }

  /** Keys have no elements, so that none can contain itself. */
  private void set(Object key, Object value) {
    boolean scalar = key instanceof String || key instanceof Number || key instanceof Boolean;
    if (!(stack.top() instanceof Map<?, ?>) || !scalar) {
      throw new IllegalArgumentException(
          "the pickle has a dictionary whose keys are no names, expected names of tensors");
    }
    @SuppressWarnings("unchecked")
    Map<Object, Object> map = (Map<Object, Object>) stack.top();
    map.put(key, value);
  }

  private int u1() {
    return Byte.toUnsignedInt(in.get());
  }

  private long longOf(int bytes) {
    if (bytes > Long.BYTES) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "the pickle has an integer of %d bytes", bytes));
    }
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (long) u1() << Byte.SIZE * i;
    }
    int unused = Long.SIZE - Byte.SIZE * bytes;
    return bytes == 0 ? 0 : value << unused >> unused;
  }

  private String text(int bytes) {
    if (bytes < 0 || bytes > in.remaining()) {
      throw new BufferUnderflowException();
    }
    ByteBuffer text = in.slice(in.position(), bytes);
    in.position(in.position() + bytes);
    return StandardCharsets.UTF_8.decode(text).toString();
  }

  private String line() {
    int start = in.position();
    int bytes = 0;
    while (in.get() != '\n') {
      bytes++;
    }
    in.position(start);
    String line = text(bytes);
    in.get();
    return line;
  }
}
