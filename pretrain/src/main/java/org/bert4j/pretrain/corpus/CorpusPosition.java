package org.bert4j.pretrain.corpus;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Locale;

/**
 * Where reading stands between two documents of a corpus. A reader that starts there returns the
 * documents that follow, as long as the files up to this one are the same.
 *
 * @param file index of the file that the last document came from
 * @param documents documents read from that file
 * @param bytesBefore bytes of the files before it
 * @param before what was in the files before it
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record CorpusPosition(int file, long documents, long bytesBefore, CorpusSummary before) {
  /** Where every corpus starts. */
  public static final CorpusPosition START = new CorpusPosition(0, 0, 0, CorpusSummary.NOTHING);

  /**
   * Checks that nothing is negative or missing. {@inheritDoc}
   *
   * @throws IllegalArgumentException if something is
   */
  public CorpusPosition {
    if (file < 0 || documents < 0 || bytesBefore < 0 || before == null) {
      throw new IllegalArgumentException(
          "a position in a corpus has file, documents and bytes_before of at least 0, and before;"
              + String.format(
                  Locale.ROOT, " found %d, %d, %d, %s", file, documents, bytesBefore, before));
    }
  }
}
