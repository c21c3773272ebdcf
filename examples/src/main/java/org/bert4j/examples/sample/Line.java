package org.bert4j.examples.sample;

import java.util.function.Function;

/**
 * A line of a file of the sample corpus.
 *
 * @param file what messages call the file
 * @param number its number, from 1
 * @param text what stands in it, without the white space around
 */
record Line(String file, int number, String text) {
  /**
   * Reads the line.
   *
   * @throws IllegalArgumentException what the reader complains about, with file and line
   */
  <T> T read(Function<String, T> reader) {
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException e) {
      if (e.getMessage().startsWith(file + ":")) {
        throw e;
      }
      throw new IllegalArgumentException(file + ":" + number + ": " + e.getMessage(), e);
    }
  }
}
