package org.bert4j.examples.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkedTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "a(n) owl;An owl",
        "a(n) baker;A baker",
        "it is a(n) hour's walk;It is an hour's walk",
        "a(n) one-legged man;A one-legged man",
        "a(n) European town;A European town",
        "a(n) 8 and a(n) 11;An 8 and an 11",
        "'\"come in,\" he said.';'\"Come in,\" he said.'",
        "'well , yes  or no ?';'Well, yes or no?'",
      })
  void sentencesAreFinished(String marked, String text) {
    assertEquals(text, MarkedText.sentence(marked).text());
  }

  @Test
  void offsetsAreThoseOfTheFinishedText() {
    String marked = "a(n) " + MarkedText.mark(EntityType.MISC, "Irish") + " town , ";
    SampleSentence sentence =
        MarkedText.sentence(marked + MarkedText.mark(EntityType.LOC, "Dublin") + ".");
    assertEquals("An Irish town, Dublin.", sentence.text());
    assertEquals(
        List.of("Irish", "Dublin"), sentence.entities().stream().map(sentence::surface).toList());
  }
}
