package org.bert4j.finetune.qa.data;

import java.io.IOException;
import org.bert4j.common.io.OffsetEvidence;
import org.bert4j.common.io.OffsetUnit;

/** Places answers by their starts, whatever these count throughout a file. */
final class AnswerOffsets {
  /** Collects evidence from a whole file. */
  @FunctionalInterface
  interface Scan {
    OffsetEvidence run() throws IOException;
  }

  private final String file;
  private final Scan scan;
  private final OffsetEvidence evidence;
  private OffsetUnit unit;
  private boolean told;

  private AnswerOffsets(String file, OffsetUnit unit, Scan scan, OffsetEvidence evidence) {
    this.file = file;
    this.unit = unit;
    this.scan = scan;
    this.evidence = evidence;
  }

  /**
   * To place answers.
   *
   * @param unit what starts count, or {@link OffsetUnit#AUTO}
   * @param scan run once where it is not said what starts count and makes a difference
   */
  static AnswerOffsets of(String file, OffsetUnit unit, Scan scan) {
    return new AnswerOffsets(file, unit, scan, null);
  }

  /** To collect evidence only. */
  static AnswerOffsets collecting(String file, OffsetEvidence evidence) {
    return new AnswerOffsets(file, OffsetUnit.AUTO, null, evidence);
  }

  /** What starts count, if the answers told; otherwise {@link OffsetUnit#AUTO}. */
  OffsetUnit told() {
    return told ? unit : OffsetUnit.AUTO;
  }

  /**
   * The place of an answer that has a start.
   *
   * @return its first Java {@code char}, or {@link GoldAnswer#NOWHERE}
   * @throws IllegalArgumentException if the answers do not tell what starts count
   */
  int place(RawAnswer answer, AnswerPlaces places, String question) throws IOException {
    if (unit != OffsetUnit.AUTO || !places.unitMatters()) {
      return places.of(answer.text(), answer.start(), unit);
    }
    int utf16 = places.of(answer.text(), answer.start(), OffsetUnit.UTF16);
    int codePoints = places.of(answer.text(), answer.start(), OffsetUnit.CODE_POINTS);
    if (utf16 == codePoints) {
      return utf16;
    }
    if (evidence != null) {
      evidence.add(
          utf16 != GoldAnswer.NOWHERE,
          codePoints != GoldAnswer.NOWHERE,
          file + ": answer of question " + question);
      return GoldAnswer.NOWHERE;
    }
    unit = scan.run().decide();
    told = true;
    return unit == OffsetUnit.UTF16 ? utf16 : codePoints;
  }
}
