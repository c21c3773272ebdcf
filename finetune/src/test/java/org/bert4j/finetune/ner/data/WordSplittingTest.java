package org.bert4j.finetune.ner.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class WordSplittingTest {
  private static List<String> split(WordSplitting splitting, String text) {
    return SentenceText.split(text, splitting).words();
  }

  @Test
  void runsOfLettersAndDigits() {
    assertEquals(
        List.of("U", ".", "S", ".", "-", "based", "AT", "&", "T", "'", "s", "1996"),
        split(WordSplitting.RUNS, " U.S.-based AT&T's\t1996 "));
    assertEquals(
        List.of("e\u0301a", "wat\u00ADched", "was", "北", "京", "2008", "年"),
        split(WordSplitting.RUNS, "e\u0301a wat\u00ADched\u200Bwas\u0007北京2008年"));
  }

  @Test
  void wordsAsInTheTreebank() {
    assertEquals(
        List.of(
            "\"",
            "Mr.",
            "O'Neil",
            "of",
            "AT&T",
            "'s",
            "U.S.",
            "unit",
            "did",
            "n't",
            "win",
            "1-0",
            "on",
            "1996-08-22",
            "...",
            "\"",
            "(",
            "@paul",
            ")",
            "."),
        split(
            WordSplitting.WORDS,
            "\"Mr. O'Neil of AT&T's U.S. unit didn't win 1-0 on 1996-08-22...\" (@paul)."));
    assertEquals(List.of("在", "IBM", "的"), split(WordSplitting.WORDS, "在IBM的"));
  }

  @Test
  void characters() {
    assertEquals(
        List.of("1", "9", "年", "a", "😀", "e\u0301"),
        split(WordSplitting.CHARACTERS, "19年 a😀e\u0301"));
  }

  @Test
  void recognisedFromWords() {
    assertEquals(
        WordSplitting.CHARACTERS, WordSplitting.of(List.of(List.of("1", "9", "年", "a", "😀"))));
    assertEquals(WordSplitting.WORDS, WordSplitting.of(List.of(List.of("the", "U.S.", ","))));
    assertEquals(WordSplitting.RUNS, WordSplitting.of(List.of(List.of("the", "cat", ","))));
  }

  @Property
  void nothingButSpaceIsLost(@ForAll String text, @ForAll WordSplitting splitting) {
    int position = 0;
    for (WordSpan word : splitting.split(text)) {
      assertTrue(onlySpace(text.substring(position, word.start())));
      assertTrue(word.end() > word.start());
      assertTrue(text.substring(word.start(), word.end()).codePoints().noneMatch(Letters::isSpace));
      position = word.end();
    }
    assertTrue(onlySpace(text.substring(position)));
  }

  private static boolean onlySpace(String text) {
    return text.codePoints().allMatch(Letters::isSpace);
  }

  @Property
  void joinedWordsAreWhereTheirSpansSay(@ForAll List<String> words) {
    assertEquals(words, SentenceText.join(words).words());
  }

  @Test
  void joinedAsTheLanguageIsWritten() {
    assertEquals("EU rejects", SentenceText.join(List.of("EU", "rejects")).text());
    assertEquals("在北京，IBM", SentenceText.join(List.of("在", "北", "京", "，")).text() + "IBM");
    assertEquals("在 IBM", SentenceText.join(List.of("在", "IBM")).text());
  }
}
