package org.bert4j.examples.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.bert4j.common.random.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrammarFileTest {
  private static final List<String> WORLD =
      List.of(
          "table number = value | word",
          "  2 | two",
          "  3 | three",
          "table country = country:LOC | capital:LOC",
          "  Austria | Vienna",
          "  Italy | Rome",
          "table city = city:LOC | country:LOC",
          "  Linz | Austria",
          "  Turin | Italy",
          "table given = given:PER | sex",
          "  Ida | f",
          "  Otto | m",
          "table family = family:PER",
          "  Bauer",
          "join person = given family",
          "  full:PER = {given} {family}");

  @Test
  void variablesRulesAndLookUpsAreExpanded() {
    assertEquals(
        Set.of("Ida Bauer of Linz (Vienna) has two cats."),
        texts(
            "let p = person where sex is f",
            "let q = person where sex is not {p.sex}",
            "let home = city where country is Austria",
            "let n = 5 - 3",
            "plan fact",
            "rule fact",
            "  {p.full} of {home} ({home.country.capital}) has {n.word} cats."));
  }

  @Test
  void aRowIsDrawnOnceInADocument() {
    assertEquals(
        Set.of("Linz, Turin", "Turin, Linz"),
        texts("let a = city", "plan fact", "rule fact", "  {a}, {city}"));
  }

  @Test
  void stepsAreOptionalOrInRandomOrder() {
    assertEquals(
        Set.of("A B C", "A C B", "B C", "C B"),
        texts("plan a? 2(b c)", "rule a", "  a", "rule b", "  b", "rule c", "  c"));
  }

  @Test
  void theOutermostEntityCounts() {
    SampleSentence sentence =
        write(
                0,
                "let a = city where country is Italy",
                "plan fact",
                "rule club:ORG",
                "  Club of {a}",
                "rule fact",
                "  the {club} is in {a}.")
            .get(0);
    assertEquals("The Club of Turin is in Turin.", sentence.text());
    assertEquals(
        List.of(new MarkedEntity(EntityType.ORG, 4, 17), new MarkedEntity(EntityType.LOC, 24, 29)),
        sentence.entities());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "city;expected a table, join, let, plan or rule",
        "rule a;needs indented lines",
        "let a = {b;missing '}'",
        "let a = [b;missing ']'",
        "let a = b];stray ']'",
        "let a = [b];one alternative",
        "let a = {B};dotted path",
        "let a = 5..3;empty range",
        "let a = city where river is Po;expected COLUMN is",
        "let a:LOC = city;have their own types",
        "let a:CAR = b;a type is one of",
        "plan a 3(b c);takes 1 to 2",
        "plan a, b;a plan has steps",
      })
  void mistakesAreReportedWithFileAndLine(String line, String message) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> GrammarFile.read("en/x.txt", List.of("# x", line), world()));
    assertTrue(e.getMessage().startsWith("en/x.txt:2: "), e.getMessage());
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  @Test
  void aMistakeInARowIsReportedWithTheRowsLine() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                GrammarFile.read(
                    "x.txt", List.of("table t = a | b", "  1 | 2", "  1"), new HashMap<>()));
    assertEquals("x.txt:3: a row of 2 cells has 1: \"1\"", e.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{nobody};there is nothing of the name nobody",
        "{a.river};there is no column river for {a.river}",
        "{a.country.river};there is no column river for {a.country.river}",
        "{other};there is nothing of the name lost",
      })
  void referencesThatLeadNowhereAreFoundBeforeWriting(String text, String message) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                texts(
                    "let a = city",
                    "plan fact",
                    "rule fact",
                    "  " + text,
                    "rule other",
                    "  {lost}"));
    assertEquals("document test: " + message, e.getMessage());
  }

  private static Map<String, Table> world() {
    Map<String, Table> tables = new HashMap<>();
    GrammarFile.read("world.txt", WORLD, tables);
    return tables;
  }

  /** What a document says with many seeds, a text each. */
  private static Set<String> texts(String... lines) {
    Set<String> texts = new TreeSet<>();
    for (int seed = 0; seed < 100; seed++) {
      texts.add(String.join(" ", write(seed, lines).stream().map(SampleSentence::text).toList()));
    }
    return texts;
  }

  private static List<SampleSentence> write(int seed, String... lines) {
    Map<String, Table> tables = world();
    Grammar.DocumentType document =
        GrammarFile.read("test.txt", List.of(lines), tables).document("test", 1);
    Grammar grammar = new Grammar(tables, Map.of(), List.of(document));
    new ReferenceCheck(grammar).run();
    RandomStream random = RandomStream.of(seed, 0, 0, RandomStream.Purpose.SAMPLE_CORPUS);
    return new DocumentWriter(grammar, document, random).write();
  }
}
