package org.bert4j.common.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Memory, and what happens where there is not enough. */
class ArenaTest {
  /** More than a process can address, so that every system refuses it. */
  private static final long ROWS = 1L << 48;

  private final Arena arena = new Arena();

  @Test
  void memoryIsZeroedAndAligned() {
    for (int i = 0; i < 100; i++) {
      Tensor matrix = arena.matrix(DataType.FP32, 13, 7);
      assertArrayEquals(new float[13 * 7], Transfer.toArray(matrix));
      assertEquals(0, matrix.address() % 64);
      Transfer.fill(matrix, 1);
      if (i % 10 == 9) {
        arena.close(); // what it had is handed out again
        assertEquals(0, arena.bytes());
      }
    }
    arena.close();
  }

  @Test
  void whatTheSystemRefusesIsAnOutOfMemoryErrorThatSaysHowMuch() {
    Tensor present = arena.vector(3);
    Transfer.fill(present, 2);
    long bytes = arena.bytes();
    var error = assertThrows(OutOfMemoryError.class, () -> arena.matrix(DataType.BF16, ROWS, 1));
    assertEquals(
        "the system refuses 562,949,953,421,312 bytes of native memory", error.getMessage());
    assertEquals(bytes, arena.bytes());
    assertArrayEquals(new float[] {2, 2, 2}, Transfer.toArray(present));
    arena.close();
  }

  @Test
  void whatCannotGrowHasNothingAndAllocatesAgain() {
    List<Long> held = new ArrayList<>();
    try (GrowingArena<Integer> growing = new GrowingArena<>(0)) {
      growing.grow(5, memory -> held.add(allocated(memory, 5)));
      assertEquals(5, growing.capacity());
      assertThrows(
          OutOfMemoryError.class,
          () ->
              growing.grow(
                  7,
                  memory -> {
                    held.add(allocated(memory, 7));
                    memory.matrix(DataType.FP32, ROWS, 1);
                  }));
      assertEquals(0, growing.capacity());
      growing.grow(5, memory -> held.add(allocated(memory, 5)));
      assertEquals(5, growing.capacity());
    }
    assertEquals(held.get(0), held.get(2), "what the failed growth allocated is freed");
  }

  private static long allocated(Arena memory, int elements) {
    memory.vector(elements);
    return memory.bytes();
  }
}
