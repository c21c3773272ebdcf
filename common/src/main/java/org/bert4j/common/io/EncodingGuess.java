package org.bert4j.common.io;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The encodings that a line which is not UTF-8 may be in: those in which it is a usual text. The
 * encodings of East Asia share most of their bytes and differ in which of them are frequent.
 */
final class EncodingGuess {
  /** As many characters that an encoding has are no accident. */
  private static final int MANY_CHARACTERS = 3;

  /** A share of usual characters that no other encoding comes close to. */
  private static final double USUAL = 0.8;

  private static final double CLOSE = 0.15;

  private final byte[] line;
  private final int length;

  private EncodingGuess(byte[] line, int length) {
    this.line = line;
    this.length = length;
  }

  /**
   * The encodings of a line, the likeliest first.
   *
   * @return their names, such as {@code windows-1252}; none if it is no usual text in any
   */
  static List<String> of(byte[] line, int length) {
    return new EncodingGuess(line, length).names();
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    if (hasControls()) {
      return names;
    }
    if (isWestern()) {
      names.add("windows-1252");
    }
    Map<String, Double> shares = new TreeMap<>();
    for (String name : List.of("Shift_JIS", "EUC-JP", "EUC-KR", "GB18030", "Big5")) {
      double share = usual(name);
      if (share >= USUAL) {
        shares.put(name, share);
      }
    }
    // Kana and Hangul are bytes of rare characters in a Chinese text, but not the other way round.
    shares.keySet().stream().filter(name -> !isChinese(name)).findFirst().ifPresent(names::add);
    if (names.isEmpty() || isShort()) {
      double best = shares.values().stream().max(Comparator.naturalOrder()).orElse(0.0);
      shares.entrySet().stream()
          .filter(share -> isChinese(share.getKey()) && share.getValue() > best - CLOSE)
          .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
          .forEach(share -> names.add(share.getKey()));
    }
    return names;
  }

  private static boolean isChinese(String name) {
    return name.equals("GB18030") || name.equals("Big5");
  }

  private boolean hasControls() {
    for (int i = 0; i < length; i++) {
      if (line[i] >= 0 && line[i] < ' ' && "\t\n\f\r".indexOf(line[i]) < 0) {
        return true;
      }
    }
    return false;
  }

  private int high() {
    int high = 0;
    for (int i = 0; i < length; i++) {
      high += line[i] < 0 ? 1 : 0;
    }
    return high;
  }

  private boolean isShort() {
    return high() < 2 * MANY_CHARACTERS;
  }

  /** Whether letters of ASCII prevail, among which letters with accents stand alone. */
  private boolean isWestern() {
    int letters = 0;
    for (int i = 0; i < length; i++) {
      letters += Character.isLetter(line[i]) ? 1 : 0;
    }
    return high() <= letters && decoded("windows-1252") != null;
  }

  /**
   * The share of usual characters among those that are not ASCII: kana and what stands with them,
   * Hangul, or the more frequent half of the Chinese ones; 0 if the line is not in the encoding.
   */
  private double usual(String encoding) {
    String text = decoded(encoding);
    if (text == null) {
      return 0;
    }
    int all = 0;
    int usual = 0;
    int kana = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > 0x7F) {
        all++;
        kana += isKana(c) ? 1 : 0;
        usual += isUsual(c, encoding) ? 1 : 0;
      }
    }
    boolean enough = !encoding.endsWith("JP") && !encoding.endsWith("JIS") || 5 * kana >= all;
    return enough && all > 0 ? (double) usual / all : 0;
  }

  private static boolean isUsual(char c, String encoding) {
    byte[] bytes = String.valueOf(c).getBytes(Charset.forName(encoding));
    int first = bytes[0] & 0xFF;
    return switch (encoding) {
      case "GB18030" -> first >= 0xB0 && first <= 0xD7 && bytes[1] < 0 || isPunctuation(c);
      case "Big5" -> first >= 0xA4 && first <= 0xC6 || isPunctuation(c);
      case "EUC-KR" -> c >= 0xAC00 && c <= 0xD7A3 || isPunctuation(c);
      default -> isKana(c) || Character.isIdeographic(c) || isPunctuation(c);
    };
  }

  private static boolean isKana(char c) {
    return c >= 0x3041 && c <= 0x30FF;
  }

  /** Of East Asia. */
  private static boolean isPunctuation(char c) {
    return c >= 0x3000 && c <= 0x303F || c >= 0xFF01 && c <= 0xFF60 || c >= 0x2010 && c <= 0x2026;
  }

  /** The line, whose last character may be cut off, or null if it is not in the encoding. */
  private String decoded(String encoding) {
    CharBuffer chars = CharBuffer.allocate(length + 1);
    CoderResult result =
        Charset.forName(encoding)
            .newDecoder()
            .decode(ByteBuffer.wrap(line, 0, length), chars, false);
    return result.isError() ? null : chars.flip().toString();
  }
}
