package org.bert4j.pretrain.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.bert4j.common.io.InvalidUtf8;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads the corpora that stand beside the repository, where they do. */
class RealCorporaTest {
  private static final Path CORPORA = Path.of("../../shared/data/pretrain");

  private record Count(
      Set<CorpusFormat> formats, int documents, int sentences, long droppedLines) {}

  @BeforeEach
  void corporaAreThere() {
    assumeTrue(Files.isDirectory(CORPORA), "no corpora at " + CORPORA + ", nothing to read");
  }

  private static Count count(String name, InvalidUtf8 onInvalidUtf8) {
    Corpus corpus =
        Corpus.of(
            List.of(CORPORA.resolve(name)),
            new CorpusOptions(CorpusFormat.AUTO, onInvalidUtf8, "text"));
    Set<CorpusFormat> formats = EnumSet.noneOf(CorpusFormat.class);
    try (CorpusReader reader = corpus.read((file, format) -> formats.add(format))) {
      int documents = 0;
      int sentences = 0;
      while (reader.hasNext()) {
        documents++;
        sentences += reader.next().sentences().size();
      }
      assertEquals(corpus.bytes(), reader.bytesRead());
      return new Count(formats, documents, sentences, reader.droppedLines());
    }
  }

  @Test
  void sentencesComeAsTheyAre() {
    assertEquals(
        new Count(Set.of(CorpusFormat.SENTENCES), 2_000, 64_720, 0),
        count("en-movie-reviews", InvalidUtf8.FAIL));
    assertEquals(
        new Count(Set.of(CorpusFormat.SENTENCES), 2_500, 18_141, 0),
        count("zh-clue-small", InvalidUtf8.FAIL));
  }

  @Test
  void articlesAreFoundByTheirHeadings() {
    Count count = count("en-wikitext-2", InvalidUtf8.FAIL);
    assertEquals(Set.of(CorpusFormat.PARAGRAPHS), count.formats());
    assertEquals(122, count.documents());
  }

  @Test
  void booksBecomeDocumentsOfSomeHundredSentences() {
    Count chinese = count("zh-novels", InvalidUtf8.FAIL);
    assertEquals(Set.of(CorpusFormat.PROSE), chinese.formats());
    double sentences = (double) chinese.sentences() / chinese.documents();
    assertTrue(sentences > 100 && sentences < 220, sentences + " sentences a document");
  }

  @Test
  void latin1BytesAreFoundAndCanBeSkipped() {
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> count("en-gutenberg", InvalidUtf8.FAIL));
    assertTrue(error.getMessage().contains("chesterton-ball.txt:4631: not UTF-8"));
    Count count = count("en-gutenberg", InvalidUtf8.SKIP);
    assertEquals(Set.of(CorpusFormat.PROSE), count.formats());
    assertEquals(4, count.droppedLines());
  }
}
