package org.bert4j.examples.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.bert4j.common.io.AtomicFile;
import org.bert4j.finetune.embed.SentenceEmbedder;
import org.bert4j.finetune.embed.VectorWriter;
import org.bert4j.finetune.text.LabelledText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bert4j embed}: turns texts into vectors. */
@Command(
    name = "embed",
    sortOptions = false,
    description = {
      "Turn texts into vectors: a text a line, or the texts of a CSV, TSV or JSON file.",
      "Every text gets a vector, also a blank one."
    },
    subcommands = EmbedTrainCommand.class,
    footer = {
      "",
      "Examples:",
      "  bert4j embed --model bert --pooling cls --input texts.txt --output vectors.npy",
      "  echo \"A text.\" | bert4j embed --model runs/embed-1 --input -",
      "",
      "To fine-tune a model for it: bert4j embed train --help"
    })
public final class EmbedCommand implements Callable<Integer> {
  /** Texts that go through the model together. */
  private static final int CHUNK = 1024;

  @Spec private CommandSpec spec;

  @Mixin private EmbeddingOptions embedding;

  @Option(
      names = "--input",
      paramLabel = "FILE|-",
      description = "A file, or - for standard input. Default: none, one is needed.")
  private String input;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Where vectors go: .npy, .csv or .jsonl. Default: standard output, as jsonl.")
  private Path output;

  /** Makes the command. */
  public EmbedCommand() {}

  @Override
  public Integer call() throws Exception {
    if (input == null) {
      throw new IllegalArgumentException("no --input: expected a file of texts, or -");
    }
    PrintWriter console = spec.commandLine().getOut();
    if (output == null) {
      PrintWriter notes = spec.commandLine().getErr();
      List<LabelledText> texts = embedding.read(input);
      try (SentenceEmbedder embedder = embedding.load(notes)) {
        VectorWriter writer = VectorWriter.jsonl(console);
        write(embedder, texts, writer);
        console.flush();
      }
      return 0;
    }
    VectorWriter.Form form = VectorWriter.Form.of(output);
    List<LabelledText> texts = embedding.read(input);
    try (SentenceEmbedder embedder = embedding.load(console)) {
      AtomicFile.write(
          output,
          channel -> {
            try (VectorWriter writer =
                VectorWriter.to(form, channel, texts.size(), embedder.dimension())) {
              int longTexts = write(embedder, texts, writer);
              if (longTexts > 0) {
                console.printf(
                    Locale.ROOT,
                    "%,d of %,d texts are longer than %d tokens; their beginning was read%n",
                    longTexts,
                    texts.size(),
                    embedder.settings().maxSeqLength());
              }
            }
          });
    }
    console.println(output);
    return 0;
  }

  private static int write(SentenceEmbedder embedder, List<LabelledText> texts, VectorWriter writer)
      throws IOException {
    int longTexts = 0;
    for (int from = 0; from < texts.size(); from += CHUNK) {
      List<String> chunk =
          texts.subList(from, Math.min(texts.size(), from + CHUNK)).stream()
              .map(LabelledText::text)
              .toList();
      longTexts += embedder.longTexts(chunk);
      List<float[]> vectors = embedder.embedAll(chunk);
      for (int i = 0; i < chunk.size(); i++) {
        writer.write(chunk.get(i), vectors.get(i));
      }
    }
    return longTexts;
  }
}
