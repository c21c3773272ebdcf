package org.bert4j.examples.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bert4j.examples.notebook.MarkedPassage.Part;
import org.bert4j.examples.sample.Language;
import org.bert4j.finetune.ner.data.NerReader;
import org.bert4j.finetune.ner.data.NerReaderOptions;
import org.bert4j.finetune.ner.data.TaggedSentence;
import org.bert4j.finetune.qa.data.GoldAnswer;
import org.bert4j.finetune.qa.data.Paragraph;
import org.bert4j.finetune.qa.data.Question;
import org.bert4j.finetune.qa.data.SquadReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What notebooks learn from where a reader brings nothing. */
class SampleDataTest {
  @TempDir Path directory;

  @Test
  void entitiesAreReadAsTheyWereMarked() throws IOException {
    List<Path> files = SampleEntities.writeTo(directory.resolve("ner"), Language.ENGLISH, 60);
    Set<String> seen = new HashSet<>();
    for (Path file : files) {
      var read = new NerReader(NerReaderOptions.DEFAULT).read(List.of(file));
      assertTrue(read.types().containsAll(Set.of("PER", "LOC", "DATE")), read.types().toString());
      for (TaggedSentence sentence : read.sentences()) {
        assertFalse(sentence.entities().isEmpty());
        seen.add(sentence.text().text());
      }
    }
    assertTrue(seen.size() > 50, "" + seen.size());
  }

  @Test
  void answersStandWhereTheySay() throws IOException {
    List<Path> files = SampleQuestions.writeTo(directory.resolve("qa"), 400);
    for (Path file : files) {
      List<Paragraph> paragraphs = SquadReader.readAll(file);
      assertFalse(paragraphs.isEmpty());
      for (Paragraph paragraph : paragraphs) {
        for (Question question : paragraph.questions()) {
          GoldAnswer answer = question.trainingAnswer().orElseThrow();
          assertEquals(answer.text(), paragraph.context().substring(answer.start(), answer.end()));
          assertEquals(question.text().startsWith("Where"), !answer.text().matches(".*\\d.*"));
        }
      }
    }
  }

  @Test
  void textIsOfOneLanguage() throws IOException {
    Path file = SampleTexts.writeTo(directory.resolve("zh.txt"), Language.CHINESE, 30);
    String text = Files.readString(file);
    assertTrue(text.contains("。"));
    assertFalse(text.contains(" the "));
  }

  @Test
  void partsAreMarked() {
    assertEquals(
        "<p><mark>A &amp; B</mark><sub>ORG</sub> &lt; <mark>C</mark></p>",
        MarkedPassage.html(
            "A & B < C", List.of(new Part(8, 9, ""), new Part(0, 5, "ORG"), new Part(2, 4, "X"))));
    assertEquals("<p>a</p>", MarkedPassage.html("a", List.of()));
  }

  @Test
  void settingsComeFromTheEnvironment() {
    Tour tour = new Tour(true, Map.of("NER_TRAIN", "a.txt:b.txt"));
    assertEquals(List.of(Path.of("a.txt"), Path.of("b.txt")), tour.files("NER_TRAIN"));
    assertEquals(List.of(), tour.files("NER_TEST"));
    assertEquals("long", tour.either("short", "long"));
  }

  @Test
  void commandsPrintAndFail() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    Tour tour = new Tour(false, Map.of());
    tour.bert4j(out, "translate", "sample", List.of("--pairs", 2));
    assertFalse(bytes.toString(StandardCharsets.UTF_8).isBlank());
    assertThrows(IllegalStateException.class, () -> tour.bert4j(out, "no-such-command"));
    bytes.reset();
    Path missing = directory.resolve("missing");
    assertThrows(IllegalStateException.class, () -> tour.bert4j(out, "info", missing));
    String said = bytes.toString(StandardCharsets.UTF_8);
    assertTrue(said.contains("missing"), said);
    assertFalse(said.contains(directory.toString()), said);
  }
}
