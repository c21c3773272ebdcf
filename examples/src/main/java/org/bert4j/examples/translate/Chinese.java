package org.bert4j.examples.translate;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Chinese: canonically {@code 二〇二一年三月三日下午四点半}, {@code 中午十二点}, {@code 午夜零点}, {@code 一千二百三十四点五美元},
 * {@code 十二个鸡蛋}.
 */
final class Chinese implements PhraseBook {
  private static final int NOON = 12 * 60;

  /** More than 100 斤, of half a kilogram, are told in kilograms. */
  private static final int MOST_IN_JIN = 5000;

  @Override
  public String canonical(Fact fact) {
    if (fact instanceof Fact.Day day) {
      LocalDate date = day.date();
      return ChineseNumbers.year(date.getYear())
          + "年"
          + ChineseNumbers.words(date.getMonthValue())
          + "月"
          + ChineseNumbers.words(date.getDayOfMonth())
          + "日";
    }
    if (fact instanceof Fact.Time time) {
      if (time.minutes() == 0) {
        return "午夜零点";
      }
      return part(time.hour()) + oClock(time, hour(time.hour())) + minutes(time.minute());
    }
    if (fact instanceof Fact.Moment moment) {
      return canonical(moment.day()) + canonical(moment.time());
    }
    Fact.Amount amount = (Fact.Amount) fact;
    return ChineseNumbers.counting(amount.quantity()) + amount.unit().chinese();
  }

  private static String oClock(Fact.Time time, int hour) {
    return (time.hour() == 0 ? "零" : ChineseNumbers.counting(hour)) + "点";
  }

  private static int hour(int hour) {
    return (hour + 11) % 12 + 1;
  }

  private static String part(int hour) {
    return hour < 6 ? "凌晨" : hour < 12 ? "上午" : hour == 12 ? "中午" : hour < 18 ? "下午" : "晚上";
  }

  private static String minutes(int minute) {
    return switch (minute) {
      case 0 -> "";
      case 15 -> "一刻";
      case 30 -> "半";
      case 45 -> "三刻";
      default -> plainMinutes(minute);
    };
  }

  private static String plainMinutes(int minute) {
    return minute == 0 ? "" : (minute < 10 ? "零" : "") + ChineseNumbers.words(minute) + "分";
  }

  @Override
  public String varied(Fact fact, Choice choice) {
    if (fact instanceof Fact.Day day) {
      return day(day.date(), choice);
    }
    if (fact instanceof Fact.Time time) {
      return time(time, choice);
    }
    if (fact instanceof Fact.Moment moment) {
      return day(moment.day().date(), choice)
          + choice.of("", "的", ",")
          + time(moment.time(), choice);
    }
    Fact.Amount amount = (Fact.Amount) fact;
    return amount(amount, choice);
  }

  private static String day(LocalDate date, Choice choice) {
    int day = date.getDayOfMonth();
    int month = date.getMonthValue();
    int year = date.getYear();
    String end = choice.of("日", "号");
    String slash = choice.of("/", "-", ".");
    String months = "年" + ChineseNumbers.words(month) + "月" + ChineseNumbers.words(day) + end;
    return choice.of(
        List.of(
            () -> ChineseNumbers.year(year) + months,
            () -> ChineseNumbers.yearWithZero(year) + months,
            () -> year + "年" + month + "月" + day + end,
            () -> choice.of("公历", "公元") + year + "年" + month + "月" + day + end,
            () -> year + slash + month + slash + day,
            () -> year + slash + two(month) + slash + two(day),
            () -> two(day) + slash + two(month) + slash + year + choice.of("(日月年)", "(英式)"),
            () -> two(month) + slash + two(day) + slash + year + choice.of("(月日年)", "(美式)")));
  }

  private static String two(int number) {
    return number < 10 ? "0" + number : "" + number;
  }

  private static String time(Fact.Time time, Choice choice) {
    int hour = time.hour();
    int minute = time.minute();
    int twelve = hour(hour);
    String part = hour >= 6 && hour < 12 ? choice.of("上午", "早上") : part(hour);
    String digits = minute == 0 ? choice.of("点", "点整") : "点" + two(minute) + "分";
    List<Supplier<String>> ways = new ArrayList<>();
    ways.add(() -> two(hour) + ":" + two(minute));
    ways.add(() -> hour + digits);
    ways.add(() -> ChineseNumbers.counting(hour) + "点" + plainMinutes(minute));
    ways.add(() -> part + twelve + ":" + two(minute));
    ways.add(() -> part + twelve + digits);
    ways.add(() -> part + ChineseNumbers.counting(twelve) + "点" + plainMinutes(minute));
    ways.add(() -> part + ChineseNumbers.counting(twelve) + "点" + minutes(minute));
    if (minute == 45) {
      int next = (hour + 1) % 24;
      ways.add(() -> part(next) + "差一刻" + ChineseNumbers.counting(hour(next)) + "点");
    }
    if (time.minutes() == NOON) {
      ways.add(() -> choice.of("正午", "中午十二点整", "中午12点"));
    }
    if (time.minutes() == 0) {
      ways.add(() -> choice.of("午夜", "零点", "半夜十二点", "0点"));
    }
    return choice.of(ways);
  }

  private static String amount(Fact.Amount amount, Choice choice) {
    Fact.Quantity quantity = amount.quantity();
    Unit unit = amount.unit();
    String name = name(unit, choice);
    // 四千克 is four thousand grams.
    String afterCharacters = name.startsWith("千") ? unit.chinese() : name;
    List<Supplier<String>> ways = new ArrayList<>();
    ways.add(() -> quantity.digits() + name);
    ways.add(() -> quantity.digits() + name);
    ways.add(() -> ChineseNumbers.counting(quantity) + afterCharacters);
    if (quantity.isWhole() && quantity.whole() != 2) {
      ways.add(() -> ChineseNumbers.words(quantity.whole()) + afterCharacters);
    }
    if (quantity.isWhole() && quantity.whole() / 100 == 2) {
      ways.add(() -> "两" + ChineseNumbers.words(quantity.whole()).substring(1) + afterCharacters);
    }
    if (quantity.isWhole() && quantity.whole() >= 10_000 && quantity.whole() % 100 == 0) {
      ways.add(() -> new Fact.Quantity(quantity.whole() / 100).digits() + "万" + name);
    }
    if (unit == Unit.YUAN) {
      ways.add(() -> choice.of("人民币", "¥") + quantity.digits() + choice.of("元", ""));
    }
    if (unit == Unit.KILOGRAM
        && quantity.hundredths() % 50 == 0
        && quantity.hundredths() <= MOST_IN_JIN) {
      long pounds = quantity.hundredths() / 50;
      ways.add(() -> ChineseNumbers.counting(pounds) + "斤");
      ways.add(() -> pounds + "斤");
    }
    if (quantity.hundredths() == 50) {
      ways.add(() -> "半" + name);
    }
    return choice.of(ways);
  }

  private static String name(Unit unit, Choice choice) {
    return switch (unit) {
      case YUAN -> choice.of("元", "块", "块钱");
      case DOLLAR -> choice.of("美元", "美金");
      case KILOGRAM -> choice.of("公斤", "千克");
      case KILOMETRE -> choice.of("公里", "千米");
      case METRE -> choice.of("米", "公尺");
      case HOUR -> choice.of("小时", "个小时", "个钟头");
      default -> unit.chinese();
    };
  }
}
