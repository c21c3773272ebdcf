package org.bert4j.common.io;

import java.util.Locale;

/**
 * What the offsets of a file tell of their unit: whether words, or answers, stand at them if they
 * are read in the one or in the other. Only offsets that the units put at different places are
 * evidence.
 */
public final class OffsetEvidence {
  private long seen;
  private long wrongInUtf16;
  private long wrongInCodePoints;
  private String first;

  /** Makes evidence of nothing. */
  public OffsetEvidence() {}

  /**
   * Adds offsets that the units put at different places.
   *
   * @param utf16 whether they are right if they count UTF-16 units
   * @param codePoints whether they are right if they count code points
   * @param place where they stand, file and line
   */
  public void add(boolean utf16, boolean codePoints, String place) {
    seen++;
    wrongInUtf16 += utf16 ? 0 : 1;
    wrongInCodePoints += codePoints ? 0 : 1;
    first = first == null ? place : first;
  }

  /**
   * Whether there are offsets that the units put at different places.
   *
   * @return false if every unit gives the same
   */
  public boolean matters() {
    return seen > 0;
  }

  /**
   * The unit in which at most half as many offsets are wrong as in the other.
   *
   * @return the unit; {@link OffsetUnit#UTF16} where it does not matter
   * @throws IllegalArgumentException if the evidence is for neither
   */
  public OffsetUnit decide() {
    if (!matters()) {
      return OffsetUnit.UTF16;
    }
    if (2 * wrongInCodePoints < wrongInUtf16) {
      return OffsetUnit.CODE_POINTS;
    }
    if (2 * wrongInUtf16 < wrongInCodePoints) {
      return OffsetUnit.UTF16;
    }
    throw new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "%s: offsets may count UTF-16 units, as Java and JavaScript do (%,d of %,d fit), or code"
                + " points, as Python does (%,d fit); say which with --offsets utf16 or"
                + " --offsets code-points",
            first,
            seen - wrongInUtf16,
            seen,
            seen - wrongInCodePoints));
  }
}
