package org.bert4j.finetune.ner.output;

import java.io.IOException;
import java.io.Writer;

/** Forms of predictions. */
public enum PredictionFormat {
  /**
   * A JSON object a sentence: {@code {"text": "...", "entities": [{"start": 0, "end": 5, "type":
   * "PER", "text": "...", "confidence": 0.98}]}}. It can be read as training data again.
   */
  JSONL {
    @Override
    public PredictionWriter to(Writer out) {
      return new JsonLinesPredictionWriter(out);
    }
  },
  /**
   * An entity a line under the names of the columns: {@code
   * sentence,start,end,type,text,confidence}; sentences are counted from 1.
   */
  CSV {
    @Override
    public PredictionWriter to(Writer out) throws IOException {
      return new CsvPredictionWriter(out);
    }
  },
  /** A word a line, a tab, its BIO tag; a blank line behind a sentence. */
  CONLL {
    @Override
    public PredictionWriter to(Writer out) {
      return new ConllPredictionWriter(out);
    }
  };

  /**
   * Makes a writer of this form.
   *
   * @param out where predictions go; it is not closed
   * @return the writer
   * @throws IOException if the names of the columns cannot be written
   */
  public abstract PredictionWriter to(Writer out) throws IOException;
}
