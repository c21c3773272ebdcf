package org.bert4j.pretrain.corpus;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Locale;

/**
 * What was in a corpus, or in the files of it that have been read.
 *
 * @param documents number of documents
 * @param sentences number of sentences
 * @param leftOut lines that are not part of the text
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record CorpusSummary(long documents, long sentences, LeftOut leftOut) {
  /** Nothing has been read. */
  public static final CorpusSummary NOTHING = new CorpusSummary(0, 0, LeftOut.NOTHING);

  /**
   * Checks that nothing is negative or missing. {@inheritDoc}
   *
   * @throws IllegalArgumentException if something is
   */
  public CorpusSummary {
    if (documents < 0 || sentences < documents || leftOut == null) {
      throw new IllegalArgumentException(
          String.format(
                  Locale.ROOT,
                  "what was read has documents of at least 0, no fewer sentences, and left_out; found %d,",
                  documents)
              + String.format(Locale.ROOT, " %d, %s", sentences, leftOut));
    }
  }
}
