package org.bert4j.examples.translate;

import java.time.LocalDate;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * English: canonically {@code 3 March 2021, 4:30 pm}, {@code noon}, {@code 1234.5 dollars}, {@code
 * 12 eggs}.
 */
final class English implements PhraseBook {
  private static final int NOON = 12 * 60;

  @Override
  public String canonical(Fact fact) {
    if (fact instanceof Fact.Day day) {
      return day.date().getDayOfMonth() + " " + month(day.date()) + " " + day.date().getYear();
    }
    if (fact instanceof Fact.Time time) {
      return switch (time.minutes()) {
        case 0 -> "midnight";
        case NOON -> "noon";
        default -> clock(time, ":") + (time.hour() < 12 ? " am" : " pm");
      };
    }
    if (fact instanceof Fact.Moment moment) {
      return canonical(moment.day()) + ", " + canonical(moment.time());
    }
    Fact.Amount amount = (Fact.Amount) fact;
    Fact.Quantity quantity = amount.quantity();
    return quantity.digits() + " " + amount.unit().english(quantity.isOne());
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
      String day = day(moment.day().date(), choice);
      String time = time(moment.time(), choice);
      return choice.oneIn(2)
          ? day + choice.of(", ", " at ", ", at ") + time
          : time + choice.of(" on ", ", ", " ") + day;
    }
    Fact.Amount amount = (Fact.Amount) fact;
    return switch (amount.unit().kind()) {
      case MONEY -> money(amount, choice);
      case MEASURE -> measure(amount, choice);
      case THING -> things(amount, choice);
    };
  }

  private static String month(LocalDate date) {
    return date.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
  }

  private static String shortMonth(LocalDate date) {
    return date.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH).substring(0, 3);
  }

  private static String day(LocalDate date, Choice choice) {
    int day = date.getDayOfMonth();
    int number = date.getMonthValue();
    int year = date.getYear();
    String digits = EnglishNumbers.ordinalDigits(day);
    String slash = choice.of("/", ".", "-");
    return choice.of(
        List.of(
            () -> day + " " + month(date) + " " + year,
            () -> month(date) + " " + day + ", " + year,
            () -> month(date) + " " + digits + ", " + year,
            () -> "the " + digits + " of " + month(date) + choice.of(" ", ", ") + year,
            () -> "the " + EnglishNumbers.ordinal(day) + " of " + month(date) + ", " + year,
            () ->
                month(date)
                    + " the "
                    + EnglishNumbers.ordinal(day)
                    + ", "
                    + EnglishNumbers.year(year),
            () -> day + " " + shortMonth(date) + choice.of(" ", ". ") + year,
            () -> shortMonth(date) + choice.of(" ", ". ") + day + ", " + year,
            () -> year + "-" + two(number) + "-" + two(day),
            () ->
                choice.of("(British) ", "British style, ", "day first, ")
                    + either(choice, day)
                    + slash
                    + either(choice, number)
                    + slash
                    + year,
            () ->
                choice.of("(American) ", "American style, ", "month first, ")
                    + either(choice, number)
                    + slash
                    + either(choice, day)
                    + slash
                    + year));
  }

  private static String two(int number) {
    return number < 10 ? "0" + number : "" + number;
  }

  private static String either(Choice choice, int number) {
    return choice.oneIn(2) ? two(number) : "" + number;
  }

  /** On a clock of twelve hours. */
  private static String clock(Fact.Time time, String colon) {
    return hour(time.hour()) + colon + two(time.minute());
  }

  private static int hour(int hour) {
    return (hour + 11) % 12 + 1;
  }

  private static String time(Fact.Time time, Choice choice) {
    int minute = time.minute();
    List<Supplier<String>> ways = new ArrayList<>();
    ways.add(() -> clock(time, ":") + half(time, choice));
    ways.add(() -> clock(time, choice.of(":", ".")) + half(time, choice));
    ways.add(() -> two(time.hour()) + ":" + two(minute));
    ways.add(() -> spoken(time, choice));
    ways.add(() -> spoken(time, choice));
    if (minute == 0) {
      ways.add(() -> hour(time.hour()) + half(time, choice));
      ways.add(() -> EnglishNumbers.words(hour(time.hour())) + " o'clock " + part(time.hour()));
    }
    if (time.minutes() == NOON) {
      ways.add(() -> choice.of("noon", "12 noon", "midday"));
    }
    if (time.minutes() == 0) {
      ways.add(() -> choice.of("midnight", "12 midnight", "twelve at night"));
    }
    return choice.of(ways);
  }

  private static String half(Fact.Time time, Choice choice) {
    return time.hour() < 12
        ? choice.of(" am", " a.m.", "am", " AM")
        : choice.of(" pm", " p.m.", "pm", " PM");
  }

  /** {@code a quarter to five in the afternoon}: the part of the day is that of the hour named. */
  private static String spoken(Fact.Time time, Choice choice) {
    int minute = time.minute();
    String hour = EnglishNumbers.words(hour(time.hour()));
    int nextHour = (time.hour() + 1) % 24;
    String next = EnglishNumbers.words(hour(nextHour));
    if (minute == 0) {
      return hour + " " + part(time.hour());
    }
    if (minute == 30) {
      return choice.of("half past " + hour, hour + " thirty") + " " + part(time.hour());
    }
    if (minute == 15) {
      return choice.of("a quarter past ", "quarter past ") + hour + " " + part(time.hour());
    }
    if (minute == 45) {
      return choice.of("a quarter to ", "quarter to ") + next + " " + part(nextHour);
    }
    if (minute % 5 == 0 && choice.oneIn(2)) {
      return minute < 30
          ? EnglishNumbers.words(minute) + " past " + hour + " " + part(time.hour())
          : EnglishNumbers.words(60 - minute) + " to " + next + " " + part(nextHour);
    }
    String oh = minute < 10 ? "oh " : "";
    return hour + " " + oh + EnglishNumbers.words(minute) + " " + part(time.hour());
  }

  private static String part(int hour) {
    if (hour == 0) {
      return "at night";
    }
    return hour < 12
        ? "in the morning"
        : hour < 18 ? "in the afternoon" : hour < 21 ? "in the evening" : "at night";
  }

  private static String money(Fact.Amount amount, Choice choice) {
    Fact.Quantity quantity = amount.quantity();
    Unit unit = amount.unit();
    List<Supplier<String>> ways = new ArrayList<>();
    ways.add(() -> unit.symbol() + grouped(quantity));
    ways.add(() -> unit.symbol() + quantity.digits());
    ways.add(() -> grouped(quantity) + " " + unit.english(quantity.isOne()));
    ways.add(() -> quantity.digits() + " " + unit.english(quantity.isOne()));
    if (quantity.isWhole()) {
      ways.add(() -> EnglishNumbers.words(quantity.whole()) + " " + unit.english(quantity.isOne()));
    }
    addLarge(ways, quantity, unit);
    if (unit == Unit.YUAN) {
      ways.add(() -> choice.of("RMB ", "CNY ") + grouped(quantity));
    }
    return choice.of(ways);
  }

  /** {@code 1.2 million dollars}, {@code 35 thousand euros}. */
  private static void addLarge(List<Supplier<String>> ways, Fact.Quantity quantity, Unit unit) {
    long whole = quantity.whole();
    if (quantity.isWhole() && whole >= 1_000_000 && whole % 10_000 == 0) {
      String millions = new Fact.Quantity(whole / 10_000).digits();
      ways.add(() -> millions + " million " + unit.english(false));
    } else if (quantity.isWhole() && whole >= 1000 && whole % 1000 == 0) {
      ways.add(() -> whole / 1000 + " thousand " + unit.english(false));
    }
  }

  private static String grouped(Fact.Quantity quantity) {
    String whole = String.format(Locale.ROOT, "%,d", quantity.whole());
    return quantity.isWhole() ? whole : whole + "." + quantity.decimals();
  }

  private static String measure(Fact.Amount amount, Choice choice) {
    Fact.Quantity quantity = amount.quantity();
    Unit unit = amount.unit();
    String name =
        choice.oneIn(3) && unit.singular().endsWith("tre")
            ? unit.english(quantity.isOne()).replace("tre", "ter")
            : unit.english(quantity.isOne());
    List<Supplier<String>> ways = new ArrayList<>();
    ways.add(() -> quantity.digits() + " " + name);
    ways.add(() -> quantity.digits() + choice.of(" ", "") + unit.symbol());
    ways.add(() -> grouped(quantity) + " " + name);
    if (quantity.isWhole()) {
      ways.add(() -> EnglishNumbers.words(quantity.whole()) + " " + name);
    } else if (quantity.hundredths() == 50) {
      ways.add(() -> (unit == Unit.HOUR ? "half an " : "half a ") + unit.singular());
    } else if (quantity.hundredths() % 100 == 50) {
      String half = " and a half ";
      ways.add(() -> EnglishNumbers.words(quantity.whole()) + half + unit.english(false));
    }
    return choice.of(ways);
  }

  private static String things(Fact.Amount amount, Choice choice) {
    long count = amount.quantity().whole();
    String name = amount.unit().english(count == 1);
    List<Supplier<String>> ways = new ArrayList<>();
    ways.add(() -> count + " " + name);
    ways.add(() -> grouped(amount.quantity()) + " " + name);
    ways.add(() -> EnglishNumbers.words(count) + " " + name);
    if (count == 1) {
      ways.add(() -> (name.startsWith("e") ? "an " : "a ") + name);
    }
    if (count == 2) {
      ways.add(() -> choice.of("a couple of ", "a pair of ") + name);
    }
    if (count % 12 == 0 && count <= 120) {
      long dozens = count / 12;
      ways.add(() -> (dozens == 1 ? "a" : EnglishNumbers.words(dozens)) + " dozen " + name);
    }
    return choice.of(ways);
  }
}
