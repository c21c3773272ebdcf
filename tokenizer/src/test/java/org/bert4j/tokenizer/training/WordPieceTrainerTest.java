package org.bert4j.tokenizer.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.bert4j.tokenizer.BertTokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordPieceTrainerTest {

  @TempDir Path directory;

  private static final long MEMORY = 1 << 24;
  private static final Consumer<WordStatistics> NONE = statistics -> {};

  /** hug x10, pug x5, pun x12, bun x4, hugs x5: the example of HuggingFace's course. */
  private static final List<String> HUGS =
      List.of(
          "hug ".repeat(10),
          "pug ".repeat(5),
          "pun ".repeat(12),
          "bun ".repeat(4),
          "hugs ".repeat(5));

  @Test
  void mergesTheMostFrequentPairFirst() {
    List<String> tokens = train(HUGS, new WordPieceTraining(17, false, 1, 1.0, 1, MEMORY));
    assertEquals(
        List.of(
            "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "b", "g", "h", "n", "p", "s", "u", "##g",
            "##n", "##s", "##u", "##ug"),
        tokens);
    List<String> more = train(HUGS, new WordPieceTraining(20, false, 1, 1.0, 1, MEMORY));
    assertEquals(List.of("##ug", "##un", "hug", "pun"), more.subList(16, 20));
  }

  @Test
  void stopsAtTheMinimumFrequency() {
    assertFalse(train(HUGS, new WordPieceTraining(100, false, 6, 1.0, 1, MEMORY)).contains("pug"));
    assertTrue(train(HUGS, new WordPieceTraining(100, false, 5, 1.0, 1, MEMORY)).contains("pug"));
    List<String> all = train(HUGS, new WordPieceTraining(100, false, 1, 1.0, 1, MEMORY));
    assertTrue(all.containsAll(List.of("hug", "pug", "pun", "bun", "hugs")), all.toString());
  }

  @Test
  void coverageLeavesOutRareCharacters() {
    List<String> corpus = List.of("ab ".repeat(999), "qab");
    List<String> all = train(corpus, new WordPieceTraining(50, false, 1, 1.0, 1, MEMORY));
    assertTrue(all.containsAll(List.of("q", "qab")), all.toString());
    List<String> covered = train(corpus, new WordPieceTraining(50, false, 1, 0.999, 1, MEMORY));
    assertEquals(List.of("a", "b", "##b", "ab"), covered.subList(5, covered.size()));
  }

  @Test
  void normalizesAsTheTokenizerDoes() {
    List<String> corpus = List.of("Zoë saw 中国, ZOE\u0301!\r\n", "[MASK] \u0000" + "y".repeat(101));
    List<String> uncased = train(corpus, new WordPieceTraining(60, false, 1, 1.0, 2, MEMORY));
    assertTrue(
        uncased.containsAll(List.of("zoe", "saw", "中", "国", ",", "!", "[", "mask")),
        uncased.toString());
    assertFalse(uncased.stream().anyMatch(t -> t.contains("y") || t.contains("ë")));
    List<String> cased = train(corpus, new WordPieceTraining(60, true, 1, 1.0, 2, MEMORY));
    assertTrue(cased.containsAll(List.of("Zoë", "MASK", "ZOE\u0301")), cased.toString());
    assertFalse(cased.contains("##国"));
  }

  @ParameterizedTest
  @CsvSource({"2, 1000", "3, 7", "2, 1"})
  void doesNotDependOnThreadsOrBatches(int threads, int batchSize) {
    List<String> corpus = randomCorpus(7, 3000);
    List<String> expected = train(corpus, new WordPieceTraining(500, false, 2, 0.99, 1, MEMORY));
    assertEquals(500, expected.size());
    List<List<String>> batches = new ArrayList<>();
    for (int i = 0; i < corpus.size(); i += batchSize) {
      batches.add(corpus.subList(i, Math.min(i + batchSize, corpus.size())));
    }
    WordPieceTraining training = new WordPieceTraining(500, false, 2, 0.99, threads, MEMORY);
    try (BertTokenizer tokenizer = new WordPieceTrainer(training).train(batches, NONE)) {
      assertEquals(expected, tokenizer.tokens());
    }
  }

  @Test
  void trainedTokenizerSpellsItsCorpusAndSurvivesSaving() throws IOException {
    List<String> corpus = randomCorpus(3, 300);
    WordPieceTraining training = WordPieceTraining.of(200, false);
    try (BertTokenizer trained = new WordPieceTrainer(training).train(List.of(corpus), NONE)) {
      trained.save(directory);
      try (BertTokenizer loaded = BertTokenizer.load(directory)) {
        for (String text : corpus) {
          int[] ids = trained.encode(text).ids();
          assertArrayEquals(ids, loaded.encode(text).ids());
          assertEquals(text.strip(), trained.decode(ids));
        }
      }
    }
  }

  @Test
  void longChunksAreSpelledLikeOthers() {
    // Only the library knows that a dash which is not ASCII ends a word.
    String chunk = "Fée\u2014rêve\u2014".repeat(200) + "é".repeat(101);
    List<String> whole = train(List.of(chunk), new WordPieceTraining(40, false, 1, 1.0, 1, MEMORY));
    List<String> words =
        train(
            List.of("fee \u2014 reve \u2014 ".repeat(200)),
            new WordPieceTraining(40, false, 1, 1.0, 1, MEMORY));
    assertEquals(words, whole);
    assertTrue(whole.containsAll(List.of("fee", "reve")), whole.toString());
  }

  @Test
  void refusesWhatCannotBeLearned() {
    WordPieceTraining training = new WordPieceTraining(100, false, 1, 1.0, 2, MEMORY);
    assertRefused(List.of(), training, "the corpus contains no word");
    assertRefused(List.of("", " \r\n"), training, "the corpus contains no word");
    assertRefused(
        List.of("hug bun"),
        new WordPieceTraining(12, false, 1, 1.0, 1, MEMORY),
        "vocabulary size 12 is smaller than the 13 special tokens and characters");
  }

  @Test
  void theReadersMessageArrivesUnchanged() {
    Iterable<List<String>> failing =
        () ->
            new Iterator<>() {
              @Override
              public boolean hasNext() {
                return true;
              }

              @Override
              public List<String> next() {
                throw new IllegalArgumentException("corpus.txt line 3: not UTF-8");
              }
            };
    WordPieceTrainer trainer = new WordPieceTrainer(WordPieceTraining.of(100, false));
    assertEquals(
        "corpus.txt line 3: not UTF-8",
        assertThrows(IllegalArgumentException.class, () -> trainer.train(failing, NONE))
            .getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "9, 1, 0.5, 1, 65535, memory 65535: expected from 65536 to 34359738368 bytes",
    "5, 1, 0.5, 1, 65536, vocabulary size 5: expected more than the 5 special tokens",
    "9, 0, 0.5, 1, 65536, minimum frequency 0: expected at least 1",
    "9, 1, 0, 1, 65536, character coverage 0.0: expected more than 0 and at most 1",
    "9, 1, 1.1, 1, 65536, character coverage 1.1: expected more than 0 and at most 1",
    "9, 1, NaN, 1, 65536, character coverage NaN: expected more than 0 and at most 1",
    "9, 1, 1, 0, 65536, threads 0: expected at least 1",
  })
  void refusesSettingsOutOfRange(
      int size, int minFrequency, double coverage, int threads, long memory, String message) {
    assertEquals(
        message,
        assertThrows(
                IllegalArgumentException.class,
                () -> new WordPieceTraining(size, false, minFrequency, coverage, threads, memory))
            .getMessage());
  }

  private static void assertRefused(
      List<String> corpus, WordPieceTraining training, String message) {
    String actual =
        assertThrows(IllegalArgumentException.class, () -> train(corpus, training)).getMessage();
    assertTrue(actual.contains(message), actual);
  }

  private static List<String> train(List<String> corpus, WordPieceTraining training) {
    try (BertTokenizer tokenizer = new WordPieceTrainer(training).train(List.of(corpus), NONE)) {
      return tokenizer.tokens();
    }
  }

  /** Lines of made-up words over a dozen letters, some words far more frequent than others. */
  private static List<String> randomCorpus(long seed, int lines) {
    Random random = new Random(seed);
    List<String> words = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      StringBuilder word = new StringBuilder();
      for (int length = 1 + random.nextInt(8); length > 0; length--) {
        word.append("etaoinshrdlu".charAt((int) (12 * Math.pow(random.nextDouble(), 2))));
      }
      words.add(word.toString());
    }
    List<String> corpus = new ArrayList<>();
    for (int i = 0; i < lines; i++) {
      StringBuilder line = new StringBuilder();
      for (int n = random.nextInt(12); n >= 0; n--) {
        line.append(words.get((int) (400 * Math.pow(random.nextDouble(), 3)))).append(' ');
      }
      corpus.add(line.toString());
    }
    return corpus;
  }
}
