package org.bert4j.finetune.ner.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bert4j.common.io.JsonFile;
import org.bert4j.finetune.metrics.Score;
import org.bert4j.finetune.ner.tag.EntitySpan;
import org.bert4j.finetune.ner.tag.Tag;
import org.bert4j.finetune.ner.tag.TagScheme;
import org.bert4j.finetune.ner.tag.TagSequences;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every case of seqeval's, in its default mode. */
class SeqevalGoldenTest {
  private static final double EXACT = 1e-9;

  @TestFactory
  Stream<DynamicTest> agreesWithSeqeval() throws IOException, URISyntaxException {
    Path file = Path.of(SeqevalGoldenTest.class.getResource("/golden/text/seqeval.json").toURI());
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode golden : JsonFile.read(file).path("cases")) {
      tests.add(dynamicTest(golden.path("name").asText(), () -> check(golden)));
    }
    assertTrue(tests.size() > 30, "cases: " + tests.size());
    return tests.stream();
  }

  private static void check(JsonNode golden) {
    JsonNode expected = golden.path("expected");
    checkEntities(golden, expected.path("default"));
    JsonNode accuracy = expected.path("default").path("token_accuracy");
    assertEquals(
        accuracy.asDouble(),
        TagAccuracy.of(tags(golden.path("y_true")), tags(golden.path("y_pred"))),
        EXACT);
  }

  private static List<List<EntitySpan>> read(JsonNode sentences) {
    return tags(sentences).stream().map(TagSequences::entities).toList();
  }

  private static void checkEntities(JsonNode golden, JsonNode expected) {
    List<List<EntitySpan>> annotated = read(golden.path("y_true"));
    List<List<EntitySpan>> predicted = read(golden.path("y_pred"));
    assertEquals(entities(expected.path("entities_true")), annotated);
    assertEquals(entities(expected.path("entities_pred")), predicted);
    EntityReport report = EntityReport.of(annotated, predicted);
    List<String> types = new ArrayList<>();
    expected.path("per_type").fieldNames().forEachRemaining(types::add);
    assertEquals(types, List.copyOf(report.perType().keySet()));
    for (String type : types) {
      check(expected.path("per_type").path(type), report.perType().get(type));
    }
    check(expected.path("micro"), report.micro());
    check(expected.path("macro"), report.macro());
    check(expected.path("weighted"), report.weighted());
  }

  private static void check(JsonNode expected, Score score) {
    check(expected.path("precision"), score.precision());
    check(expected.path("recall"), score.recall());
    check(expected.path("f1"), score.f1());
    assertEquals(expected.path("support").intValue(), score.support());
  }

  private static void check(JsonNode expected, double value) {
    assertTrue(expected.isNull() || expected.isNumber(), expected::toString);
    assertEquals(expected.isNull() ? Double.NaN : expected.doubleValue(), value, EXACT);
  }

  private static List<List<Tag>> tags(JsonNode sentences) {
    List<List<Tag>> result = new ArrayList<>();
    for (JsonNode sentence : sentences) {
      List<Tag> tags = new ArrayList<>();
      sentence.forEach(tag -> tags.add(TagScheme.BIOES.parse(tag.asText())));
      result.add(tags);
    }
    return result;
  }

  private static List<List<EntitySpan>> entities(JsonNode sentences) {
    List<List<EntitySpan>> result = new ArrayList<>();
    for (JsonNode sentence : sentences) {
      List<EntitySpan> entities = new ArrayList<>();
      for (JsonNode entity : sentence) {
        entities.add(
            new EntitySpan(entity.get(0).asText(), entity.get(1).asInt(), entity.get(2).asInt()));
      }
      result.add(entities);
    }
    return result;
  }
}
