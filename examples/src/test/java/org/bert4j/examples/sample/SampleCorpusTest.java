package org.bert4j.examples.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleCorpusTest {
  private static final List<SampleDocument> DOCUMENTS =
      SampleCorpus.documents(11, SampleCorpus.DEFAULT_DOCUMENTS);

  /** What only an unfinished template or a slip in one leaves behind. */
  private static final Pattern LEFTOVER =
      Pattern.compile("[{}\\[\\]|/\\uE000-\\uE0FF]|\\(n\\)| {2}| [,.;:?!]|[，。]{2}|\\.\\.");

  @TempDir Path directory;

  @Test
  void theSeedDecidesTheTextAndALargerCorpusBeginsWithTheSmaller() {
    List<SampleDocument> documents = SampleCorpus.documents(11, 60);
    assertEquals(DOCUMENTS.subList(0, 60), documents);
    assertNotEquals(SampleCorpus.documents(12, 60), documents);
  }

  @Test
  void sentencesAreFinished() {
    for (SampleDocument document : DOCUMENTS) {
      for (SampleSentence sentence : document.sentences()) {
        String text = sentence.text();
        assertFalse(LEFTOVER.matcher(text).find(), text);
        assertTrue(text.matches(".*[.?!。？！：”\"]|.*[,，] ?\\S+\\.?"), text);
        assertFalse(Character.isLowerCase(text.codePointAt(0)), text);
      }
    }
  }

  @Test
  void aSentenceIsInTheLanguageOfItsDocument() {
    for (SampleDocument document : DOCUMENTS) {
      for (SampleSentence sentence : document.sentences()) {
        boolean latin = sentence.text().codePoints().anyMatch(c -> c >= 'a' && c <= 'z');
        boolean han = sentence.text().codePoints().anyMatch(Character::isIdeographic);
        assertEquals(document.language() == Language.ENGLISH, latin, sentence.text());
        assertEquals(document.language() == Language.CHINESE, han, sentence.text());
      }
    }
    long english = DOCUMENTS.stream().filter(d -> d.language() == Language.ENGLISH).count();
    assertEquals(0.62, english / (double) DOCUMENTS.size(), 0.04);
  }

  @Test
  void documentsAreShortAndVaried() {
    Set<String> types = new HashSet<>();
    Set<String> distinct = new HashSet<>();
    int sentences = 0;
    for (SampleDocument document : DOCUMENTS) {
      types.add(document.language() + document.type());
      int size = document.sentences().size();
      assertTrue(size >= 5 && size <= 20, document.type() + " has " + size + " sentences");
      document.sentences().forEach(sentence -> distinct.add(sentence.text()));
      sentences += size;
    }
    assertTrue(types.size() >= 40, types.toString());
    assertTrue(distinct.size() > 0.7 * sentences, distinct.size() + " of " + sentences);
    Set<List<SampleSentence>> texts =
        DOCUMENTS.stream().map(SampleDocument::sentences).collect(Collectors.toSet());
    assertEquals(DOCUMENTS.size(), texts.size());
  }

  @Test
  void entitiesAreNamesAndDates() {
    Set<EntityType> seen = new HashSet<>();
    for (SampleDocument document : DOCUMENTS) {
      for (SampleSentence sentence : document.sentences()) {
        int end = 0;
        for (MarkedEntity entity : sentence.entities()) {
          String surface = sentence.surface(entity);
          assertTrue(entity.start() >= end, "overlap in " + sentence);
          assertTrue(surface.equals(surface.strip()) && !surface.isEmpty(), sentence.toString());
          int first = surface.codePointAt(0);
          assertTrue(
              Character.isUpperCase(first)
                  || Character.isDigit(first)
                  || Character.isIdeographic(first),
              surface);
          seen.add(entity.type());
          end = entity.end();
        }
      }
    }
    assertEquals(Set.of(EntityType.values()), seen);
  }

  @Test
  void sentencesOfADocumentShareTheirEntities() {
    int shared = 0;
    int foreign = 0;
    for (int i = 0; i + 1 < DOCUMENTS.size(); i++) {
      Set<String> first = firstHalf(DOCUMENTS.get(i));
      shared += intersects(first, secondHalf(DOCUMENTS.get(i))) ? 1 : 0;
      foreign += intersects(first, secondHalf(DOCUMENTS.get(i + 1))) ? 1 : 0;
    }
    assertTrue(shared > 0.7 * DOCUMENTS.size(), shared + " of " + DOCUMENTS.size());
    assertTrue(foreign < 0.2 * DOCUMENTS.size(), foreign + " of " + DOCUMENTS.size());
  }

  @Test
  void theFileHasASentenceALineAndABlankLineBehindEachDocument() throws IOException {
    Path file = directory.resolve("corpus.txt");
    Files.writeString(file, "older");
    SampleCorpus.writeTo(file, 11, 40);
    String expected =
        DOCUMENTS.subList(0, 40).stream()
            .map(SampleCorpusTest::lines)
            .collect(Collectors.joining());
    assertEquals(expected, Files.readString(file));
    try (var files = Files.list(directory)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void aCorpusHasADocument() {
    assertThrows(IllegalArgumentException.class, () -> SampleCorpus.documents(1, 0));
  }

  private static String lines(SampleDocument document) {
    return document.sentences().stream()
        .map(sentence -> sentence.text() + '\n')
        .collect(Collectors.joining("", "", "\n"));
  }

  private static Set<String> firstHalf(SampleDocument document) {
    return surfaces(document.sentences().subList(0, document.sentences().size() / 2));
  }

  private static Set<String> secondHalf(SampleDocument document) {
    List<SampleSentence> sentences = document.sentences();
    return surfaces(sentences.subList(sentences.size() / 2, sentences.size()));
  }

  /** Words of the entities, so that a family name recalls the full one. */
  private static Set<String> surfaces(List<SampleSentence> sentences) {
    Set<String> surfaces = new HashSet<>();
    for (SampleSentence sentence : sentences) {
      for (MarkedEntity entity : sentence.entities()) {
        surfaces.addAll(List.of(sentence.surface(entity).split(" ")));
      }
    }
    return surfaces;
  }

  private static boolean intersects(Set<String> a, Set<String> b) {
    return a.stream().anyMatch(b::contains);
  }
}
