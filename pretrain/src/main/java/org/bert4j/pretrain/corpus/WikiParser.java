package org.bert4j.pretrain.corpus;

import java.util.regex.Pattern;

/**
 * Articles as WikiExtractor writes them: between {@code <doc …>} and {@code </doc>} the title,
 * which is a heading, and paragraphs a line, with {@code &amp;} and the like for what would be
 * markup.
 */
final class WikiParser implements LineParser {
  /** The line that an article begins with. */
  static final Pattern ARTICLE = Pattern.compile("<doc\\s(?:.*\\s)?id=\"[^\"]*\".*>");

  private static final String END = "</doc>";

  /** A line that is a tag and nothing else, as some extractions leave them in. */
  private static final Pattern TAG = Pattern.compile("</?[A-Za-z][^<>]*>");

  private final ParagraphBuffer paragraph = new ParagraphBuffer();
  private boolean inside;
  private String article;
  private boolean hasText;

  @Override
  public void line(String line, boolean ended, long number, DocumentAssembler out) {
    if (!inside && ended && isMarkup(Characters.strip(line), out)) {
      return;
    }
    paragraph.append(unescaped(line), false, number, out);
    inside = !ended;
    if (ended) {
      paragraph.end(number, out);
    }
  }

  @Override
  public void end(DocumentAssembler out) {
    if (article != null) {
      out.note("its last article has no " + END + "; the file may be cut short");
    }
    endArticle(out);
  }

  /** Whether the line is not part of the text. */
  private boolean isMarkup(String line, DocumentAssembler out) {
    if (line.isEmpty()) {
      return true;
    }
    boolean begins = ARTICLE.matcher(line).matches();
    if (begins || line.equals(END)) {
      endArticle(out);
      article = begins ? line : null;
      out.leaveOutTag();
      return true;
    }
    if (TAG.matcher(line).matches()) {
      out.leaveOutTag();
      return true;
    }
    boolean title = article != null && !hasText && isTitle(line);
    hasText |= !title;
    if (title) {
      out.leaveOutHeading();
    }
    return title;
  }

  private boolean isTitle(String line) {
    return unescaped(article).contains(" title=\"" + unescaped(line) + "\"");
  }

  private void endArticle(DocumentAssembler out) {
    if (article != null && !hasText) {
      out.leaveOutRecord();
    }
    out.boundary();
    article = null;
    hasText = false;
  }

  private static String unescaped(String text) {
    if (text.indexOf('&') < 0) {
      return text;
    }
    return text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&#x27;", "'")
        .replace("&nbsp;", " ")
        .replace("&amp;", "&");
  }
}
