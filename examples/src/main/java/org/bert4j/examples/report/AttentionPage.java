package org.bert4j.examples.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.bert4j.examples.plot.AttentionChart;
import org.bert4j.examples.plot.AttentionHeads;
import org.bert4j.examples.plot.AttentionHeads.Head;

/**
 * Heads of a model as a page: one with its tokens, and small pictures of all that were chosen,
 * which show theirs when they are pressed.
 *
 * @param model where the model comes from
 * @param text what it reads
 * @param tokens how many word pieces that is
 * @param svg the first head with its tokens
 * @param width of it in CSS pixels
 * @param columns heads of a layer that are shown
 * @param heads the heads
 */
public record AttentionPage(
    String model,
    String text,
    int tokens,
    String svg,
    int width,
    long columns,
    List<HeadView> heads) {
  /**
   * A head.
   *
   * @param name of it
   * @param data an address with its picture in it
   */
  public record HeadView(String name, String data) {}

  /**
   * Writes the page.
   *
   * @param heads what to show
   * @param model where the model comes from
   * @param text what it reads
   * @param file the page's file
   * @throws IOException if writing fails
   */
  public static void write(AttentionHeads heads, String model, String text, Path file)
      throws IOException {
    AttentionChart chart = AttentionChart.ofPage(heads);
    List<Head> chosen = heads.chosen();
    AttentionPage page =
        new AttentionPage(
            model,
            text,
            heads.tokens().size(),
            chart.svg(chosen.get(0), "head"),
            chart.width(),
            chosen.stream().map(Head::head).distinct().count(),
            chosen.stream().map(head -> new HeadView(head.toString(), chart.data(head))).toList());
    new PageTemplate("attention.ftlh").write(page, file);
  }
}
