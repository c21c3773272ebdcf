package org.bert4j.finetune.ner.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bert4j.finetune.ner.data.NerDataset;
import org.bert4j.finetune.ner.data.NerReader;
import org.bert4j.finetune.ner.data.NerReaderOptions;
import org.bert4j.finetune.ner.data.SentenceText;
import org.bert4j.finetune.ner.data.WordSplitting;
import org.bert4j.finetune.ner.decode.ScoredEntity;
import org.bert4j.finetune.ner.tag.EntitySpan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictionWriterTest {
  private static final SentenceText TEXT =
      SentenceText.split("😀 Anna, \"Q\"  in 北京", WordSplitting.RUNS);
  private static final List<ScoredEntity> ENTITIES =
      List.of(
          new ScoredEntity(new EntitySpan("PER", 1, 5), 0.98765432),
          new ScoredEntity(new EntitySpan("LOC", 7, 8), 0.5));

  @TempDir Path directory;

  private static String write(PredictionFormat format) throws IOException {
    StringWriter out = new StringWriter();
    PredictionWriter writer = format.to(out);
    writer.write(SentenceText.join(List.of()), List.of());
    writer.write(TEXT, ENTITIES);
    return out.toString();
  }

  @Test
  void jsonLines() throws IOException {
    assertEquals(
        """
        {"text":"","entities":[]}
        {"text":"😀 Anna, \\"Q\\"  in 北京","entities":[\
        {"start":3,"end":12,"type":"PER","text":"Anna, \\"Q\\"","confidence":0.987654},\
        {"start":17,"end":19,"type":"LOC","text":"北京","confidence":0.5}]}
        """,
        write(PredictionFormat.JSONL));
  }

  @Test
  void commaSeparatedValues() throws IOException {
    assertEquals(
        """
        sentence,start,end,type,text,confidence
        2,3,12,PER,"Anna, ""Q""\",0.987654
        2,17,19,LOC,北京,0.5
        """,
        write(PredictionFormat.CSV));
  }

  /** Only JSON can escape them; the others keep the words as they are. */
  @Test
  void controlCharactersOfTheTextAreEscapedInJson() throws IOException {
    SentenceText text = SentenceText.join(List.of("\u001b[2J"));
    StringWriter json = new StringWriter();
    PredictionFormat.JSONL.to(json).write(text, List.of());
    assertEquals("{\"text\":\"\\u001B[2J\",\"entities\":[]}\n", json.toString());
    StringWriter conll = new StringWriter();
    PredictionFormat.CONLL.to(conll).write(text, List.of());
    assertEquals("\u001b[2J\tO\n\n", conll.toString());
  }

  @Test
  void valuesOfNoSentenceHaveTheirNames() throws IOException {
    StringWriter out = new StringWriter();
    PredictionFormat.CSV.to(out);
    assertEquals("sentence,start,end,type,text,confidence\n", out.toString());
  }

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    for (PredictionFormat format : List.of(PredictionFormat.JSONL, PredictionFormat.CONLL)) {
      String ending = format == PredictionFormat.JSONL ? ".jsonl" : ".conll";
      Path file = Files.writeString(directory.resolve("written" + ending), write(format));
      NerDataset data = new NerReader(NerReaderOptions.DEFAULT).read(List.of(file));
      int last = data.sentences().size() - 1;
      assertEquals(TEXT.words(), data.sentences().get(last).words());
      assertEquals(
          ENTITIES.stream().map(ScoredEntity::span).toList(),
          data.sentences().get(last).entities());
    }
  }
}
