package org.bert4j.finetune.qa.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WindowTest {
  @Test
  void shortContextsHaveOneWindow() {
    assertEquals(List.of(new Window(0, 0)), Window.cover(0, 5, 2));
    assertEquals(List.of(new Window(0, 5)), Window.cover(5, 5, 2));
  }

  @Test
  void windowsAreAStrideApart() {
    assertEquals(
        List.of(new Window(0, 5), new Window(2, 5), new Window(4, 4)), Window.cover(8, 5, 2));
    assertEquals(List.of(new Window(0, 5), new Window(5, 3)), Window.cover(8, 5, 100));
  }

  /** The example in the comment of run_squad.py. */
  @Test
  void maxContextIsThatOfBert() {
    List<Window> windows = Window.cover(8, 5, 3);
    assertEquals(List.of(new Window(0, 5), new Window(3, 5)), windows);
    assertArrayEquals(new boolean[] {true, true, true, true, false}, Window.maxContext(windows, 0));
    assertArrayEquals(new boolean[] {false, true, true, true, true}, Window.maxContext(windows, 1));
  }

  @Property(tries = 500)
  void everyPieceHasExactlyOneWindowOfMaximumContext(
      @ForAll @IntRange(min = 0, max = 200) int length,
      @ForAll @IntRange(min = 1, max = 60) int room,
      @ForAll @IntRange(min = 1, max = 80) int docStride) {
    List<Window> windows = Window.cover(length, room, docStride);
    int[] best = new int[length];
    int end = 0;
    for (int w = 0; w < windows.size(); w++) {
      Window window = windows.get(w);
      assertTrue(window.length() <= room && window.start() <= end);
      end = window.end();
      boolean[] maxContext = Window.maxContext(windows, w);
      for (int i = 0; i < window.length(); i++) {
        best[window.start() + i] += maxContext[i] ? 1 : 0;
      }
    }
    assertEquals(length, end);
    for (int count : best) {
      assertEquals(1, count);
    }
  }
}
