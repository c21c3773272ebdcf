package org.bert4j.examples.plot;

import java.util.Optional;
import org.bert4j.examples.plot.MetricsFile.Points;

/**
 * A line of a panel.
 *
 * @param name what it shows
 * @param color which of the colors it has, from 0
 * @param dash which of the dash patterns it has, from 0
 * @param line points joined by a line, or none
 * @param dots points that stand for themselves, joined by a thin line, or none
 */
public record Curve(
    String name, int color, int dash, Optional<Points> line, Optional<Points> dots) {}
