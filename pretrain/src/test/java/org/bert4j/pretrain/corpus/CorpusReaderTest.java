package org.bert4j.pretrain.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sentences, paragraphs and prose: what a document is in each form. */
class CorpusReaderTest extends CorpusFiles {
  @Test
  void sentencesOneALineBlankLineBetweenDocuments() throws IOException {
    Path file = file("a.txt", "\n A one. Still one. \nTwo\n \n\n\u3000三。\n");
    assertEquals(
        List.of(List.of("A one. Still one.", "Two"), List.of("三。")),
        read(CorpusFormat.SENTENCES, file));
  }

  @Test
  void everyKindOfLineEndAndByteOrderMark() throws IOException {
    for (String end : List.of("\n", "\r\n", "\r")) {
      Path file = file("a.txt", "\uFEFFone" + end + "two" + end + end + "three");
      assertEquals(
          List.of(List.of("one", "two"), List.of("three")), read(CorpusFormat.SENTENCES, file));
    }
  }

  @Test
  void paragraphsUnderHeadings() throws IOException {
    Path file =
        file(
            "a.txt",
            " \n = One = \n \n Apes. Bees. \n = = Part = = \n\n Cats. \n \n = Two = \n Dogs. \n");
    assertEquals(
        List.of(List.of("Apes.", "Bees.", "Cats."), List.of("Dogs.")),
        read(CorpusFormat.PARAGRAPHS, file));
  }

  @Test
  void paragraphsWithoutHeadingsAreDividedByBlankLines() throws IOException {
    Path file = file("a.txt", "Apes. Bees.\nCats.\n\nDogs.\n");
    assertEquals(
        List.of(List.of("Apes.", "Bees.", "Cats."), List.of("Dogs.")),
        read(CorpusFormat.PARAGRAPHS, file));
  }

  @Test
  void proseIsUnwrappedAndEndsAtHeadings() throws IOException {
    Path file =
        file(
            "a.txt",
            "CHAPTER I\r\n\r\nA long\r\n  line. Bees\r\n\r\nCats.\r\n\r\nTHE END OF IT\r\n\r\nDogs.");
    assertEquals(
        List.of(List.of("A long line.", "Bees", "Cats."), List.of("Dogs.")),
        read(CorpusFormat.PROSE, file));
  }

  @Test
  void chineseProseIsUnwrappedWithoutSpaces() throws IOException {
    Path file = file("a.txt", "第一回 上\n\u3000\u3000话说天\n下大势。分久\n第二回 下\n完。\n");
    assertEquals(List.of(List.of("话说天下大势。", "分久"), List.of("完。")), read(CorpusFormat.PROSE, file));
  }

  @Test
  void proseEndsAtTheFirstParagraphEndAfterTwoHundredSentences() throws IOException {
    Path file = file("a.txt", "One. Two. Three.\n\n".repeat(100));
    List<List<String>> documents = read(CorpusFormat.PROSE, file);
    assertEquals(List.of(201, 99), documents.stream().map(List::size).toList());
  }

  @Test
  void endlessDocumentsAreCut() throws IOException {
    Path file = file("a.txt", "x\n".repeat(DocumentAssembler.MAX_SENTENCES + 1));
    List<List<String>> documents = read(CorpusFormat.SENTENCES, file);
    assertEquals(
        List.of(DocumentAssembler.MAX_SENTENCES, 1), documents.stream().map(List::size).toList());
  }

  @Test
  void proseWithoutBlankLinesNeedsNoMemoryForAllOfIt() throws IOException {
    Path file = file("a.txt", "no stop anywhere here\n".repeat(30_000));
    List<List<String>> documents = read(CorpusFormat.PROSE, file);
    assertEquals(3, documents.get(0).size());
  }
}
