package org.bert4j.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinearRegexTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\s+",
        " {2,}",
        "[^\\w\\s]",
        "[\\u4e00-\\u9fff]",
        "[一-龥぀-ゟ゠-ヿ]+",
        "\\w+|[^\\w\\s]+",
        "(\\d+|\\p{Lu})",
        "\\p{N}{1,3}",
        "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
        "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}"
            + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
        "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+"
            + "|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+[\\r\\n]*"
            + "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
      })
  void acceptsWhatTokenizersUse(String regex) {
    assertEquals(regex.startsWith(" {") ? 2 : 1, shortest(regex));
  }

  @Test
  void knowsTheShortestMatch() {
    assertEquals(3, shortest("abc|a{2}bc*|\\d{3,5}"));
    assertEquals(0, shortest("x*"));
    assertEquals(0, shortest("a|"));
    assertEquals(0, shortest(""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(x+x+)+y",
        "(x|xx|x*)*y",
        "(x*)*\\1y",
        "x+y",
        "x*x*y",
        "\\s+$",
        ".*a",
        "(a)(b)",
        "(?<=a)b",
        "(?>a)",
        "a++",
        "a+?",
        "a{2}{3}",
        "a{,3}",
        "a{0,99}b{0,99}c",
        "[[:alpha:]]",
        "[a&&b]",
        "[a",
        "a)",
        "\\",
        "\\x41",
        "\\udc00",
        "\\k<a>",
        "\\g<0>",
        "\\G",
        "^a",
        "a$",
        "{",
        "]",
        "*",
      })
  void refusesWhatMayTakeLongerThanLinearTime(String regex) {
    assertEquals(-1, shortest(regex));
  }

  private static int shortest(String regex) {
    return LinearRegex.shortestMatch(regex);
  }
}
