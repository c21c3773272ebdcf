package org.bert4j.finetune.qa.data;

import java.util.Locale;
import org.bert4j.common.io.OffsetUnit;

/**
 * What the answers of a file tell that {@code answer_start} counts: most stand at theirs in one
 * unit only, where a context has characters beyond U+FFFF.
 */
final class OffsetEvidence {
  /** An answer may stand by chance where a wrong start points: so many times more outvote it. */
  private static final int OUTVOTED = 4;

  private final String file;
  private long codePoints;
  private long utf16;
  private String firstCodePoints;
  private String firstUtf16;
  private String firstEither;

  OffsetEvidence(String file) {
    this.file = file;
  }

  /** Notes the two different places of an answer, one of which may be nowhere. */
  void note(int utf16Place, int codePointsPlace, String question) {
    if (codePointsPlace == GoldAnswer.NOWHERE) {
      utf16++;
      firstUtf16 = firstUtf16 == null ? question : firstUtf16;
    } else if (utf16Place == GoldAnswer.NOWHERE) {
      codePoints++;
      firstCodePoints = firstCodePoints == null ? question : firstCodePoints;
    } else {
      firstEither = firstEither == null ? question : firstEither;
    }
  }

  /**
   * The unit.
   *
   * @throws IllegalArgumentException if there is no evidence, or too much for either unit
   */
  OffsetUnit unit() {
    boolean decided =
        Math.max(codePoints, utf16) > 0
            && Math.max(codePoints, utf16) >= OUTVOTED * Math.min(codePoints, utf16);
    if (decided) {
      return codePoints > utf16 ? OffsetUnit.CODE_POINTS : OffsetUnit.UTF16;
    }
    String reason =
        codePoints == 0
            ? String.format(
                Locale.ROOT,
                "the answer of question %s stands at its answer_start in either, at different places, and no other answer tells",
                firstEither)
            : String.format(
                Locale.ROOT,
                "%d answers stand at theirs in code-points only, such as that of question %s, %d in utf16 only, such as that of question %s",
                codePoints,
                firstCodePoints,
                utf16,
                firstUtf16);
    throw new IllegalArgumentException(
        file
            + ": answer_start may count code-points or utf16: "
            + reason
            + "; say what it counts with --offsets code-points (as Python does) or --offsets utf16"
            + " (as Java and JavaScript do)");
  }
}
