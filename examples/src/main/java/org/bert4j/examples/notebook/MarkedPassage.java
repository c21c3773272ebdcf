package org.bert4j.examples.notebook;

import java.util.Comparator;
import java.util.List;

/**
 * A text with some of its parts marked, as HTML that needs no style: pages that show notebooks take
 * styles out.
 */
public final class MarkedPassage {
  private MarkedPassage() {}

  /**
   * A part of a text.
   *
   * @param start its first {@code char}
   * @param end the {@code char} behind its last one
   * @param label what stands behind it, small; empty for nothing
   */
  public record Part(int start, int end, String label) {}

  /**
   * Marks parts.
   *
   * @param text the text
   * @param parts in any order; those that overlap an earlier one are left out
   * @return an element
   */
  public static String html(String text, List<Part> parts) {
    StringBuilder html = new StringBuilder("<p>");
    int at = 0;
    for (Part part : parts.stream().sorted(Comparator.comparingInt(Part::start)).toList()) {
      if (part.start() >= at) {
        html.append(escaped(text.substring(at, part.start())))
            .append("<mark>")
            .append(escaped(text.substring(part.start(), part.end())))
            .append("</mark>");
        if (!part.label().isEmpty()) {
          html.append("<sub>").append(escaped(part.label())).append("</sub>");
        }
        at = part.end();
      }
    }
    return html.append(escaped(text.substring(at))).append("</p>").toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
