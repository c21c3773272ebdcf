package org.bert4j.pretrain.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadingTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "= Title =",
        "= C ( programming language ) =",
        "= A =",
        "CHAPTER IV",
        "Chapter 12. The Ball",
        "BOOK THE FIRST",
        "Kapitel 3",
        "第一回  甄士隐梦幻识通灵　贾雨村风尘怀闺秀",
        "第12章 开始",
        "楔子　张天师祈禳瘟疫",
        "卷三"
      })
  void titles(String line) {
    assertEquals(Heading.TITLE, Heading.of(line));
  }

  @ParameterizedTest
  @ValueSource(strings = {"== Section ==", "= = Section = =", "= = = Sub @-@ section = = ="})
  void sections(String line) {
    assertEquals(Heading.SECTION, Heading.of(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "=",
        "===",
        "= 3 of them",
        "Chapter and verse",
        "Part of the story",
        "Book 3 of the series, which was never printed, is said to be the best of all of them; yet",
        "第一回合他就输了",
        "第一回他来的时候，",
        "他说第一回"
      })
  void ordinaryLines(String line) {
    assertEquals(Heading.NONE, Heading.of(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"THE LITTLE YELLOW TULIP", "ETYMOLOGY.", "IV", "I.", "I. The Absence of Mr Glass"})
  void linesThatAreTitlesWhenTheyStandAlone(String line) {
    assertTrue(Heading.isStandaloneTitle(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"I do not know", "\"NO!\"", "WHAT?", "A", "He left.", "我在BBC工作", "AND SO,", "12"})
  void linesThatAreNot(String line) {
    assertFalse(Heading.isStandaloneTitle(line));
  }
}
