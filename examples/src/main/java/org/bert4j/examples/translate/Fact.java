package org.bert4j.examples.translate;

import java.time.LocalDate;

/** What a sentence is about. */
sealed interface Fact {
  /** A number that tells its date, time or amount from others, whatever the words around it. */
  long key();

  /** A day. */
  record Day(LocalDate date) implements Fact {
    @Override
    public long key() {
      return date.toEpochDay();
    }
  }

  /**
   * A time of day.
   *
   * @param minutes since midnight, 0 … 1439
   */
  record Time(int minutes) implements Fact {
    int hour() {
      return minutes / 60;
    }

    int minute() {
      return minutes % 60;
    }

    @Override
    public long key() {
      return 1_000_000 + minutes;
    }
  }

  /** A time on a day. */
  record Moment(Day day, Time time) implements Fact {
    @Override
    public long key() {
      return day.key();
    }
  }

  /** Some of something: money, a measure, or things to count. */
  record Amount(Quantity quantity, Unit unit) implements Fact {
    @Override
    public long key() {
      return 2_000_000 + quantity.hundredths();
    }
  }

  /**
   * A number of at most two decimals.
   *
   * @param hundredths a hundred times its value
   */
  record Quantity(long hundredths) {
    long whole() {
      return hundredths / 100;
    }

    boolean isWhole() {
      return hundredths % 100 == 0;
    }

    boolean isOne() {
      return hundredths == 100;
    }

    /** Digits after the point, without zeros at the end. */
    String decimals() {
      long rest = hundredths % 100;
      return rest % 10 == 0 ? "" + rest / 10 : rest < 10 ? "0" + rest : "" + rest;
    }

    /** As {@code 1234.5}. */
    String digits() {
      return isWhole() ? "" + whole() : whole() + "." + decimals();
    }
  }
}
