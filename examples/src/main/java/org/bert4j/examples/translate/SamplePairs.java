package org.bert4j.examples.translate;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.bert4j.common.random.RandomStream;
import org.bert4j.common.random.RandomStream.Purpose;
import org.bert4j.common.run.Range;
import org.bert4j.finetune.translate.TranslationPair;

/** Draws pairs; see this package's description. */
public final class SamplePairs {
  /** First day that is drawn: of the years 1950 to 2049. */
  private static final long FIRST_DAY = LocalDate.of(1950, 1, 1).toEpochDay();

  private static final int DAYS = 36_525;

  /** Numbers up to this are to be learned: nobody can tell 2 who has not seen it. */
  private static final int ALWAYS_KNOWN = 20;

  private static final int NOON = 12 * 60;

  private static final Unit[] UNITS = Unit.values();

  private final Direction direction;
  private final long seed;
  private final PhraseBook english = new English();
  private final PhraseBook chinese = new Chinese();

  /** From which language to which. */
  public enum Direction {
    /** English to Chinese. */
    EN_ZH,
    /** Chinese to English. */
    ZH_EN
  }

  /** Sets that have no date and no amount in common. */
  public enum Part {
    /** To learn, 8 of 10 dates and amounts. */
    TRAINING,
    /** To tell which epoch is the best. */
    VALIDATION,
    /** To tell how good it is. */
    TEST;

    /** The set that a key belongs to. */
    static Part of(long key) {
      long hash = (key + 1) * 0x9E3779B97F4A7C15L;
      return switch ((int) Math.floorMod(hash ^ hash >>> 32, 10L)) {
        case 0 -> TEST;
        case 1 -> VALIDATION;
        default -> TRAINING;
      };
    }
  }

  /**
   * Pairs in one direction.
   *
   * @param direction from which language to which
   * @param seed decides every draw
   */
  public SamplePairs(Direction direction, long seed) {
    this.direction = direction;
    this.seed = seed;
  }

  /**
   * Checks how many pairs are asked for.
   *
   * @param pairs the number
   * @throws IllegalArgumentException if it is below 1, or above a hundred million
   */
  public static void requireCount(int pairs) {
    Range.within("pairs", pairs, 1, 100_000_000);
  }

  /**
   * Draws pairs of a set.
   *
   * @param part which set
   * @param count how many
   * @return the pairs, always the same
   */
  public List<TranslationPair> draw(Part part, int count) {
    List<TranslationPair> pairs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Choice choice =
          new Choice(RandomStream.of(seed, part.ordinal(), i, Purpose.TRANSLATION_PAIRS));
      pairs.add(pair(fact(part, choice), choice));
    }
    return pairs;
  }

  /** A fact of the set. */
  static Fact fact(Part part, Choice choice) {
    Fact fact = fact(choice);
    while (!belongs(fact, part)) {
      fact = fact(choice);
    }
    return fact;
  }

  static boolean belongs(Fact fact, Part part) {
    if (fact instanceof Fact.Moment moment) {
      return belongs(moment.day(), part)
          && (isKnown(moment.time()) || belongs(moment.time(), part));
    }
    return isKnown(fact) ? part == Part.TRAINING : Part.of(fact.key()) == part;
  }

  /** Whether nobody can tell it who has not seen it: noon, midnight, small numbers. */
  private static boolean isKnown(Fact fact) {
    if (fact instanceof Fact.Amount amount) {
      return amount.quantity().whole() <= ALWAYS_KNOWN && amount.quantity().isWhole();
    }
    return fact instanceof Fact.Time time && time.minutes() % NOON == 0;
  }

  private static Fact fact(Choice choice) {
    RandomStream random = choice.random();
    Fact.Day day = new Fact.Day(LocalDate.ofEpochDay(FIRST_DAY + random.nextInt(DAYS)));
    Fact.Time time = new Fact.Time(minutes(random));
    return switch (random.nextInt(10)) {
      case 0, 1 -> day;
      case 2, 3 -> time;
      case 4, 5 -> new Fact.Moment(day, time);
      default -> amount(random);
    };
  }

  /** Full and half hours, quarters and multiples of five more often than the rest. */
  private static int minutes(RandomStream random) {
    int hour = 60 * random.nextInt(24);
    return switch (random.nextInt(4)) {
      case 0 -> hour + 15 * random.nextInt(4);
      case 1 -> hour + 5 * random.nextInt(12);
      case 2 -> random.nextInt(4) == 0 ? NOON * random.nextInt(2) : hour;
      default -> hour + random.nextInt(60);
    };
  }

  private static Fact amount(RandomStream random) {
    Unit unit = UNITS[random.nextInt(UNITS.length)];
    int digits = 1 + random.nextInt(unit.kind() == Unit.Kind.MONEY ? 7 : 4);
    long most = (long) Math.pow(10, digits);
    long whole = random.nextInt((int) most);
    if (unit.kind() == Unit.Kind.THING) {
      boolean dozens = random.nextInt(4) == 0;
      return of(dozens ? 12L * (1 + random.nextInt(10)) : Math.max(1, whole), 0, unit);
    }
    return switch (random.nextInt(6)) {
      case 0 -> of(whole % 1000, 10L * random.nextInt(10), unit);
      case 1 -> of(whole % 1000, 50, unit);
      case 2 -> of(whole % 10_000, random.nextInt(100), unit);
      case 3 -> of(rounded(whole, digits), 0, unit);
      default -> of(Math.max(1, whole), 0, unit);
    };
  }

  private static long rounded(long number, int digits) {
    long unit = (long) Math.pow(10, Math.max(0, digits - 2));
    return Math.max(1, number / unit) * unit;
  }

  private static Fact of(long whole, long hundredths, Unit unit) {
    return new Fact.Amount(new Fact.Quantity(Math.max(1, 100 * whole + hundredths)), unit);
  }

  private TranslationPair pair(Fact fact, Choice choice) {
    Frame frame = frame(fact, choice);
    boolean fromEnglish = direction == Direction.EN_ZH;
    PhraseBook from = fromEnglish ? english : chinese;
    PhraseBook to = fromEnglish ? chinese : english;
    List<String> ways = fromEnglish ? frame.english() : frame.chinese();
    String way = ways.get(choice.random().nextInt(ways.size()));
    String target = (fromEnglish ? frame.chinese() : frame.english()).get(0);
    return new TranslationPair(
        way.replace("@", from.varied(fact, choice)), target.replace("@", to.canonical(fact)));
  }

  private static Frame frame(Fact fact, Choice choice) {
    if (choice.oneIn(2)) {
      return Frame.NONE;
    }
    List<Frame> frames =
        !(fact instanceof Fact.Amount amount)
            ? Frame.OF_TIME
            : amount.unit().kind() == Unit.Kind.MONEY ? Frame.OF_MONEY : Frame.OF_AMOUNT;
    return frames.get(choice.random().nextInt(frames.size()));
  }
}
