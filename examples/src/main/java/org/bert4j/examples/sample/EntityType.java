package org.bert4j.examples.sample;

/** What an entity in the sample corpus is. */
public enum EntityType {
  /** A person. */
  PER,
  /** A place: a country, a town, a river. */
  LOC,
  /** An organisation: a school, a company, a club. */
  ORG,
  /** A date, a year or a month. */
  DATE,
  /** Any other name: a work of art, a festival, a language. */
  MISC
}
