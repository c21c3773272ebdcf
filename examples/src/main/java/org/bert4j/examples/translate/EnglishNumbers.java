package org.bert4j.examples.translate;

import java.util.List;

/** Numbers in English words. */
final class EnglishNumbers {
  private static final List<String> SMALL =
      List.of(
          "zero",
          "one",
          "two",
          "three",
          "four",
          "five",
          "six",
          "seven",
          "eight",
          "nine",
          "ten",
          "eleven",
          "twelve",
          "thirteen",
          "fourteen",
          "fifteen",
          "sixteen",
          "seventeen",
          "eighteen",
          "nineteen");
  private static final List<String> TENS =
      List.of("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety");
  private static final List<String> ORDINALS =
      List.of(
          "",
          "first",
          "second",
          "third",
          "fourth",
          "fifth",
          "sixth",
          "seventh",
          "eighth",
          "ninth",
          "tenth",
          "eleventh",
          "twelfth",
          "thirteenth",
          "fourteenth",
          "fifteenth",
          "sixteenth",
          "seventeenth",
          "eighteenth",
          "nineteenth");

  private EnglishNumbers() {}

  /** Of 0 to below a billion: {@code one thousand two hundred and three}. */
  static String words(long number) {
    if (number < 20) {
      return SMALL.get((int) number);
    }
    if (number < 100) {
      String tens = TENS.get((int) number / 10);
      return number % 10 == 0 ? tens : tens + "-" + words(number % 10);
    }
    if (number < 1000) {
      return words(number / 100) + " hundred" + rest(number % 100, " and ");
    }
    long unit = number < 1_000_000 ? 1000 : 1_000_000;
    String name = unit == 1000 ? " thousand" : " million";
    long rest = number % unit;
    return words(number / unit) + name + rest(rest, rest < 100 ? " and " : " ");
  }

  private static String rest(long number, String before) {
    return number == 0 ? "" : before + words(number);
  }

  /** Of a day, 1 to 31: {@code twenty-first}. */
  static String ordinal(int number) {
    if (number < 20) {
      return ORDINALS.get(number);
    }
    return number % 10 == 0
        ? TENS.get(number / 10).replace("ty", "tieth")
        : TENS.get(number / 10) + "-" + ORDINALS.get(number % 10);
  }

  /** Of a day, 1 to 31: {@code 21st}. */
  static String ordinalDigits(int number) {
    String end =
        number / 10 == 1
            ? "th"
            : switch (number % 10) {
              case 1 -> "st";
              case 2 -> "nd";
              case 3 -> "rd";
              default -> "th";
            };
    return number + end;
  }

  /** As years are read: {@code twenty twenty-one}, {@code two thousand and five}. */
  static String year(int year) {
    if (year / 1000 == 2 && year % 1000 < 10) {
      return words(year);
    }
    int rest = year % 100;
    String century = words(year / 100);
    return rest == 0 ? century + " hundred" : century + (rest < 10 ? " oh " : " ") + words(rest);
  }
}
