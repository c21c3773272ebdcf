package org.bert4j.examples.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.bert4j.common.io.JsonFile;
import org.bert4j.examples.console.ProgressText;
import org.bert4j.examples.plot.MetricsFile;
import org.bert4j.examples.plot.RunFigures;

/** Writes a page about one or several runs. */
public final class RunReport {
  /** Name of the page that a run leaves in its directory. */
  public static final String FILE = "report.html";

  private RunReport() {}

  /**
   * The page.
   *
   * @param title of it
   * @param runs each with the number of its color
   * @param figures curves of all runs
   * @param results a table for each kind of run, if there are several runs
   */
  public record Page(
      String title,
      List<RunView> runs,
      List<RunFigures.Figure> figures,
      List<ScoreTable> results) {}

  /**
   * A run on the page.
   *
   * @param name of its directory
   * @param kind what was trained
   * @param state whether it is finished
   * @param facts its most important figures
   * @param tables of scores
   * @param examples predictions
   * @param configuration what it was told
   * @param provenance what its model came from
   */
  public record RunView(
      String name,
      String kind,
      String state,
      List<Fact> facts,
      List<ScoreTable> tables,
      List<ExampleView> examples,
      List<Fact> configuration,
      List<Fact> provenance) {}

  /**
   * A name and a value.
   *
   * @param name what it is
   * @param value what it is worth
   */
  public record Fact(String name, String value) {}

  /**
   * Writes a page of what the runs' directories hold, finished or not.
   *
   * @param runs directories of runs
   * @param file the page's file
   * @throws IllegalArgumentException if one is not a run's, or a file in it is broken
   * @throws IOException if reading or writing fails
   */
  public static void write(List<Path> runs, Path file) throws IOException {
    List<RunRecord> records = new ArrayList<>();
    for (Path run : new LinkedHashSet<>(runs)) {
      records.add(RunRecord.read(run));
    }
    List<RunView> views = new ArrayList<>();
    for (RunRecord each : records) {
      views.add(view(each, records.size() == 1 ? each.name() : each.path().toString()));
    }
    new PageTemplate("report.ftlh").write(page(records, views), file);
  }

  private static Page page(List<RunRecord> records, List<RunView> views) {
    List<MetricsFile> metrics = new ArrayList<>();
    for (int i = 0; i < records.size(); i++) {
      String name = views.get(i).name();
      // A run without a step keeps its color.
      metrics.add(
          new MetricsFile(name, records.get(i).metrics().map(MetricsFile::rows).orElse(List.of())));
    }
    String title =
        records.size() == 1
            ? records.get(0).name()
            : String.format(Locale.ROOT, "%d runs compared", records.size());
    return new Page(
        title,
        views,
        RunFigures.of(metrics),
        records.size() == 1 ? List.of() : ResultTables.of(records));
  }

  private static RunView view(RunRecord run, String name) throws IOException {
    return new RunView(
        name,
        run.kind().title(),
        state(run),
        facts(run),
        ScoreTables.of(run),
        ExampleView.of(run.examples()),
        flat(run.configuration()),
        provenance(run));
  }

  private static String state(RunRecord run) {
    if (run.results().isPresent()) {
      return "finished";
    }
    return run.metrics().isPresent() ? "not finished" : "no step logged yet";
  }

  private static List<Fact> facts(RunRecord run) {
    List<Fact> facts = new ArrayList<>();
    Optional<JsonNode> last =
        run.results()
            .map(JsonNode.class::cast)
            .or(() -> run.metrics().map(log -> log.rows().get(log.rows().size() - 1)));
    if (last.isEmpty()) {
      return facts;
    }
    JsonNode source = last.get();
    facts.add(
        new Fact(
            "steps",
            Words.of(
                source.path("steps").isNumber() ? source.path("steps") : source.path("step"))));
    facts.add(new Fact("tokens", ProgressText.count(source.path("tokens").asLong())));
    facts.add(new Fact("training time", ProgressText.duration(source.path("seconds").asDouble())));
    facts.add(new Fact("tokens a second", Words.of(source.path("tokens_per_second"))));
    if (source.has("best_epoch")) {
      facts.add(
          new Fact(
              "best epoch",
              source.path("best_epoch").asText() + " of " + source.path("epochs").asText()));
    }
    return facts;
  }

  private static List<Fact> provenance(RunRecord run) throws IOException {
    List<Fact> facts = new ArrayList<>();
    if (run.checkpoint().isEmpty()) {
      return facts;
    }
    Path checkpoint = run.checkpoint().get().path();
    facts.add(new Fact("checkpoint", checkpoint.getFileName().toString()));
    for (Map.Entry<String, JsonNode> each :
        JsonFile.read(checkpoint.resolve("provenance.json")).properties()) {
      if (!each.getKey().equals("configuration")) {
        flatten("", each.getKey(), each.getValue(), facts);
      }
    }
    flatten("", "model", JsonFile.read(checkpoint.resolve("config.json")), facts);
    return facts;
  }

  private static List<Fact> flat(JsonNode json) {
    List<Fact> facts = new ArrayList<>();
    json.properties().forEach(each -> flatten("", each.getKey(), each.getValue(), facts));
    return facts;
  }

  private static void flatten(String prefix, String key, JsonNode value, List<Fact> facts) {
    String name = prefix + key;
    if (value.isObject()) {
      value
          .properties()
          .forEach(each -> flatten(name + ".", each.getKey(), each.getValue(), facts));
    } else if (value.isArray()) {
      List<String> texts = new ArrayList<>();
      value.forEach(each -> texts.add(each.isValueNode() ? each.asText() : each.toString()));
      if (!texts.isEmpty()) {
        facts.add(new Fact(name, String.join(", ", texts)));
      }
    } else if (!value.isNull()) {
      facts.add(new Fact(name, value.asText()));
    }
  }
}
