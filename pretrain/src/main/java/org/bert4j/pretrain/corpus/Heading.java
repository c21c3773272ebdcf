package org.bert4j.pretrain.corpus;

import java.util.regex.Pattern;

/** Whether a stripped line is a heading, and of what. */
enum Heading {
  /** Not a heading. */
  NONE,
  /** A heading within a document. */
  SECTION,
  /** The heading of a document: an article, a chapter. */
  TITLE;

  private static final int MAX_WIKI_CHARS = 400;
  private static final int MAX_CHARS = 80;
  private static final int MAX_CHINESE_CHARS = 40;

  /** {@code = Title =}, {@code == Section ==}, {@code = = Section = =}. */
  private static final Pattern WIKI = Pattern.compile("=[= ]*[^= ].*[^= ][= ]*=|=[= ]*[^= ][= ]*=");

  /** A word for a part of a book and its number, as in {@code CHAPTER IV. The Ball}. */
  private static final Pattern CHAPTER =
      Pattern.compile(
          "(?:CHAPTER|Chapter|BOOK|Book|VOLUME|Volume|PART|Part|CANTO|Canto|ACT|Act|SCENE|Scene"
              + "|LETTER|Letter|KAPITEL|Kapitel|CHAPITRE|Chapitre|CAP[IÍ]TULO|Cap[ií]tulo"
              + "|CAPITOLO|Capitolo|ГЛАВА|Глава)\\s+"
              + "(?:[IVXLCDM]+|\\d+|(?i:the\\s+)?(?i:first|second|third|last|one|two|three|four|five"
              + "|six|seven|eight|nine|ten|eleven|twelve))\\b.*");

  /** {@code 第十二回 …}, {@code 卷三}, {@code 楔子}. */
  private static final Pattern CHINESE_CHAPTER =
      Pattern.compile(
          "第[〇零○一二三四五六七八九十百千两兩廿卅0-9０-９]{1,7}[回章节節卷部篇集折话話幕](?!合).*"
              + "|(?:楔子|序章|序言|前言|引子|尾声|尾聲|后记|後記)(?:[\\s　:：].*)?"
              + "|卷[一二三四五六七八九十百0-9０-９]{1,4}(?:[\\s　:：].*)?");

  private static final Pattern ROMAN_NUMBER = Pattern.compile("[IVXLC]+\\.?|[IVXLC]+\\.\\s+\\S.*");

  /** At least two capitals and no other letters. */
  private static final Pattern CAPITALS =
      Pattern.compile("[^\\p{Ll}\\p{Lo}]*\\p{Lu}[^\\p{Ll}\\p{Lo}]*\\p{Lu}[^\\p{Ll}\\p{Lo}]*");

  /** Recognizes headings by their own form, whatever stands around them. */
  static Heading of(String line) {
    if (line.startsWith("=") && line.length() <= MAX_WIKI_CHARS && WIKI.matcher(line).matches()) {
      return level(line) == 1 ? TITLE : SECTION;
    }
    if (isChinese(line)) {
      return TITLE;
    }
    boolean chapter =
        line.length() <= MAX_CHARS
            && !line.isEmpty()
            && Character.isUpperCase(line.charAt(0))
            && !endsInMidSentence(line)
            && CHAPTER.matcher(line).matches();
    return chapter ? TITLE : NONE;
  }

  /** Recognizes a Chinese chapter line, which needs no blank line around it. */
  static boolean isChinese(String line) {
    return line.length() <= MAX_CHINESE_CHARS
        && !line.isEmpty()
        && line.charAt(0) >= 0x80
        && !endsInMidSentence(line)
        && !Characters.endsSentence(line.charAt(line.length() - 1))
        && CHINESE_CHAPTER.matcher(line).matches();
  }

  /** Recognizes a title by standing alone between blank lines: in capitals, or with a number. */
  static boolean isStandaloneTitle(String line) {
    if (line.length() > MAX_CHARS || endsInMidSentence(line)) {
      return false;
    }
    char last = line.charAt(line.length() - 1);
    if (last == '!' || last == '?') {
      return false;
    }
    return CAPITALS.matcher(line).matches()
        || (last != '.' || line.indexOf(' ') < 0) && ROMAN_NUMBER.matcher(line).matches();
  }

  private static boolean endsInMidSentence(String line) {
    return !line.isEmpty() && ",;:-\"'”’，；、：」』".indexOf(line.charAt(line.length() - 1)) >= 0;
  }

  private static int level(String line) {
    int level = 0;
    for (int i = 0; i < line.length() && (line.charAt(i) == '=' || line.charAt(i) == ' '); i++) {
      level += line.charAt(i) == '=' ? 1 : 0;
    }
    return level;
  }
}
