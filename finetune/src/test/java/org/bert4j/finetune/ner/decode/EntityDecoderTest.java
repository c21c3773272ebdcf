package org.bert4j.finetune.ner.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.bert4j.finetune.ner.tag.EntityLabels;
import org.bert4j.finetune.ner.tag.EntitySpan;
import org.bert4j.finetune.ner.tag.Tag;
import org.bert4j.finetune.ner.tag.TagScheme;
import org.bert4j.finetune.ner.tag.TagSequences;
import org.junit.jupiter.api.Test;

class EntityDecoderTest {
  private static final List<EntityLabels> LABELS =
      List.of(
          EntityLabels.ofTypes(List.of("A", "B")),
          EntityLabels.of(List.of("O", "B-A", "I-A", "E-A", "S-A", "S-B"), "test"),
          EntityLabels.of(List.of("I-A", "O", "B-A", "I-B"), "test"),
          EntityLabels.of(List.of("O", "B-A", "M-A", "E-A"), "test"));

  @Property(tries = 300)
  void isTheBestSequenceThatTheSchemeAllows(
      @ForAll @IntRange(max = 3) int which,
      @ForAll @IntRange(min = 1, max = 5) int words,
      @ForAll long seed) {
    EntityLabels labels = LABELS.get(which);
    Random random = new Random(seed);
    float[] logits = new float[words * labels.size()];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) (3 * random.nextGaussian());
    }
    List<EntitySpan> expected = bruteForce(logits, words, labels);
    List<ScoredEntity> entities = new EntityDecoder(labels).entities(logits);
    assertEquals(expected, entities.stream().map(ScoredEntity::span).toList());
    entities.forEach(e -> assertTrue(e.confidence() > 0 && e.confidence() <= 1, e::toString));
  }

  private static List<EntitySpan> bruteForce(float[] logits, int words, EntityLabels labels) {
    int k = labels.size();
    int sequences = (int) Math.pow(k, words);
    double best = Double.NEGATIVE_INFINITY;
    List<Tag> bestTags = List.of();
    for (int s = 0; s < sequences; s++) {
      List<Tag> tags = new ArrayList<>();
      double score = 0;
      int rest = s;
      for (int word = 0; word < words; word++) {
        tags.add(labels.tag(rest % k));
        score += logits[word * k + rest % k];
        rest /= k;
      }
      if (score > best && TagSequences.violations(tags, labels.scheme()) == 0) {
        best = score;
        bestTags = tags;
      }
    }
    return TagSequences.entities(bestTags);
  }

  @Test
  void confidenceIsTheMeanProbability() {
    EntityLabels labels = EntityLabels.ofTypes(List.of("A"));
    float[] logits = {
      (float) Math.log(0.1), (float) Math.log(0.8), (float) Math.log(0.1),
      (float) Math.log(0.2), (float) Math.log(0.2), (float) Math.log(0.6)
    };
    ScoredEntity entity = new EntityDecoder(labels).entities(logits).get(0);
    assertEquals(new EntitySpan("A", 0, 1), entity.span());
    assertEquals(0.7, entity.confidence(), 1e-6);
    assertEquals(List.of(), new EntityDecoder(labels).entities(new float[0]));
  }

  @Test
  void whatIsNoRowOfNumbersIsRefused() {
    EntityDecoder decoder = new EntityDecoder(EntityLabels.ofTypes(List.of("A")));
    assertThrows(IllegalArgumentException.class, () -> decoder.entities(new float[4]));
    assertThrows(
        IllegalArgumentException.class, () -> decoder.entities(new float[] {0, Float.NaN, 0}));
  }

  @Test
  void labelsOfOtherModels() {
    assertEquals(TagScheme.IOB1, LABELS.get(2).scheme());
    assertEquals(List.of("A", "B"), LABELS.get(2).types());
    assertEquals(TagScheme.BMES, LABELS.get(3).scheme());
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class,
            () -> EntityLabels.of(List.of("LABEL_0", "LABEL_1"), "config.json"));
    assertTrue(error.getMessage().startsWith("config.json: the labels [LABEL_0"));
    assertThrows(IllegalArgumentException.class, () -> EntityLabels.of(List.of("B-A"), "x"));
    assertThrows(IllegalArgumentException.class, () -> EntityLabels.ofTypes(List.of()));
  }
}
