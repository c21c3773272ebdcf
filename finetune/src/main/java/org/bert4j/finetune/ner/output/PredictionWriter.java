package org.bert4j.finetune.ner.output;

import java.io.IOException;
import java.util.List;
import org.bert4j.finetune.ner.data.SentenceText;
import org.bert4j.finetune.ner.decode.ScoredEntity;

/** Writes predictions sentence by sentence. */
@FunctionalInterface
public interface PredictionWriter {
  /**
   * Writes a sentence.
   *
   * @param sentence the text and its words
   * @param entities its predicted entities, in order
   * @throws IOException if writing fails
   */
  void write(SentenceText sentence, List<ScoredEntity> entities) throws IOException;
}
