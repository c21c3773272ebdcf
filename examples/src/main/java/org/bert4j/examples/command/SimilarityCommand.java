package org.bert4j.examples.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.bert4j.finetune.embed.SentenceEmbedder;
import org.bert4j.finetune.text.LabelledText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bert4j similarity}: how alike the texts of two files are, line by line. */
@Command(
    name = "similarity",
    sortOptions = false,
    description = {
      "Tell how alike texts are: the cosine of their vectors, -1 to 1.",
      "Compares the texts of two files one by one, or the pairs of one file."
    },
    footer = {
      "",
      "Examples:",
      "  bert4j similarity --model runs/embed-1 --input pairs.tsv",
      "  bert4j similarity --model runs/embed-1 --input texts.txt --other translations.txt --output alike.jsonl"
    })
public final class SimilarityCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec private CommandSpec spec;

  @Mixin private EmbeddingOptions embedding;

  @Option(
      names = "--input",
      paramLabel = "FILE|-",
      required = true,
      description = "Texts, or, without --other, pairs of them.")
  private String input;

  @Option(
      names = "--other",
      paramLabel = "FILE",
      description = "As many other texts. Default: --input holds pairs.")
  private String other;

  @Mixin private PredictionOutput output;

  /** Makes the command. */
  public SimilarityCommand() {}

  @Override
  public Integer call() throws Exception {
    output.requireWritable();
    PrintWriter console = spec.commandLine().getOut();
    PrintWriter report = output.isFile() ? console : spec.commandLine().getErr();
    List<String> first = new ArrayList<>();
    List<String> second = new ArrayList<>();
    read(first, second);
    try (SentenceEmbedder embedder = embedding.load(report)) {
      List<float[]> a = embedder.embedAll(first);
      List<float[]> b = embedder.embedAll(second);
      output.write(
          console,
          out -> {
            for (int i = 0; i < a.size(); i++) {
              out.write(
                  JSON.writeValueAsString(
                          JSON.createObjectNode()
                              .put("text", first.get(i))
                              .put("pair", second.get(i))
                              .put("similarity", SentenceEmbedder.cosine(a.get(i), b.get(i))))
                      + "\n");
            }
          });
    }
    return 0;
  }

  private void read(List<String> first, List<String> second) throws IOException {
    if (other == null) {
      for (LabelledText pair : embedding.readPairs(input)) {
        first.add(pair.text());
        second.add(pair.pair());
      }
      return;
    }
    embedding.read(input).forEach(text -> first.add(text.text()));
    embedding.read(other).forEach(text -> second.add(text.text()));
    if (first.size() != second.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s has %,d texts and %s %,d, expected as many",
              input,
              first.size(),
              other,
              second.size()));
    }
  }
}
