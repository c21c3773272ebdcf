package org.bert4j.finetune.ner.output;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import org.bert4j.finetune.ner.data.SentenceText;
import org.bert4j.finetune.ner.decode.ScoredEntity;
import org.bert4j.finetune.ner.tag.EntitySpan;
import org.bert4j.finetune.ner.tag.Tag;
import org.bert4j.finetune.ner.tag.TagSequences;

/** {@link PredictionFormat#CONLL}. */
final class ConllPredictionWriter implements PredictionWriter {
  private final Writer out;

  ConllPredictionWriter(Writer out) {
    this.out = out;
  }

  @Override
  public void write(SentenceText sentence, List<ScoredEntity> entities) throws IOException {
    List<String> words = sentence.words();
    List<EntitySpan> spans = entities.stream().map(ScoredEntity::span).toList();
    List<Tag> tags = TagSequences.bio(spans, words.size());
    for (int word = 0; word < words.size(); word++) {
      // A word of a CSV file may hold what separates columns and lines here.
      String cell = words.get(word).replace('\t', ' ').replace('\n', ' ').replace('\r', ' ');
      out.write(cell + "\t" + tags.get(word) + "\n");
    }
    out.write("\n");
  }
}
