package org.bert4j.finetune.ner.tag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Labels of models from elsewhere. */
class EntityLabelsTest {
  @Test
  void labelsOfTokensThatAreNoWordsCountAsOutside() {
    List<String> names = List.of("[PAD]", "O", "B-PER", "I-PER", "X", "[CLS]", "[SEP]");
    EntityLabels labels = EntityLabels.of(names, "model");
    assertEquals(names, labels.names());
    assertEquals(List.of("[PAD]", "X", "[CLS]", "[SEP]"), labels.countedAsOutside());
    assertEquals(1, labels.id(Tag.OUTSIDE).orElseThrow());
    assertTrue(labels.tag(4).isOutside());
    assertEquals(List.of("PER"), labels.types());
  }

  @Test
  void notationsOfFilesAreThoseOfModels() {
    EntityLabels types = EntityLabels.of(List.of("O", "PER", "LOC"), "model");
    assertEquals(TagScheme.IOB1, types.scheme());
    assertEquals(new Tag(TagPosition.I, "PER"), types.tag(1));
    EntityLabels lower = EntityLabels.of(List.of("o", "b-per", "i-per"), "model");
    assertEquals(TagScheme.BIO, lower.scheme());
    assertEquals(new Tag(TagPosition.B, "per"), lower.tag(1));
    EntityLabels suffix = EntityLabels.of(List.of("PER-B", "PER-I", "0"), "model");
    assertEquals(new Tag(TagPosition.I, "PER"), suffix.tag(1));
  }

  @Test
  void labelsOfAnotherTaskAreNotSpokenOfAsAColumn() {
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class,
            () -> EntityLabels.of(List.of("positive", "negative"), "config.json"));
    assertTrue(error.getMessage().startsWith("config.json: the labels"), error.getMessage());
    assertFalse(error.getMessage().contains("column"), error.getMessage());
  }
}
