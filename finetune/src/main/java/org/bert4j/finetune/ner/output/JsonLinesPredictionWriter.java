package org.bert4j.finetune.ner.output;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import org.bert4j.finetune.ner.data.SentenceText;
import org.bert4j.finetune.ner.data.WordSpan;
import org.bert4j.finetune.ner.decode.ScoredEntity;

/** {@link PredictionFormat#JSONL}. */
final class JsonLinesPredictionWriter implements PredictionWriter {
  private final ObjectMapper json = new ObjectMapper();
  private final Writer out;

  JsonLinesPredictionWriter(Writer out) {
    this.out = out;
  }

  @Override
  public void write(SentenceText sentence, List<ScoredEntity> entities) throws IOException {
    ObjectNode line = json.createObjectNode().put("text", sentence.text());
    line.putArray("entities");
    for (ScoredEntity entity : entities) {
      WordSpan span = sentence.span(entity.span().first(), entity.span().last());
      line.withArray("entities")
          .addObject()
          .put("start", span.start())
          .put("end", span.end())
          .put("type", entity.span().type())
          .put("text", sentence.text().substring(span.start(), span.end()))
          .put("confidence", Confidence.rounded(entity.confidence()));
    }
    out.write(json.writeValueAsString(line) + "\n");
  }
}
