package org.bert4j.common.io;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files that are not text, or text with markup that would be read as words. */
public final class ForeignFormat {
  /** Where an archive of tar says that it is one. */
  private static final int TAR_MAGIC = 257;

  private static final Map<String, String> DOCUMENTS = new LinkedHashMap<>();
  private static final Map<Pattern, String> MARKUP = new LinkedHashMap<>();

  static {
    DOCUMENTS.put("%PDF-", "a PDF document");
    DOCUMENTS.put("{\\rtf", "a document in Rich Text Format");
    DOCUMENTS.put("\u00D0\u00CF\u0011\u00E0", "a document of Word or Excel");
    DOCUMENTS.put("PAR1", "a table in Parquet");
    DOCUMENTS.put("ARROW1", "a table in Arrow");
    DOCUMENTS.put("\u0089HDF", "a file in HDF5");
    DOCUMENTS.put("SQLite format 3\0", "a database of SQLite");
    DOCUMENTS.put("\u0093NUMPY", "an array of NumPy");
    DOCUMENTS.put("\u0089PNG", "an image");
    DOCUMENTS.put("\u00FF\u00D8\u00FF", "an image");

    MARKUP.put(
        Pattern.compile(
            "(?i)(?:<!--.{0,2000}?-->\\s*)?(?:<!DOCTYPE\\s+html|<html|<head|<body)\\b.*",
            Pattern.DOTALL),
        "HTML, whose tags would be read as words; extract its text first");
    MARKUP.put(
        Pattern.compile(
            "(?:<\\?xml\\s.{0,1000}\\?>\\s*(?:<![^>]{0,1000}>\\s*)*+)?<mediawiki\\b.*",
            Pattern.DOTALL),
        "a dump of MediaWiki; extract its articles first, as WikiExtractor does");
    MARKUP.put(
        Pattern.compile("(?:<\\?xml|<!DOCTYPE)\\s.*", Pattern.DOTALL),
        "XML, whose tags would be read as words; extract its text first");
    MARKUP.put(
        Pattern.compile(
            "(?:\\d+\\s*\\n\\s*)?\\d+:\\d\\d:\\d\\d[,.]\\d+ +--> +\\d+:\\d\\d:\\d\\d[,.]\\d+.*",
            Pattern.DOTALL),
        "subtitles (SubRip), whose numbers and times would be read as words; take out the text first");
    MARKUP.put(
        Pattern.compile("\\d+:\\d\\d:\\d\\d\\.\\d+,\\d+:\\d\\d:\\d\\d\\.\\d+\\n.*", Pattern.DOTALL),
        "subtitles (SubViewer), whose times would be read as words; take out the text first");
    MARKUP.put(
        Pattern.compile("WEBVTT(?:[ \\t].*?)?\\n.*", Pattern.DOTALL),
        "subtitles (WebVTT), whose times would be read as words; take out the text first");
    MARKUP.put(
        Pattern.compile("\\[Script Info\\].*", Pattern.DOTALL),
        "subtitles (SubStation Alpha), whose times would be read as words; take out the text first");
    MARKUP.put(
        Pattern.compile("(?:%[^\\n]*\\n\\s*)*+\\\\document(?:class|style)\\b.*", Pattern.DOTALL),
        "LaTeX, whose commands would be read as words; extract its text first, as detex does");
    MARKUP.put(
        Pattern.compile(
            "From \\S+ [^\\n]*\\d\\d:\\d\\d[^\\n]*\\n(?:>From [^\\n]*\\n)?[A-Z][\\w-]*: .*",
            Pattern.DOTALL),
        "mail (mbox), whose headers would be read as text; extract its bodies first");
    MARKUP.put(
        Pattern.compile(
            "(?:Return-Path|Received|Delivered-To|MIME-Version|Message-I[Dd]): [^\\n]*\\n"
                + "(?:[A-Z][\\w-]*: |[ \\t]).*",
            Pattern.DOTALL),
        "mail, whose headers would be read as text; extract its body first");
  }

  private static final String NAME = "[A-Za-z][\\w:.-]*";

  /** A line that begins with a tag: its slash, name, attributes and slash. */
  private static final Pattern TAG = Pattern.compile("<(/?)(" + NAME + ")((?:\\s[^<>]*)?)(/?)>.*");

  private static final Pattern END_TAG = Pattern.compile("</(" + NAME + ")\\s*>");

  /** Elements that HTML has without an end. */
  private static final Set<String> ELEMENTS =
      Set.of(
          "p",
          "br",
          "hr",
          "li",
          "dt",
          "dd",
          "td",
          "th",
          "tr",
          "img",
          "div",
          "span",
          "font",
          "table",
          "center",
          "option",
          "blockquote");

  private static final int LINES_WITH_TAGS = 4;

  private ForeignFormat() {}

  /** Refuses by its first bytes what is not text. */
  static void refuseDocument(byte[] head, String source) {
    String bytes = new String(head, StandardCharsets.ISO_8859_1);
    for (Map.Entry<String, String> document : DOCUMENTS.entrySet()) {
      if (bytes.startsWith(document.getKey())) {
        throw new IllegalArgumentException(
            source + ": " + document.getValue() + ", expected text; save its text");
      }
    }
    if (bytes.startsWith("ustar", TAR_MAGIC)) {
      throw new IllegalArgumentException(
          source
              + ": an archive (tar), expected text; unpack it and name the files or their directory");
    }
  }

  /**
   * Tells markup from text.
   *
   * @param sample the beginning of a file
   * @return what it is and what to do, such as {@code "HTML, ...; extract its text first"}; empty
   *     if it seems to be text
   */
  public static Optional<String> markup(String sample) {
    Optional<String> begun = begunMarkup(sample);
    return begun.isEmpty() && isTagged(sample)
        ? Optional.of(
            "markup (HTML, XML), whose tags would be read as words; extract its text first")
        : begun;
  }

  /**
   * Tells markup from anything else by how it begins, also where tags may stand in fields.
   *
   * @param sample the beginning of a file
   * @return what it is and what to do; empty if it does not begin like a page, a mail or the like
   */
  public static Optional<String> begunMarkup(String sample) {
    String text = sample.replaceFirst("^[\\s\\uFEFF]+", "").replace("\r", "");
    return MARKUP.entrySet().stream()
        .filter(form -> form.getKey().matcher(text).matches())
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** Whether half of the lines have tags, or all of a few, or all stands within one. */
  private static boolean isTagged(String sample) {
    List<String> lines =
        sample.replace("\uFEFF", "").lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    Set<String> ended = new HashSet<>();
    lines.forEach(line -> END_TAG.matcher(line).results().forEach(tag -> ended.add(tag.group(1))));
    long tagged =
        lines.stream()
            .filter(line -> beginsWithTag(line, ended) || END_TAG.matcher(line).find())
            .count();
    boolean whole =
        !ended.isEmpty() && (tagged == lines.size() || beginsWithTag(lines.get(0), ended));
    return whole || tagged >= LINES_WITH_TAGS && 2 * tagged >= lines.size();
  }

  /** A name alone in angle brackets may be who says the line, or {@code <unk>}. */
  private static boolean beginsWithTag(String line, Set<String> ended) {
    Matcher tag = TAG.matcher(line);
    return tag.matches()
        && (!tag.group(1).isEmpty()
            || !tag.group(3).isBlank()
            || !tag.group(4).isEmpty()
            || ended.contains(tag.group(2))
            || ELEMENTS.contains(tag.group(2).toLowerCase(Locale.ROOT)));
  }
}
