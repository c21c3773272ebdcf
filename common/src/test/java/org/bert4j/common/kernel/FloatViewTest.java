package org.bert4j.common.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Views at the beginning, in the middle and at the end of a vector. */
class FloatViewTest {
  private static final int ELEMENTS = 100;

  @Test
  void readsAndWritesItsElementsOnly() {
    try (Arena arena = new Arena()) {
      Tensor vector = arena.vector(ELEMENTS);
      float[] expected = Naive.floats(Naive.random(ELEMENTS, 1));
      new Transfer().write(vector, 0, expected, ELEMENTS);
      for (int[] place : new int[][] {{0, 1}, {0, 37}, {13, 50}, {99, 1}, {0, ELEMENTS}}) {
        FloatView view = new FloatView(vector, place[0], place[1]);
        assertEquals(place[1], view.length());
        float[] elements = new float[place[1]];
        view.read(elements);
        float[] wanted = Arrays.copyOfRange(expected, place[0], place[0] + place[1]);
        assertArrayEquals(wanted, elements);
        for (int i = 0; i < place[1]; i++) {
          assertEquals(wanted[i], view.get(i));
          elements[i] = expected[place[0] + i] = i;
        }
        view.write(elements);
        assertArrayEquals(expected, Transfer.toArray(vector));
      }
    }
  }

  @Test
  void elementsOutsideAreRefused() {
    try (Arena arena = new Arena()) {
      Tensor vector = arena.vector(FloatView.MAX_LENGTH + 1);
      int tooLong = FloatView.MAX_LENGTH + 1;
      assertThrows(IllegalArgumentException.class, () -> new FloatView(vector, 0, tooLong));
      assertThrows(
          IndexOutOfBoundsException.class, () -> new FloatView(vector, vector.elements(), 1));
      FloatView view = new FloatView(vector, 0, 10);
      assertThrows(IndexOutOfBoundsException.class, () -> view.get(10));
    }
  }
}
