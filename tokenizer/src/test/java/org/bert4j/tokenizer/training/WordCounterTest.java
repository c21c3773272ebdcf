package org.bert4j.tokenizer.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.bert4j.tokenizer.WordPieceCacheTest;
import org.bert4j.tokenizer.WordSpeller;

/** Counting chunk by chunk against spelling every text as a whole. */
class WordCounterTest {

  @Provide
  Arbitrary<List<String>> texts() {
    Arbitrary<String> fragments = Arbitraries.of(WordPieceCacheTest.FRAGMENTS);
    Arbitrary<String> ascii =
        Arbitraries.strings().withCharRange('\u0001', '\u007f').ofMaxLength(9);
    return Arbitraries.oneOf(fragments, ascii)
        .list()
        .ofMaxSize(40)
        .map(parts -> String.join("", parts))
        .list()
        .ofMaxSize(6);
  }

  @Property(tries = 200)
  void countsTheWordsOfTheNativeLibrary(
      @ForAll("texts") List<String> texts,
      @ForAll boolean cased,
      @ForAll @IntRange(min = 1, max = 3) int threads)
      throws IOException {
    WordPieceTraining training = new WordPieceTraining(99, cased, 1, 1.0, threads, 1 << 16);
    Map<String, Long> expected = new HashMap<>();
    BitSet characters = new BitSet();
    texts.forEach(text -> text.codePoints().forEach(characters::set));
    try (WordSpeller speller = WordSpeller.of(characters, training.normalization())) {
      for (String text : texts) {
        speller.forEachWord(text, word -> expected.merge(word, 1L, Long::sum));
      }
    }
    Map<String, Long> actual = new HashMap<>();
    try (WordRuns words = new WordCounter(training).count(List.of(texts, texts))) {
      for (WordCount word : words) {
        actual.put(new String(word.codePoints(), 0, word.codePoints().length), word.count() / 2);
      }
    }
    assertEquals(expected, actual);
  }
}
