package org.bert4j.finetune.ner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bert4j.common.io.JsonFile;
import org.bert4j.common.kernel.DataType;
import org.bert4j.finetune.metrics.Score;
import org.bert4j.finetune.ner.data.NerDataset;
import org.bert4j.finetune.ner.data.NerReader;
import org.bert4j.finetune.ner.data.NerReaderOptions;
import org.bert4j.finetune.ner.data.WordSplitting;
import org.bert4j.finetune.ner.decode.ScoredEntity;
import org.bert4j.finetune.ner.metrics.NerEvaluation;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NerTaggerTest {
  @TempDir static Path shared;
  private static Path model;

  @TempDir Path directory;

  @BeforeAll
  static void makeModel() throws IOException {
    model = RandomNerModel.in(shared.resolve("model"), WordSplitting.RUNS, "PER", "LOC");
  }

  private static NerTagger load(Path directory) throws IOException {
    return NerTagger.load(directory, DataType.FP32, 1);
  }

  @Test
  void everySurfaceStandsAtItsOffsets() throws IOException {
    String text =
        "😀 Angela Merkel,\tborn in  Hamburg-Barmbek\u0007 (1954) 中国人 \u200B\n".repeat(20)
            + "x".repeat(150);
    try (NerTagger tagger = load(model)) {
      List<Entity> entities = tagger.tag(text);
      assertTrue(entities.size() > 4, entities::toString);
      int end = 0;
      for (Entity entity : entities) {
        assertEquals(text.substring(entity.start(), entity.end()), entity.text());
        assertTrue(entity.start() >= end, entity::toString);
        assertTrue(entity.confidence() > 0 && entity.confidence() <= 1, entity::toString);
        assertTrue(List.of("PER", "LOC").contains(entity.type()));
        end = entity.end();
      }
      assertEquals(List.of(), tagger.tag(""));
      assertEquals(List.of(), tagger.tag(" \n\u0000 "));
    }
  }

  @Test
  void aTextIsTaggedAlikeAloneInABatchAndByManyThreads() throws Exception {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 70; i++) {
      texts.add("Anna of House " + i + ", born in the year " + 31 * i + ".".repeat(i % 7));
    }
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (NerTagger tagger = load(model)) {
      List<List<Entity>> together = tagger.tagAll(texts);
      List<Callable<List<Entity>>> calls = new ArrayList<>();
      texts.forEach(text -> calls.add(() -> tagger.tag(text)));
      List<Future<List<Entity>>> alone = threads.invokeAll(calls);
      for (int i = 0; i < texts.size(); i++) {
        assertSame(together.get(i), alone.get(i).get());
      }
    } finally {
      threads.shutdown();
    }
  }

  private static void assertSame(List<Entity> expected, List<Entity> actual) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      Entity e = expected.get(i);
      Entity a = actual.get(i);
      assertEquals(e.type() + e.start() + "-" + e.end(), a.type() + a.start() + "-" + a.end());
      assertEquals(e.confidence(), a.confidence(), 1e-4);
    }
  }

  @Test
  void wordsGetPredictionsWhateverTheyAre() throws IOException {
    List<String> words = List.of("", " ", "\u0085", "\u3000", "New York", "😀", "x".repeat(500));
    List<List<ScoredEntity>> entities;
    try (NerTagger tagger = load(model)) {
      entities = tagger.tagWords(List.of(words, List.of(), words));
    }
    assertEquals(List.of(), entities.get(1));
    assertEquals(entities.get(0).size(), entities.get(2).size());
    entities.get(0).forEach(entity -> assertTrue(entity.span().last() < words.size()));
  }

  @Test
  void predictionsEvaluatedAgainstThemselvesArePerfect() throws IOException {
    try (NerTagger tagger = load(model)) {
      StringBuilder file = new StringBuilder();
      List<String> words = List.of("Anna", "lives", "in", "Ulm", ".", "中", "国");
      List<String> tags = new ArrayList<>(java.util.Collections.nCopies(words.size(), "O"));
      for (ScoredEntity entity : tagger.tagWords(List.of(words)).get(0)) {
        for (int i = entity.span().first(); i <= entity.span().last(); i++) {
          tags.set(i, (i == entity.span().first() ? "B-" : "I-") + entity.span().type());
        }
      }
      for (int i = 0; i < words.size(); i++) {
        file.append(words.get(i)).append('\t').append(tags.get(i)).append('\n');
      }
      Path data = Files.writeString(directory.resolve("data.conll"), file);
      NerReader reader = new NerReader(NerReaderOptions.DEFAULT);
      NerEvaluation evaluation = tagger.evaluate(reader.read(List.of(data)));
      assertEquals(1, evaluation.report().micro().f1());
      assertEquals(1, evaluation.accuracy());
      Path unknown = Files.writeString(directory.resolve("unknown.conll"), "a O\nb B-MISC\n");
      NerDataset missed = reader.read(List.of(unknown));
      assertEquals(Map.of("MISC", 1), missed.unknownTypes(tagger.labels()));
      Score score = tagger.evaluate(missed).report().perType().get("MISC");
      assertEquals(new Score(0, 0, 0, 1), score);
    }
  }

  @Test
  void whatIsNoModelForEntitiesIsOneClearLine() throws IOException {
    Path other = RandomNerModel.in(directory.resolve("other"), WordSplitting.WORDS, "PER");
    ObjectNode config = JsonFile.read(other.resolve("config.json"));
    config.remove(List.of("id2label", "label2id"));
    isRefusedWith(config, other, "no labels of entities");
    config.putObject("id2label").put("0", "O").put("1", "B-A").put("2", "I-A").put("3", "B-B");
    isRefusedWith(config, other, "classifier.weight");
    isRefused(directory, "no checkpoint");
  }

  private static void isRefusedWith(ObjectNode config, Path model, String message)
      throws IOException {
    JsonFile.write(model.resolve("config.json"), config);
    isRefused(model, message);
  }

  private static void isRefused(Path model, String message) {
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> load(model));
    assertEquals(1, error.getMessage().lines().count(), error.getMessage());
    assertTrue(error.getMessage().contains(message), error.getMessage());
  }

  @Test
  void afterClosingNothingIsTagged() throws IOException {
    NerTagger tagger = load(model);
    tagger.close();
    tagger.close();
    assertThrows(IllegalStateException.class, () -> tagger.tag("a"));
  }
}
