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
    assertSplitsWithoutSpaces("「行こう。」と彼は言った。", "帰った。");
    assertSplitsWithoutSpaces("「もう帰る？」って聞いた。", "「うん。」", "とても寒い。");
    assertSplitsWithoutSpaces("他说。", "\"你好。\"", "我走了。");
    assertSplitsWithoutSpaces("道：“怎么又要睡觉？\"", "宝玉笑道：“我要去。”", "说着．");
  }

  @Test
  void openingMarksStayWithTheSentenceThatTheyOpen() {
    assertSplitsWithoutSpaces("走在前列。", "“双下沉”实现了。", "（四）开始执行。", "《四方协议》签订了。", "【鲶鱼】很好！");
    assertSplitsWithoutSpaces("真的？", "「は」と言う。", "『そう。』");
    assertSplitsWithoutSpaces("看懂了吗？", "(一)看懂了。");
  }

  @Test
  void titlesOfBooksAreNoSentences() {
    assertSplitsWithoutSpaces("在《这本小说真厉害！》读者票选中获奖。", "《好吗？》出版了。");
  }

  @Test
  void closingMarksOfTokenizedTextStayWithTheirSentence() {
    assertSplits("she left ( he stayed . )", "then they met .");
    assertSplits("( It was late . )", "He said \" no . \" )", "We left [ at last ! ]", "The end .");
    assertSplits("what ( really ? ) , he said .", "no ( never ! ) .", "so be it .");
  }

  @Test
  void closingMarksBehindAFullStopAreNotLost() {
    assertSplits("Er sagte: „Komm.“", "Sie kam.", "»Nein.«", "Il dit : « Viens. »", "Elle vint.");
    assertSplits("(See above.)", "[It was so.]", "“Well?”", "‘Yes.’");
    assertSplitsWithoutSpaces("（他走了。）", "她来了。”", "【完！】");
  }

  @Test
  void abbreviationsOfTokenizedTextDoNotEndSentences() {
    assertSplits("mr . bean and dr . evil met d . b . sweeney of l . a .", "they talked .");
    assertSplits("cuba gooding jr . ( jim ) left the u . s . army , etc . etc .", "he left .");
    assertSplits("Michael Joyce ( U.S. ) Beat Tim .", "It rained .");
    assertSplits("Foo Inc. Said so.", "It did.", "They work at Foo Inc.", "The end.");
  }

  @Test
  void numbersOfAListStayWithWhatTheyCount() {
    assertSplits("1. Boil water.", "2. Add tea.", "It was 1999.", "Then 12.", "He left.");
    assertSplits("i give it 6 . 5 points .", "4 .");
    assertSplitsWithoutSpaces("1.煮水。", "2.加茶。", "说明：1.设备在45.7美元附近。", "3．完。");
  }

  @Test
  void decimalsVersionsAndAddressesOfTheWebAreWhole() {
    assertSplits("Pi is 3.14 or so, 1,000.50 is more.", "Use v2.0.1 of Node.js now.");
    assertSplits("See https://example.org/Find?Q=A.B!C and www.example.com/?Id=7.", "Then go.");
    assertSplits("Write to Jo.Bloggs@example.org today.", "Yes!");
    assertSplitsWithoutSpaces("见http://example.org/?A=B。", "然后走。");
  }

  @Test
  void ellipsesEndASentenceBeforeACapital() {
    assertSplits("Well... maybe.", "Wait...", "What?!", "No… not that.", "Really?!?!", "Yes.");
    assertSplitsWithoutSpaces("他……他走了！！", "是吗？！", "算了……吧。");
  }

  @Test
  void smallLettersBeginASentenceBehindAnIdeographicStop() {
    assertSplitsWithoutSpaces("如何看待这个问题。", "path认为好。", "iPhone来了！");
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
      @ForAll
          @NotEmpty
          @Chars({
            'a', 'B', '.', '!', '"', '“', '”', ' ', '。', '好', '3', '\u3000', '(', ')', '》', '」',
            'と', ','
          })
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
