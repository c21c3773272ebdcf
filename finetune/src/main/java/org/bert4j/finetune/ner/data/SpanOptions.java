package org.bert4j.finetune.ner.data;

import java.util.List;
import java.util.Objects;
import org.bert4j.common.io.OffsetUnit;

/**
 * How marked spans and numbered tags are read.
 *
 * @param offsets what the offsets of spans count
 * @param onOverlap what to do about entities that share words
 * @param labelNames the tags that numbers stand for, in the order of the numbers from 0; empty if
 *     tags are names
 */
public record SpanOptions(OffsetUnit offsets, OnOverlap onOverlap, List<String> labelNames) {
  /** Units decided by each file, the longest of overlapping entities kept. */
  public static final SpanOptions DEFAULT =
      new SpanOptions(OffsetUnit.AUTO, OnOverlap.LONGEST, List.of());

  /** What to do about entities that share words. */
  public enum OnOverlap {
    /** Keep the longest, of equally long ones the first; the others are counted. */
    LONGEST,
    /** Refuse the file. */
    FAIL
  }

  /** Checks that all is there. {@inheritDoc} */
  public SpanOptions {
    Objects.requireNonNull(offsets, "offsets");
    Objects.requireNonNull(onOverlap, "onOverlap");
    labelNames = List.copyOf(labelNames);
  }
}
