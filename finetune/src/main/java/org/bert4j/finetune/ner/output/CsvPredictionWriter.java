package org.bert4j.finetune.ner.output;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.bert4j.finetune.ner.data.SentenceText;
import org.bert4j.finetune.ner.data.WordSpan;
import org.bert4j.finetune.ner.decode.ScoredEntity;

/** {@link PredictionFormat#CSV}. */
final class CsvPredictionWriter implements PredictionWriter {
  private final Writer out;
  private long sentences;

  CsvPredictionWriter(Writer out) throws IOException {
    this.out = out;
    writeRow("sentence", "start", "end", "type", "text", "confidence");
  }

  @Override
  public void write(SentenceText sentence, List<ScoredEntity> entities) throws IOException {
    sentences++;
    for (ScoredEntity entity : entities) {
      WordSpan span = sentence.span(entity.span().first(), entity.span().last());
      writeRow(
          sentences,
          span.start(),
          span.end(),
          entity.span().type(),
          sentence.text().substring(span.start(), span.end()),
          Confidence.rounded(entity.confidence()));
    }
  }

  private void writeRow(Object... fields) throws IOException {
    out.write(CSVFormat.RFC4180.format(fields) + "\n");
  }
}
