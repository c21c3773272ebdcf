package org.bert4j.examples.translate;

/** What is counted, measured or paid in. */
enum Unit {
  DOLLAR("dollar", "dollars", "$", "美元", Kind.MONEY),
  POUND("pound", "pounds", "£", "英镑", Kind.MONEY),
  EURO("euro", "euros", "€", "欧元", Kind.MONEY),
  YUAN("yuan", "yuan", "¥", "元", Kind.MONEY),
  KILOMETRE("kilometre", "kilometres", "km", "公里", Kind.MEASURE),
  METRE("metre", "metres", "m", "米", Kind.MEASURE),
  CENTIMETRE("centimetre", "centimetres", "cm", "厘米", Kind.MEASURE),
  KILOGRAM("kilogram", "kilograms", "kg", "公斤", Kind.MEASURE),
  GRAM("gram", "grams", "g", "克", Kind.MEASURE),
  LITRE("litre", "litres", "l", "升", Kind.MEASURE),
  MILE("mile", "miles", "mi", "英里", Kind.MEASURE),
  FOOT("foot", "feet", "ft", "英尺", Kind.MEASURE),
  HOUR("hour", "hours", "h", "小时", Kind.MEASURE),
  MINUTE("minute", "minutes", "min", "分钟", Kind.MEASURE),
  BOOK("book", "books", "", "本书", Kind.THING),
  CAR("car", "cars", "", "辆车", Kind.THING),
  PERSON("person", "people", "", "个人", Kind.THING),
  EGG("egg", "eggs", "", "个鸡蛋", Kind.THING),
  TICKET("ticket", "tickets", "", "张票", Kind.THING),
  HORSE("horse", "horses", "", "匹马", Kind.THING);

  /** What may be said of a unit. */
  enum Kind {
    MONEY,
    MEASURE,
    THING
  }

  private final String singular;
  private final String plural;
  private final String symbol;
  private final String chinese;
  private final Kind kind;

  Unit(String singular, String plural, String symbol, String chinese, Kind kind) {
    this.singular = singular;
    this.plural = plural;
    this.symbol = symbol;
    this.chinese = chinese;
    this.kind = kind;
  }

  String singular() {
    return singular;
  }

  /** Of a quantity. */
  String english(boolean one) {
    return one ? singular : plural;
  }

  /** Abbreviation, or sign before the amount. */
  String symbol() {
    return symbol;
  }

  /** Of things, the measure word before them. */
  String chinese() {
    return chinese;
  }

  Kind kind() {
    return kind;
  }
}
