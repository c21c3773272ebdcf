package org.bert4j.examples.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bert4j.common.inference.AttentionMap;
import org.bert4j.examples.plot.AttentionHeads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages about runs that are nothing but their files. */
class RunReportTest {
  private static final String HOSTILE = "<script>document.title = 'run'</script>";
  private static final int MOST_BYTES = 2_000_000;

  @TempDir Path directory;

  /** Ten thousand logged steps, evaluations among them, one of which has a spike. */
  private Path pretraining(String name, int steps) throws IOException {
    Path run = Files.createDirectories(directory.resolve(name));
    Files.writeString(
        run.resolve("pretraining.json"), "{\"data\": {\"seed\": 1}, \"text\": {\"corpus\": []}}");
    StringBuilder log = new StringBuilder();
    for (int step = 1; step <= steps; step++) {
      double loss = step == steps / 2 ? 77.5 : 7 - 4.0 * step / steps + Math.sin(step * 1.7);
      log.append(
          String.format(
              Locale.ROOT,
              "{\"step\": %d, \"tokens\": %d, \"seconds\": %d, \"mlm_loss\": %f, \"nsp_loss\": %f,"
                  + " \"mlm_accuracy\": 0.3, \"nsp_accuracy\": 0.7, \"learning_rate\": %e,"
                  + " \"gradient_norm\": %f, \"tokens_per_second\": %d%s}%n",
              step,
              step * 1000L,
              step,
              loss,
              loss / 10,
              1e-3 * (1 - step / (steps + 1.0)),
              Math.abs(loss),
              5000 + step % 700,
              ", \"validation\": {\"mlm_loss\": 5.5, \"mlm_accuracy\": 0.4}"));
    }
    Files.writeString(run.resolve("metrics.jsonl"), log);
    return run;
  }

  private Path entities() throws IOException {
    Path run = Files.createDirectories(directory.resolve("names"));
    Files.writeString(
        run.resolve("finetuning.json"), "{\"data\": {\"train\": [\"a\"], \"reader\": {}}}");
    Files.writeString(
        run.resolve("metrics.jsonl"),
        """
        {"step": 1, "tokens": 900, "seconds": 1, "loss": 2.5, "learning_rate": 1e-4}
        {"step": 2, "tokens": 1800, "seconds": 2, "loss": 1.5, "learning_rate": 0, \
        "validation": {"precision": 0.5, "recall": 0.25, "f1": 0.3333}}
        """);
    Files.writeString(
        run.resolve("results.json"),
        """
        {"validation": {"precision": 0.5, "recall": 0.25, "f1": 0.3333,
          "per_type": {"PER": {"precision": 0.5, "recall": 0.25, "f1": 0.3333, "support": 4}},
          "confusion": {"PER": {"PER": 1, "O": 3}, "O": {"PER": 1, "O": 0}}},
         "best_epoch": 1, "epochs": 1, "steps": 2, "tokens": 1800, "seconds": 2,
         "tokens_per_second": 900}
        """);
    Files.writeString(
        run.resolve("examples.json"),
        """
        {"examples": [{"inputs": {"text": "Anna meets %s."},
          "expected": [{"label": "PER", "start": 0, "end": 4, "score": null}],
          "predicted": [], "right": false}]}
        """
            .replace("%s", HOSTILE));
    return run;
  }

  @Test
  void aLongRunIsASmallPageAndKeepsItsSpike() throws IOException {
    Path run = pretraining("long", 10_000);
    Path page = run.resolve("report.html");
    RunReport.write(List.of(run), page);
    assertTrue(Files.size(page) < MOST_BYTES, () -> page.toFile().length() + " bytes");
    String text = Files.readString(page);
    assertTrue(text.contains(">80<"), "the axis has to reach the spike of 77.5");
    assertTrue(text.contains("not finished"), text.substring(0, 2000));
  }

  @Test
  void severalLongRunsAreASmallPage() throws IOException {
    List<Path> runs =
        List.of(pretraining("a", 3000), pretraining("b", 3000), pretraining("c", 3000), entities());
    Path page = directory.resolve("comparison.html");
    RunReport.write(runs, page);
    assertTrue(Files.size(page) < MOST_BYTES, () -> page.toFile().length() + " bytes");
    String text = Files.readString(page);
    for (Path run : runs) {
      assertTrue(text.contains(run.toString()), () -> "no " + run);
    }
  }

  @Test
  void entitiesHaveTheirTablesAndTextsAreEscaped() throws IOException {
    Path run = entities();
    Path page = run.resolve("report.html");
    RunReport.write(List.of(run), page);
    String text = Files.readString(page);
    assertTrue(text.contains("By type, validation"));
    assertTrue(text.contains("Confusions, validation"));
    assertTrue(text.contains("<mark>Anna<small>PER</small></mark>"));
    assertTrue(text.contains("&lt;script&gt;"));
    assertFalse(text.contains("<script"));
  }

  @Test
  void aBrowserShowsTheCurvesOnAPhoneAndInTheDark() throws IOException, InterruptedException {
    Optional<Path> program = HeadlessChromium.program();
    assumeTrue(program.isPresent(), "no Chromium");
    Path run = entities();
    Path comparison = directory.resolve("comparison.html");
    RunReport.write(List.of(run, pretraining("steps", 200)), comparison);
    Path report = run.resolve("report.html");
    RunReport.write(List.of(run), report);
    Path attention = directory.resolve("attention.html");
    float[] half = {0.5f, 0.5f, 0.5f, 0.5f, 1, 0, 0, 1};
    AttentionHeads heads =
        new AttentionHeads(List.of("[CLS]", "水"), List.of(new AttentionMap(2, 2, half)), 0, 0);
    AttentionPage.write(heads, "model", HOSTILE, attention);
    try (HeadlessChromium browser =
        HeadlessChromium.start(program.get(), directory.resolve("profile"))) {
      for (int width : new int[] {390, 1440}) {
        for (boolean dark : new boolean[] {false, true}) {
          for (Path page : List.of(report, comparison, attention)) {
            browser.open(page, width, dark);
            assertFalse(
                browser.evaluate("document.documentElement.scrollWidth > innerWidth").asBoolean(),
                page + " scrolls sideways");
            assertFalse(browser.evaluate("document.title").asText().equals("run"));
          }
          browser.open(report, width, dark);
          // Loss, entities and learning rate: lines as long as the plot is wide, in the page's
          // color.
          String curve =
              "[...document.querySelectorAll('figure svg[role=img]')].map(svg =>"
                  + " [...svg.querySelectorAll('path, line')].filter(e => getComputedStyle(e).stroke"
                  + " === '%s' && e.getBoundingClientRect().width > 50).length)";
          String color = dark ? "rgb(88, 166, 255)" : "rgb(11, 98, 168)";
          var found = browser.evaluate(curve.replace("%s", color));
          assertEquals(3, found.size(), found::toString);
          assertTrue(found.get(0).asInt() > 0, found::toString);
          assertTrue(found.get(2).asInt() > 0, found::toString);
        }
      }
      browser.open(attention, 390, false);
      String shown = "document.querySelector('#head image').getAttribute('href')";
      String first = browser.evaluate(shown).asText();
      browser.evaluate("document.querySelectorAll('.heads button')[1].click()");
      assertFalse(first.equals(browser.evaluate(shown).asText()));
      assertEquals(
          "layer 1, head 2",
          browser.evaluate("document.getElementById('shown').textContent").asText());
      assertTrue(
          browser
              .evaluate(
                  "[...document.querySelectorAll('#head text')].some(t => t.textContent === '水')")
              .asBoolean());
    }
  }
}
