package org.bert4j.common.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class OffsetUnitTest {
  private static final String TEXT = "a\uD83D\uDE00b\uD83D\uDE00\uD83D\uDE00";

  @Test
  void codePointsAreCountedInAnyOrder() {
    assertArrayEquals(
        new int[] {0, 1, 3, 4, 6, 8, 3, 0}, OffsetUnit.toUtf16(TEXT, 0, 1, 2, 3, 4, 5, 2, 0));
  }

  @Test
  void whatIsOutsideStaysOutside() {
    assertArrayEquals(new int[] {-2, 9, 3}, OffsetUnit.toUtf16(TEXT, -2, 6, 2));
    assertArrayEquals(new int[] {-2, 9, 2}, OffsetUnit.toUtf16("abc", -2, 9, 2));
  }

  @Test
  void unitsDifferBeyondTheBasicPlaneOnly() {
    assertTrue(OffsetUnit.matters(TEXT));
    assertFalse(OffsetUnit.matters("\u4e2d\u00e4e\u0301"));
  }

  @Test
  void namesAreThoseOfTheOption() {
    for (OffsetUnit unit : OffsetUnit.values()) {
      assertEquals(unit, OffsetUnit.parse(unit.toString()));
    }
    assertThrows(IllegalArgumentException.class, () -> OffsetUnit.parse("bytes"));
  }

  @Test
  void theUnitIsTheOneInWhichOffsetsAreRight() {
    OffsetEvidence none = new OffsetEvidence();
    assertEquals(OffsetUnit.UTF16, none.decide());
    OffsetEvidence python = new OffsetEvidence();
    python.add(true, true, "file:1");
    IllegalArgumentException error = assertThrows(IllegalArgumentException.class, python::decide);
    assertTrue(error.getMessage().startsWith("file:1: "), error.getMessage());
    assertTrue(error.getMessage().contains("--offsets"), error.getMessage());
    python.add(false, true, "file:2");
    assertEquals(OffsetUnit.CODE_POINTS, python.decide());
    OffsetEvidence both = new OffsetEvidence();
    both.add(true, false, "file:1");
    assertEquals(OffsetUnit.UTF16, both.decide());
    both.add(false, true, "file:2");
    assertThrows(IllegalArgumentException.class, both::decide);
  }
}
