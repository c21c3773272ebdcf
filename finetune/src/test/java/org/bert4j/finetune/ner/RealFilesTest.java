package org.bert4j.finetune.ner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bert4j.common.kernel.DataType;
import org.bert4j.finetune.ner.data.NerReader;
import org.bert4j.finetune.ner.data.NerReaderOptions;
import org.bert4j.finetune.ner.data.SentenceText;
import org.bert4j.finetune.ner.data.TaggedSentence;
import org.bert4j.finetune.ner.data.WordSpan;
import org.bert4j.finetune.ner.data.WordSplitting;
import org.bert4j.finetune.ner.decode.ScoredEntity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every sentence of the data sets beside the repository goes through reading, features, a very
 * small model and decoding: as words, and as text again.
 */
class RealFilesTest {
  private static final Path DATA = Path.of("../../shared/data/ner");

  @TempDir Path directory;
  private int entities;
  private int words;

  @Test
  void noWordIsLostAndEverySurfaceStandsAtItsOffsets() throws IOException {
    assumeTrue(Files.isDirectory(DATA), "no data sets at " + DATA + ", nothing to read");
    Path model = RandomNerModel.in(directory, WordSplitting.WORDS, "PER", "LOC", "ORG");
    try (NerTagger tagger =
            NerTagger.load(model, DataType.FP32, Runtime.getRuntime().availableProcessors());
        Stream<Path> files = Files.walk(DATA).filter(Files::isRegularFile).sorted()) {
      for (Path file : files.toList()) {
        check(tagger, file);
      }
    }
    assertTrue(words > 2_000_000, words + " words");
    assertTrue(entities > 100_000, entities + " entities");
  }

  private void check(NerTagger tagger, Path file) throws IOException {
    List<TaggedSentence> sentences = new ArrayList<>();
    try (InputStream in = NerReader.open(file)) {
      new NerReader(NerReaderOptions.DEFAULT).readWords(in, file.toString(), sentences::add);
    }
    assertEquals(
        Files.readString(file)
            .lines()
            .filter(line -> !line.isBlank() && !line.startsWith("-DOCSTART-"))
            .count(),
        sentences.stream().mapToLong(sentence -> sentence.words().size()).sum());
    List<List<ScoredEntity>> found =
        tagger.tagWords(sentences.stream().map(TaggedSentence::words).toList());
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < sentences.size(); i++) {
      List<String> ofSentence = sentences.get(i).words();
      SentenceText text = sentences.get(i).text();
      assertEquals(ofSentence, text.words());
      for (ScoredEntity entity : found.get(i)) {
        WordSpan span = text.span(entity.span().first(), entity.span().last());
        String surface = text.text().substring(span.start(), span.end());
        assertTrue(surface.startsWith(ofSentence.get(entity.span().first())), surface);
        assertTrue(surface.endsWith(ofSentence.get(entity.span().last())), surface);
      }
      words += ofSentence.size();
      entities += found.get(i).size();
      texts.add(text.text());
    }
    List<List<Entity>> ofTexts = tagger.tagAll(texts);
    for (int i = 0; i < texts.size(); i++) {
      for (Entity entity : ofTexts.get(i)) {
        assertEquals(texts.get(i).substring(entity.start(), entity.end()), entity.text());
      }
    }
  }
}
