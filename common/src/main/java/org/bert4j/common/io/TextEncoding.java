package org.bert4j.common.io;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Names of encodings, and what bytes tell of theirs. */
public final class TextEncoding {
  /** UTF-32's little-endian mark begins with that of UTF-16. */
  private static final List<Charset> MARKED =
      List.of(
          Charset.forName("UTF-32LE"),
          Charset.forName("UTF-32BE"),
          StandardCharsets.UTF_8,
          StandardCharsets.UTF_16LE,
          StandardCharsets.UTF_16BE);

  private static final String MARK = "\uFEFF";

  /** As many characters that an encoding has are no accident. */
  private static final int MANY_CHARACTERS = 3;

  private TextEncoding() {}

  /**
   * An encoding by the name that Java, Python or a browser has for it.
   *
   * @param name such as {@code latin-1}, {@code cp1252}, {@code GB18030} or {@code UTF-16LE}
   * @return the encoding
   * @throws IllegalArgumentException if there is none of that name
   */
  public static Charset named(String name) {
    String key = name.strip().toLowerCase(Locale.ROOT).replace('_', '-');
    String known =
        switch (key) {
          case "latin-1", "latin 1" -> "ISO-8859-1";
          case "utf-8-sig", "utf8" -> "UTF-8";
          case "utf-16-le", "utf-16-be" -> "UTF-16" + key.substring(7);
          // What calls itself so is often more; GB18030 has all of both.
          case "gb2312", "gbk", "cp936" -> "GB18030";
          default -> name.strip();
        };
    try {
      return Charset.forName(known);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new IllegalArgumentException(
          "encoding \""
              + name
              + "\": unknown, expected one such as UTF-8, latin-1, windows-1252, GB18030, Big5,"
              + " Shift_JIS or UTF-16",
          e);
    }
  }

  /**
   * The encoding of a text: what its byte-order mark tells, else the one given, else UTF-8.
   *
   * @param head the text's first bytes
   * @param given an encoding, or null
   * @throws IllegalArgumentException if the bytes are certainly in another one
   */
  static Charset of(byte[] head, Charset given, String source) {
    Optional<Charset> marked =
        MARKED.stream().filter(encoding -> begins(head, MARK.getBytes(encoding))).findFirst();
    if (marked.isPresent()) {
      return marked.get();
    }
    Optional<Charset> wide = wide(head);
    if (given != null && isWide(given)) {
      // UTF-16 without a byte order, in which Java would take the big-endian one.
      return given.name().endsWith("E") ? given : wide.orElseThrow(() -> unordered(given, source));
    }
    if (wide.isPresent()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: this file is %s, without a byte-order mark; add --encoding %s",
              source,
              wide.get().name(),
              wide.get().name()));
    }
    if (given != null && !given.equals(StandardCharsets.UTF_8) && isUtf8(head)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: this file is UTF-8, and would be garbled as %s; leave out --encoding for it",
              source,
              given.name()));
    }
    return given != null ? given : StandardCharsets.UTF_8;
  }

  private static boolean isWide(Charset encoding) {
    return encoding.name().startsWith("UTF-16") || encoding.name().startsWith("UTF-32");
  }

  private static IllegalArgumentException unordered(Charset given, String source) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "%s: no byte-order mark of %s; add --encoding %sLE or %sBE",
            source,
            given.name(),
            given.name(),
            given.name()));
  }

  /** Whether there are some characters that in no other encoding come about by accident. */
  private static boolean isUtf8(byte[] head) {
    String text = new String(head, StandardCharsets.UTF_8);
    return text.codePoints().filter(c -> c > 0x7F).count() >= MANY_CHARACTERS
        && decodes(head, head.length, StandardCharsets.UTF_8);
  }

  private static boolean begins(byte[] bytes, byte[] with) {
    return bytes.length >= with.length && Arrays.equals(with, Arrays.copyOf(bytes, with.length));
  }

  /**
   * The encoding of a text of two or four bytes a character that has no byte-order mark, if the
   * beginning is certainly such: characters below 256 have a NUL byte, which no other text has, on
   * one side only.
   */
  private static Optional<Charset> wide(byte[] head) {
    int length = head.length & ~3;
    int[] nul = new int[4];
    for (int i = 0; i < length; i++) {
      nul[i & 3] += head[i] == 0 ? 1 : 0;
    }
    int units = length / 4;
    int even = nul[0] + nul[2];
    int odd = nul[1] + nul[3];
    // A few NUL bytes among valid UTF-8 are a flaw of a text in UTF-8.
    if (even + odd == 0 || even + odd < units && decodes(head, length, StandardCharsets.UTF_8)) {
      return Optional.empty();
    }
    if (nul[2] == units && nul[3] == units || nul[0] == units && nul[1] == units) {
      return Optional.of(Charset.forName(nul[3] == units ? "UTF-32LE" : "UTF-32BE"))
          .filter(encoding -> decodes(head, length, encoding));
    }
    return even > 0 && odd > 0
        ? Optional.empty()
        : Optional.of(even == 0 ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE)
            .filter(encoding -> decodes(head, length, encoding));
  }

  private static boolean decodes(byte[] bytes, int length, Charset encoding) {
    // The last character may be cut off: what is there has to be right.
    CharBuffer chars = CharBuffer.allocate(length + 1);
    return !encoding.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length), chars, false).isError();
  }
}
