package org.bert4j.pretrain.corpus;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import org.bert4j.common.io.InvalidUtf8;
import org.junit.jupiter.api.Test;

/**
 * Precision and recall of sentence boundaries: corpora of a sentence a line, where they stand
 * beside the repository, are joined to prose and cut again. A boundary is a number of characters
 * without spaces since the beginning of the document.
 *
 * <p>The corpora have cuts that no reader would make, which are left out: behind no punctuation at
 * all, between a full stop and the marks that close after it ({@code 。|”}), in Chinese behind every
 * full stop of a number ({@code 45.|7}).
 */
class SentenceBoundariesTest {
  private static final Path CORPORA = Path.of("../../shared/data/pretrain");

  private final SentenceSplitter splitter = new SentenceSplitter();
  private long right;
  private long found;
  private long expected;

  @Test
  void englishReviewsWithoutCapitals() {
    measure("en-movie-reviews", " ");
    assertReaches(0.96, 0.98);
  }

  @Test
  void chineseTextFromTheWeb() {
    measure("zh-clue-small", "");
    assertReaches(0.99, 0.985);
  }

  private void assertReaches(double precision, double recall) {
    String measured =
        "precision %.4f, recall %.4f of %,d boundaries"
            .formatted((double) right / found, (double) right / expected, expected);
    assertTrue(right >= precision * found && right >= recall * expected, measured);
  }

  private void measure(String name, String between) {
    Path directory = CORPORA.resolve(name);
    assumeTrue(Files.isDirectory(directory), "no corpus at " + directory);
    CorpusOptions options = new CorpusOptions(CorpusFormat.SENTENCES, InvalidUtf8.FAIL, "text");
    try (CorpusReader reader = Corpus.of(List.of(directory), options).read(CorpusListener.NONE)) {
      reader.forEachRemaining(document -> measure(document.sentences(), between));
    }
  }

  private void measure(List<String> sentences, String between) {
    BitSet cuts = new BitSet();
    BitSet ignored = new BitSet();
    int chars = 0;
    for (int i = 0; i + 1 < sentences.size(); i++) {
      chars += chars(sentences.get(i));
      int closing = closingMarks(sentences.get(i + 1));
      boolean countable = closing == 0 && isEnd(sentences.get(i), between.isEmpty());
      (countable ? cuts : ignored).set(chars);
      if (closing > 0) {
        cuts.set(chars + closing);
      }
    }
    chars += chars(sentences.get(sentences.size() - 1));
    BitSet split = new BitSet();
    int[] at = {0};
    splitter.split(
        String.join(between, sentences),
        sentence -> {
          at[0] += chars(sentence);
          split.set(at[0]);
        });
    split.clear(chars);
    split.andNot(ignored);
    found += split.cardinality();
    expected += cuts.cardinality();
    split.and(cuts);
    right += split.cardinality();
  }

  private static boolean isEnd(String sentence, boolean chinese) {
    int last = sentence.length() - 1;
    while (last > 0 && (Characters.closes(sentence.charAt(last)) || sentence.charAt(last) == ' ')) {
      last--;
    }
    boolean number =
        chinese && last > 0 && sentence.charAt(last) == '.' && sentence.charAt(last - 1) < 0x80;
    return Characters.endsSentence(sentence.charAt(last)) && !number;
  }

  private static int closingMarks(String sentence) {
    int marks = 0;
    while (marks < sentence.length()
        && "\"'".indexOf(sentence.charAt(marks)) < 0
        && Characters.closes(sentence.charAt(marks))) {
      marks++;
    }
    return marks == sentence.length() ? 0 : marks;
  }

  private static int chars(String text) {
    return (int) text.chars().filter(c -> !Characters.isSpace((char) c)).count();
  }
}
