package org.bert4j.examples.plot;

import java.util.ArrayList;
import java.util.List;
import org.bert4j.examples.plot.MetricsFile.Points;

/**
 * Leaves out points of a curve that nobody would see: the width is divided into columns, and of
 * each the smallest and the largest value stay, so that a spike of one step is drawn whatever the
 * length of the run. The first and the last point stay, too.
 */
final class Thinning {
  private Thinning() {}

  /**
   * Thins a curve out.
   *
   * @param points in ascending order of x
   * @param columns into which the width is divided
   * @return at most {@code 2 columns + 2} points
   */
  static Points of(Points points, int columns) {
    int count = points.x().size();
    if (count <= 2 * columns + 2) {
      return points;
    }
    double from = points.x().get(0);
    double width = (points.x().get(count - 1) - from) / columns;
    List<Integer> kept = new ArrayList<>(List.of(0));
    int begin = 1;
    while (begin < count - 1) {
      int column = column(points, begin, from, width);
      int smallest = begin;
      int largest = begin;
      int end = begin;
      while (end < count - 1 && column(points, end, from, width) == column) {
        smallest = points.y().get(end) < points.y().get(smallest) ? end : smallest;
        largest = points.y().get(end) > points.y().get(largest) ? end : largest;
        end++;
      }
      kept.add(Math.min(smallest, largest));
      if (smallest != largest) {
        kept.add(Math.max(smallest, largest));
      }
      begin = end;
    }
    kept.add(count - 1);
    return new Points(
        kept.stream().map(points.x()::get).toList(), kept.stream().map(points.y()::get).toList());
  }

  private static int column(Points points, int index, double from, double width) {
    return (int) ((points.x().get(index) - from) / width);
  }
}
