package org.bert4j.pretrain.corpus;

import java.util.ArrayList;
import java.util.List;

/** The fields of a whole record, quoted as in RFC 4180. */
final class CsvFields {
  private CsvFields() {}

  /**
   * Splits a record. Between tabs a quote is a character, unless a field is quoted from its first
   * to its last one.
   *
   * @param separator what stands between fields
   * @return the fields, or null if one goes on behind its closing quote
   */
  static List<String> of(String record, char separator) {
    List<String> fields = new ArrayList<>();
    int end;
    for (int from = 0; from <= record.length(); from = end + 1) {
      int close = record.startsWith("\"", from) ? closing(record, from + 1) : -1;
      end = end(record, separator, close < 0 ? from : close);
      boolean whole = close >= 0 && record.substring(close + 1, end).isBlank();
      if (whole) {
        fields.add(record.substring(from + 1, close).replace("\"\"", "\""));
      } else if (close < 0 || separator == '\t') {
        end = end(record, separator, from);
        fields.add(record.substring(from, end));
      } else {
        return null;
      }
    }
    return fields;
  }

  private static int end(String record, char separator, int from) {
    int at = record.indexOf(separator, from);
    return at < 0 ? record.length() : at;
  }

  /** The next quote that is not written twice, or -1. */
  private static int closing(String record, int from) {
    int at = record.indexOf('"', from);
    while (at >= 0 && record.startsWith("\"", at + 1)) {
      at = record.indexOf('"', at + 2);
    }
    return at;
  }
}
