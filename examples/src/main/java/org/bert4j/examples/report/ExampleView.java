package org.bert4j.examples.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * An example prediction as a page shows it.
 *
 * @param verdict {@code right}, {@code wrong}, or nothing
 * @param lines texts and what is said about them
 */
public record ExampleView(String verdict, List<Line> lines) {
  private static final int LONGEST = 600;

  /**
   * A line with its heading.
   *
   * @param heading what it is
   * @param pieces the line
   */
  public record Line(String heading, List<Piece> pieces) {}

  /**
   * A piece of a line.
   *
   * @param text the piece
   * @param label what it is marked as, or nothing
   * @param marked whether it is marked
   */
  public record Piece(String text, String label, boolean marked) {}

  /** Something said about a stretch of a text. */
  private record Stretch(int start, int end, String label) {}

  /** The examples of {@code examples.json}. */
  static List<ExampleView> of(JsonNode examples) {
    return StreamSupport.stream(examples.spliterator(), false).map(ExampleView::one).toList();
  }

  private static ExampleView one(JsonNode example) {
    JsonNode right = example.path("right");
    String verdict = right.isBoolean() ? right.asBoolean() ? "right" : "wrong" : "";
    List<Line> lines = new ArrayList<>();
    List<String> headings = new ArrayList<>();
    example.path("inputs").fieldNames().forEachRemaining(headings::add);
    for (int i = 0; i < headings.size(); i++) {
      String text = example.path("inputs").path(headings.get(i)).asText();
      boolean last = i == headings.size() - 1;
      List<Stretch> expected = last ? stretches(example.path("expected")) : List.of();
      List<Stretch> predicted = last ? stretches(example.path("predicted")) : List.of();
      if (last && isOfTypes(text, expected, predicted)) {
        lines.add(new Line("annotated", pieces(text, expected)));
        if (!expected.equals(predicted)) {
          lines.add(new Line("predicted", pieces(text, predicted)));
        }
        return new ExampleView(verdict, lines);
      }
      lines.add(new Line(headings.get(i), pieces(text, expected)));
    }
    lines.add(new Line("expected", said(example.path("expected"))));
    lines.add(new Line("predicted", said(example.path("predicted"))));
    return new ExampleView(verdict, lines);
  }

  /** Whether stretches have types, not what stands in them: then the text tells all. */
  private static boolean isOfTypes(String text, List<Stretch> expected, List<Stretch> predicted) {
    List<Stretch> all = new ArrayList<>(expected);
    all.addAll(predicted);
    return !all.isEmpty() && all.stream().noneMatch(each -> label(text, each).isEmpty());
  }

  private static String label(String text, Stretch stretch) {
    int end = Math.min(stretch.end(), text.length());
    return text.substring(Math.min(stretch.start(), end), end).equals(stretch.label())
        ? ""
        : stretch.label();
  }

  private static List<Stretch> stretches(JsonNode marks) {
    List<Stretch> stretches = new ArrayList<>();
    for (JsonNode mark : marks) {
      if (mark.path("start").isInt()) {
        stretches.add(
            new Stretch(
                mark.path("start").asInt(), mark.path("end").asInt(), mark.path("label").asText()));
      }
    }
    stretches.sort(Comparator.comparingInt(Stretch::start).thenComparingInt(each -> -each.end()));
    return stretches;
  }

  private static List<Piece> pieces(String text, List<Stretch> stretches) {
    List<Piece> pieces = new ArrayList<>();
    int limit =
        text.offsetByCodePoints(0, Math.min(LONGEST, text.codePointCount(0, text.length())));
    int at = 0;
    for (Stretch each : stretches) {
      if (each.start() >= at && each.end() <= limit) { // the outer one of two that overlap
        pieces.add(new Piece(text.substring(at, each.start()), "", false));
        pieces.add(new Piece(text.substring(each.start(), each.end()), label(text, each), true));
        at = each.end();
      }
    }
    pieces.add(new Piece(text.substring(at, limit), "", false));
    if (limit < text.length()) {
      pieces.add(new Piece(" …", "", false));
    }
    return pieces.stream().filter(piece -> !piece.text().isEmpty()).toList();
  }

  private static List<Piece> said(JsonNode marks) {
    List<Piece> pieces = new ArrayList<>();
    for (JsonNode mark : marks) {
      String score = mark.path("score").isNumber() ? Words.of(mark.path("score")) : "";
      String label = mark.path("label").asText();
      pieces.add(
          new Piece(
              label.length() > LONGEST ? label.substring(0, LONGEST) + " …" : label, score, true));
    }
    return pieces.isEmpty() ? List.of(new Piece("nothing", "", false)) : pieces;
  }
}
