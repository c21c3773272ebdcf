package org.bert4j.finetune.ner.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import org.bert4j.finetune.ner.tag.EntitySpan;
import org.bert4j.finetune.ner.tag.Tag;
import org.bert4j.finetune.ner.tag.TagScheme;
import org.junit.jupiter.api.Test;

class NerEvaluationTest {
  private static List<Tag> tags(String tags) {
    return Stream.of(tags.split(" ")).map(TagScheme.BIOES::parse).toList();
  }

  @Test
  void everyEntityIsInOneCell() {
    NerEvaluation evaluation =
        NerEvaluation.of(
            List.of(tags("B-A I-A O B-B B-A"), tags("O O B-B")),
            List.of(
                List.of(
                    new EntitySpan("A", 0, 1),
                    new EntitySpan("A", 3, 3),
                    new EntitySpan("B", 2, 2)),
                List.of(new EntitySpan("B", 1, 2))));
    ConfusionTable table = evaluation.confusion();
    assertEquals(List.of("A", "B", "O"), table.types());
    assertEquals(1, table.entities("A", "A"));
    assertEquals(1, table.entities("B", "A"));
    assertEquals(1, table.entities("A", "O"));
    assertEquals(1, table.entities("B", "O"));
    assertEquals(2, table.entities("O", "B"));
    assertEquals(0, table.entities("B", "B"));
    JsonNode json = evaluation.toJson();
    assertEquals(0.25, json.path("precision").doubleValue(), 1e-12);
    assertEquals(0.25, json.path("recall").doubleValue(), 1e-12);
    assertEquals(0.5, json.at("/per_type/A/f1").doubleValue(), 1e-12);
    assertEquals(2, json.at("/per_type/B/support").intValue());
    assertEquals(2, json.at("/confusion/O/B").intValue());
    assertEquals(3.0 / 8, json.path("accuracy").doubleValue(), 1e-12);
    assertEquals(8, json.path("words").intValue());
  }

  @Test
  void whatIsUndefinedIsNull() {
    JsonNode json = NerEvaluation.of(List.of(tags("O")), List.of(List.of())).toJson();
    assertTrue(json.at("/macro/f1").isNull());
    assertEquals(0, json.path("f1").doubleValue());
    assertThrows(
        IllegalArgumentException.class,
        () -> EntityReport.of(List.of(), List.of(List.<EntitySpan>of())));
  }
}
