package org.bert4j.examples.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.bert4j.common.io.Machine;
import org.bert4j.examples.console.Printable;
import org.bert4j.finetune.embed.SentenceEmbedder;
import org.bert4j.finetune.embed.VectorIndex;
import org.bert4j.finetune.text.LabelledText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bert4j search}: finds the texts of a file that are closest to a query. */
@Command(
    name = "search",
    sortOptions = false,
    description = {
      "Find the texts of a file that are closest to queries, by the cosine of their vectors.",
      "Exact: each query is compared with all texts."
    },
    footer = {
      "",
      "Examples:",
      "  bert4j search --model runs/embed-1 --input texts.txt --query \"somebody rides a horse\"",
      "  bert4j search --model runs/embed-1 --input texts.txt --queries queries.txt --top-k 3"
    })
public final class SearchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private EmbeddingOptions embedding;

  @Option(
      names = "--input",
      paramLabel = "FILE",
      required = true,
      description = "The texts to search through.")
  private String input;

  @Option(
      names = "--query",
      paramLabel = "TEXT",
      description = "What to look for; may be repeated. Default: --queries.")
  private List<String> queries = List.of();

  @Option(
      names = "--queries",
      paramLabel = "FILE|-",
      description = "A file of queries, or - for standard input. Default: --query.")
  private String file;

  @Option(
      names = "--query-prompt",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "What queries, but not texts, are preceded by. Default: nothing.")
  private String queryPrompt;

  @Option(
      names = "--top-k",
      paramLabel = "N",
      defaultValue = "5",
      description = "Texts that are shown for each query. Default: ${DEFAULT-VALUE}.")
  private int topK;

  /** Makes the command. */
  public SearchCommand() {}

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    List<String> asked = queries();
    List<String> texts = embedding.read(input).stream().map(LabelledText::text).toList();
    try (SentenceEmbedder embedder = embedding.load(out);
        VectorIndex index = VectorIndex.of(unit(embedder, texts), Machine.processors())) {
      List<String> prompted = asked.stream().map(query -> queryPrompt + query).toList();
      VectorIndex.Hits hits = index.search(unit(embedder, prompted), topK);
      for (int q = 0; q < asked.size(); q++) {
        out.printf(Locale.ROOT, "%n%s%n", Printable.of(asked.get(q)));
        for (int i = 0; i < hits.ids()[q].length; i++) {
          out.printf(
              Locale.ROOT,
              "  %.4f  %s%n",
              hits.scores()[q][i],
              Printable.of(texts.get(hits.ids()[q][i])));
        }
      }
    }
    out.flush();
    return 0;
  }

  private List<String> queries() throws IOException {
    List<String> asked = new ArrayList<>(queries);
    if (asked.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("--query is blank, expected a text to look for");
    }
    if (file != null) {
      for (LabelledText query : embedding.read(file)) {
        if (query.text().isBlank()) {
          throw new IllegalArgumentException(
              query.source() + ": the query is blank, expected a text; or leave the line out");
        }
        asked.add(query.text());
      }
    }
    if (asked.isEmpty()) {
      throw new IllegalArgumentException(
          "nothing to look for, expected --query TEXT or --queries FILE");
    }
    return asked;
  }

  private static List<float[]> unit(SentenceEmbedder embedder, List<String> texts) {
    List<float[]> vectors = embedder.embedAll(texts);
    vectors.forEach(SentenceEmbedder::normalize);
    return vectors;
  }
}
