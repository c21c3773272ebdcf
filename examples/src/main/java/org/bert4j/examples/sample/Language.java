package org.bert4j.examples.sample;

/** Languages of the sample corpus. */
public enum Language {
  /** English. */
  ENGLISH("en"),
  /** Chinese in simplified characters. */
  CHINESE("zh");

  private final String code;

  Language(String code) {
    this.code = code;
  }

  /**
   * The language's code.
   *
   * @return its two letters in ISO 639-1
   */
  public String code() {
    return code;
  }
}
