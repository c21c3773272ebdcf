package org.bert4j.tokenizer.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
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

  /** A source that fails differently each time it is asked again, as readers of files do. */
  @Example
  void theFirstFailureOfTheTextEndsItAndIsTheOneTold() {
    for (int attempt = 0; attempt < 20; attempt++) {
      AtomicInteger asked = new AtomicInteger();
      Iterator<List<String>> failing =
          new Iterator<>() {
            @Override
            public boolean hasNext() {
              throw new IllegalArgumentException("failure " + asked.incrementAndGet());
            }

            @Override
            public List<String> next() {
              throw new NoSuchElementException();
            }
          };
      WordPieceTraining training = new WordPieceTraining(99, false, 1, 1.0, 4, 1 << 16);
      IllegalArgumentException told =
          assertThrows(
              IllegalArgumentException.class, () -> new WordCounter(training).count(() -> failing));
      assertEquals("failure 1", told.getMessage());
      assertEquals(1, asked.get());
    }
  }

  /** What the texts come from may be closed once counting has failed. */
  @Example
  void noThreadReadsTextAfterCountingHasEnded() {
    AtomicBoolean closed = new AtomicBoolean();
    AtomicBoolean readLate = new AtomicBoolean();
    AtomicInteger batches = new AtomicInteger();
    Iterator<List<String>> slow =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return true;
          }

          @Override
          public List<String> next() {
            if (batches.incrementAndGet() == 1) {
              return Arrays.asList((String) null); // fails in the thread that counts it
            }
            long end = System.nanoTime() + 50_000_000;
            while (System.nanoTime() < end) {
              Thread.onSpinWait();
            }
            readLate.compareAndSet(false, closed.get());
            return List.of("a");
          }
        };
    WordPieceTraining training = new WordPieceTraining(99, false, 1, 1.0, 2, 1 << 16);
    assertThrows(NullPointerException.class, () -> new WordCounter(training).count(() -> slow));
    closed.set(true);
    long end = System.nanoTime() + 100_000_000;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertFalse(readLate.get());
  }
}
