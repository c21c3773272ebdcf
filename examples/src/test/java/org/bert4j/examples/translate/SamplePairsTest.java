package org.bert4j.examples.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.bert4j.common.random.RandomStream;
import org.bert4j.common.random.RandomStream.Purpose;
import org.bert4j.examples.translate.SamplePairs.Direction;
import org.bert4j.examples.translate.SamplePairs.Part;
import org.bert4j.finetune.translate.TranslationPair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SamplePairsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2021-03-03T16:30 | 二〇二一年三月三日下午四点半 | '3 March 2021, 4:30 pm'",
        "2000-12-31T12:00 | 二〇〇〇年十二月三十一日中午十二点 | '31 December 2000, noon'",
        "1999-10-10T00:00 | 一九九九年十月十日午夜零点 | '10 October 1999, midnight'",
        "1950-01-20T00:05 | 一九五〇年一月二十日凌晨零点零五分 | '20 January 1950, 12:05 am'",
        "1950-01-20T02:15 | 一九五〇年一月二十日凌晨两点一刻 | '20 January 1950, 2:15 am'",
        "1950-01-20T12:45 | 一九五〇年一月二十日中午十二点三刻 | '20 January 1950, 12:45 pm'",
        "1950-01-20T22:22 | 一九五〇年一月二十日晚上十点二十二分 | '20 January 1950, 10:22 pm'",
      })
  void momentsHaveOneCanonicalForm(String moment, String chinese, String english) {
    LocalDate date = LocalDate.parse(moment.substring(0, 10));
    int minutes =
        60 * Integer.parseInt(moment.substring(11, 13)) + Integer.parseInt(moment.substring(14));
    Fact fact = new Fact.Moment(new Fact.Day(date), new Fact.Time(minutes));
    assertEquals(chinese, new Chinese().canonical(fact));
    assertEquals(english, new English().canonical(fact));
  }

  @ParameterizedTest
  @CsvSource({
    "200, BOOK, 两本书, 2 books",
    "100, EGG, 一个鸡蛋, 1 egg",
    "1200, KILOGRAM, 十二公斤, 12 kilograms",
    "2200, DOLLAR, 二十二美元, 22 dollars",
    "20200, EURO, 二百零二欧元, 202 euros",
    "200200, YUAN, 两千零二元, 2002 yuan",
    "2000200, YUAN, 两万零二元, 20002 yuan",
    "12000000, POUND, 十二万英镑, 120000 pounds",
    "22022200, METRE, 二十二万零二百二十二米, 220222 metres",
    "250, HOUR, 二点五小时, 2.5 hours",
    "5, GRAM, 零点零五克, 0.05 grams",
    "123450, DOLLAR, 一千二百三十四点五美元, 1234.5 dollars"
  })
  void amountsHaveOneCanonicalForm(long hundredths, Unit unit, String chinese, String english) {
    Fact fact = new Fact.Amount(new Fact.Quantity(hundredths), unit);
    assertEquals(chinese, new Chinese().canonical(fact));
    assertEquals(english, new English().canonical(fact));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | zero | 零",
        "10 | ten | 十",
        "13 | thirteen | 十三",
        "40 | forty | 四十",
        "110 | one hundred and ten | 一百一十",
        "1001 | one thousand and one | 一千零一",
        "1010 | one thousand and ten | 一千零一十",
        "10000 | ten thousand | 一万",
        "100100 | one hundred thousand one hundred | 十万零一百",
        "1020300 | one million twenty thousand three hundred | 一百零二万零三百",
        "9999999 | nine million nine hundred and ninety-nine thousand nine hundred and ninety-nine"
            + " | 九百九十九万九千九百九十九",
      })
  void numbersInWords(long number, String english, String chinese) {
    assertEquals(english, EnglishNumbers.words(number));
    assertEquals(chinese, ChineseNumbers.words(number));
  }

  @ParameterizedTest
  @CsvSource({
    "1900, nineteen hundred",
    "1905, nineteen oh five",
    "1987, nineteen eighty-seven",
    "2000, two thousand",
    "2005, two thousand and five",
    "2021, twenty twenty-one"
  })
  void yearsAsTheyAreRead(int year, String words) {
    assertEquals(words, EnglishNumbers.year(year));
  }

  /** A source decides its target, whatever style, half of the day or unit it leaves open. */
  @ParameterizedTest
  @EnumSource(Direction.class)
  void noSourceIsAmbiguous(Direction direction) {
    Map<String, String> targets = new HashMap<>();
    for (TranslationPair pair : new SamplePairs(direction, 5).draw(Part.TRAINING, 60_000)) {
      String other = targets.putIfAbsent(pair.source(), pair.target());
      assertTrue(other == null || other.equals(pair.target()), () -> pair + " or " + other);
    }
    assertTrue(targets.size() > 40_000, "variety: " + targets.size());
  }

  @Test
  void noDateAndNoAmountOfOneSetIsInAnother() {
    Map<Part, Set<Long>> keys = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      for (int i = 0; i < 20_000; i++) {
        Fact fact =
            SamplePairs.fact(part, new Choice(RandomStream.of(3, 0, i, Purpose.TRANSLATION_PAIRS)));
        keys.computeIfAbsent(part, each -> new HashSet<>()).add(fact.key());
      }
    }
    for (Part part : Part.values()) {
      for (Part other : Part.values()) {
        Set<Long> common = new HashSet<>(keys.get(part));
        common.retainAll(keys.get(other));
        assertEquals(part == other ? keys.get(part) : Set.of(), common);
      }
    }
  }

  /** What only the word tells is learned, and tested on days that were not. */
  @Test
  void noonIsInAllSets() {
    Fact.Time noon = new Fact.Time(12 * 60);
    assertTrue(SamplePairs.belongs(noon, Part.TRAINING));
    for (Part part : Part.values()) {
      assertTrue(
          new SamplePairs(Direction.EN_ZH, 1)
              .draw(part, 20_000).stream().anyMatch(pair -> pair.target().endsWith("日中午十二点")),
          part + " has noon of a day");
    }
  }

  @Test
  void aSeedDecidesEveryDraw() {
    SamplePairs pairs = new SamplePairs(Direction.ZH_EN, 7);
    assertEquals(pairs.draw(Part.TEST, 50), pairs.draw(Part.TEST, 90).subList(0, 50));
    assertNotEquals(
        pairs.draw(Part.TEST, 50), new SamplePairs(Direction.ZH_EN, 8).draw(Part.TEST, 50));
  }
}
