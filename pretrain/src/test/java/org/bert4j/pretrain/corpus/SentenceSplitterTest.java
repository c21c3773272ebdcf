package org.bert4j.pretrain.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

class SentenceSplitterTest {
  private final SentenceSplitter splitter = new SentenceSplitter();

  private void assertSplits(String... sentences) {
    assertEquals(List.of(sentences), split(String.join(" ", sentences)));
  }

  private void assertSplitsWithoutSpaces(String... sentences) {
    assertEquals(List.of(sentences), split(String.join("", sentences)));
  }

  private List<String> split(String paragraph) {
    List<String> sentences = new ArrayList<>();
    splitter.split(paragraph, sentences::add);
    return sentences;
  }

  @Test
  void abbreviationsDoNotEndSentences() {
    assertSplits(
        "Dr. Smith of St. Paul met Mr. and Mrs. Jones.", "They talked, e.g. about Gen. Lee.");
    assertSplits("See Fig. 3 and pp. 12 of Vol. 2.", "No.", "It rained on Jan. 5.");
    assertSplits("Hr. Meyer kommt, d.h. Frl. Schulz auch.", "Dann regnet es.");
  }

  @Test
  void wordsThatEndLikeAbbreviationsDo() {
    assertSplits("She played the piano.", "The best.", "He said no.", "Five left.");
  }

  @Test
  void initialsGoOnUnlessASentenceUsuallyBeginsSo() {
    assertSplits("J. R. R. Tolkien and J.K. Rowling wrote.", "The U.S. Army paid.");
    assertSplits("He went to the U.S.", "The end.");
    assertSplits("So am I.", "Paul agrees.");
  }

  @Test
  void speechGoesOnInLowerCase() {
    assertSplits("\"What?\" he asked.", "\"No!\" cried she, \"never!\"", "He left.");
    assertSplits("He left.", "\"Come,\" she said.");
    assertSplits("(He left.)", "Then... she came!", "‘Well?’");
  }

  @Test
  void lowerCaseTextIsSplitAsIfItHadCapitals() {
    assertSplits("it rained .", "what now ?", "mr. bean left .", "the end");
    assertSplits("isn't it ?", "it's .");
  }

  @Test
  void straightQuotesOfTokenizedTextStayWithTheirSentence() {
    assertSplits("He said \" I want to talk . \"", "The two left .");
    assertSplits("He saw it .", "\" Come \" , she said .");
  }

  @Test
  void chineseAndJapaneseAreSplitAtTheirPunctuation() {
    assertSplitsWithoutSpaces("他说：“好。”", "她走了！", "真的吗？", "是．", "完");
    assertSplitsWithoutSpaces("「行こう。」", "と彼は言った。", "帰った。");
    assertSplitsWithoutSpaces("他说。", "\"你好。\"", "我走了。");
    assertSplitsWithoutSpaces("道：“怎么又要睡觉？\"", "宝玉笑道：“我要去。”", "说着．");
  }

  @Test
  void oneSentenceAndNothing() {
    assertSplits("no stop at all");
    assertEquals(List.of(), split("   "));
    assertEquals(List.of("..."), split(" ... "));
  }

  @Test
  void punctuationAloneTakesNoLongerThanText() {
    assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> assertEquals(300_001, split("! ( ".repeat(300_000)).size()));
  }

  @Property(tries = 500)
  void nothingIsLostAndNothingIsBlank(
      @ForAll @NotEmpty @Chars({'a', 'B', '.', '!', '"', '“', '”', ' ', '。', '好', '3', '\u3000'})
          String text) {
    List<String> sentences = split(text);
    assertEquals(withoutSpaces(text), withoutSpaces(String.join("", sentences)));
    for (String sentence : sentences) {
      assertFalse(sentence.isBlank());
    }
  }

  private static String withoutSpaces(String text) {
    return text.replaceAll("[ \u3000]", "");
  }
}
