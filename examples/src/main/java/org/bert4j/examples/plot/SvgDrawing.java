package org.bert4j.examples.plot;

import java.awt.Dimension;
import java.awt.Image;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.ImageObserver;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.DOMGroupManager;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGIDGenerator;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.text.TextUtils;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** A chart as an SVG element for a page. */
final class SvgDrawing extends SVGGraphics2D {
  private static final String SVG = "http://www.w3.org/2000/svg";
  private static final int DECIMALS = 1;

  static {
    // JFreeChart has this for the whole JVM: else rotated text becomes outlines of glyphs.
    TextUtils.setUseDrawRotatedStringWorkaround(false);
  }

  private final boolean anchoredAtEnd;

  private SvgDrawing(SVGGeneratorContext context, boolean anchoredAtEnd) {
    super(context, false);
    this.anchoredAtEnd = anchoredAtEnd;
  }

  /**
   * Draws a chart.
   *
   * @param chart drawn in {@link ChartColors#PAGE}
   * @param size of its view box, in CSS pixels
   * @param id in the page; what is within has ids that begin with it
   * @param label what the chart shows, for those who cannot see it
   * @return the element
   */
  static String of(JFreeChart chart, Dimension size, String id, String label) {
    return of(chart, size, id, label, false);
  }

  /** A chart whose texts all end at an axis. */
  static String withTextsAtAxes(JFreeChart chart, Dimension size, String id, String label) {
    return of(chart, size, id, label, true);
  }

  private static String of(
      JFreeChart chart, Dimension size, String id, String label, boolean anchoredAtEnd) {
    SVGGeneratorContext context = SVGGeneratorContext.createDefault(document());
    context.setPrecision(DECIMALS);
    context.setComment(null);
    context.setIDGenerator(
        new SVGIDGenerator() {
          @Override
          public String generateID(String prefix) {
            return id + super.generateID(prefix);
          }
        });
    SvgDrawing drawing = new SvgDrawing(context, anchoredAtEnd);
    drawing.setSVGCanvasSize(size);
    chart.draw(drawing, new Rectangle2D.Double(0, 0, size.width, size.height));
    Element root = drawing.getRoot();
    root.removeAttribute("width");
    root.removeAttribute("height");
    root.setAttribute("viewBox", String.format(Locale.ROOT, "0 0 %d %d", size.width, size.height));
    root.setAttribute("id", id);
    root.setAttribute("role", "img");
    root.setAttribute("aria-label", label);
    StringWriter text = new StringWriter();
    try {
      drawing.stream(root, text, true, false);
    } catch (IOException e) {
      throw new IllegalStateException("an SVG cannot be written to memory", e);
    }
    String svg = text.toString();
    return ChartColors.inPage(svg.substring(svg.indexOf("<svg")))
        .replaceAll("\\s*<!--.*?-->", "")
        .replace("id=\"genericDefs\"", "");
  }

  private static Document document() {
    try {
      return DocumentBuilderFactory.newDefaultInstance()
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument(SVG, "svg", null);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("this JDK has no XML parser", e);
    }
  }

  /** A picture is part of the page; Batik would need another library for that. */
  @Override
  public boolean drawImage(
      Image image, int x, int y, int width, int height, ImageObserver observer) {
    Element element = getDOMFactory().createElementNS(SVG, "image");
    element.setAttribute("x", Integer.toString(x));
    element.setAttribute("y", Integer.toString(y));
    element.setAttribute("width", Integer.toString(width));
    element.setAttribute("height", Integer.toString(height));
    element.setAttribute("preserveAspectRatio", "none");
    element.setAttribute("href", Picture.data((BufferedImage) image));
    domGroupManager.addElement(element);
    return true;
  }

  /** Anchored, so that it stands right in a font of another width, too. */
  @Override
  public void drawString(String string, float x, float y) {
    Element text = getDOMFactory().createElementNS(SVG, "text");
    double width = getFontMetrics().stringWidth(string);
    double anchor = x + (anchoredAtEnd ? width : width / 2);
    text.setAttribute("x", String.format(Locale.ROOT, "%.1f", anchor));
    text.setAttribute("y", String.format(Locale.ROOT, "%.1f", y));
    text.setAttribute("text-anchor", anchoredAtEnd ? "end" : "middle");
    text.appendChild(getDOMFactory().createTextNode(string));
    domGroupManager.addElement(text, DOMGroupManager.FILL);
  }
}
