package org.bert4j.examples.translate;

/** Numbers in Chinese characters. */
final class ChineseNumbers {
  private static final String DIGITS = "零一二三四五六七八九";
  private static final String YEAR_DIGITS = "〇一二三四五六七八九";

  private ChineseNumbers() {}

  /** Of 0 to below a hundred million: {@code 一千二百零三}, with {@code 二} everywhere. */
  static String words(long number) {
    if (number == 0) {
      return "零";
    }
    String text = number >= 10_000 ? ofTenThousands(number) : thousands(number, false);
    return text.startsWith("一十") ? text.substring(1) : text;
  }

  private static String ofTenThousands(long number) {
    long rest = number % 10_000;
    String head = thousands(number / 10_000, false);
    head = head.startsWith("一十") ? head.substring(1) : head;
    return head + "万" + (rest == 0 ? "" : thousands(rest, rest < 1000));
  }

  /** Below ten thousand; a zero before it where a place is empty in front. */
  private static String thousands(long number, boolean zeroBefore) {
    StringBuilder text = new StringBuilder();
    boolean zero = zeroBefore;
    String[] places = {"千", "百", "十", ""};
    long unit = 1000;
    for (String place : places) {
      int digit = (int) (number / unit % 10);
      if (digit == 0) {
        zero |= text.length() > 0;
      } else {
        text.append(zero ? "零" : "").append(DIGITS.charAt(digit)).append(place);
        zero = false;
      }
      unit /= 10;
    }
    return text.toString();
  }

  /** Before a unit: {@code 两} alone and before {@code 千} and {@code 万} at the head. */
  static String counting(long number) {
    String text = words(number);
    boolean head = text.startsWith("二千") || text.startsWith("二万");
    return number == 2 || head ? "两" + text.substring(1) : text;
  }

  /** With decimals: {@code 二点五}; whole ones as before a unit. */
  static String counting(Fact.Quantity quantity) {
    return quantity.isWhole()
        ? counting(quantity.whole())
        : (quantity.whole() < 1000 ? words(quantity.whole()) : counting(quantity.whole()))
            + "点"
            + digits(quantity.decimals(), DIGITS);
  }

  /** Digit by digit, as years are written. */
  static String year(int year) {
    return digits("" + year, YEAR_DIGITS);
  }

  /** The same with another zero. */
  static String yearWithZero(int year) {
    return digits("" + year, DIGITS);
  }

  private static String digits(String number, String names) {
    StringBuilder text = new StringBuilder();
    for (char digit : number.toCharArray()) {
      text.append(names.charAt(digit - '0'));
    }
    return text.toString();
  }
}
