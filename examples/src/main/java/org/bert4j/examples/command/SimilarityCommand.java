package org.bert4j.examples.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.bert4j.examples.console.Printable;
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
    PrintWriter report = output.isFile() ? console : null;
    List<String> first = new ArrayList<>();
    List<String> second = new ArrayList<>();
    read(report, first, second);
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

  private void read(PrintWriter report, List<String> first, List<String> second)
      throws IOException {
    List<LabelledText> texts = embedding.read(input, report);
    for (LabelledText text : texts) {
      if ((text.pair() == null) != (other != null)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s: %s \"%s\", expected %s",
                text.source(),
                text.pair() == null ? "a single text" : "a pair",
                Printable.of(text.text()),
                other == null ? "a pair, or a second file with --other" : "single texts"));
      }
      first.add(text.text());
      second.add(text.pair());
    }
    if (other != null) {
      List<LabelledText> others = embedding.read(other, report);
      if (others.size() != texts.size()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s has %,d texts and %s %,d, expected as many",
                input,
                texts.size(),
                other,
                others.size()));
      }
      second.clear();
      others.forEach(text -> second.add(text.text()));
    }
  }
}
