package org.bert4j.examples.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bert4j.common.inference.SharedModel;
import org.bert4j.common.model.Pooling;
import org.bert4j.finetune.embed.SentenceEmbedder;
import org.bert4j.finetune.text.LabelledText;
import org.bert4j.finetune.text.TextReader;
import org.bert4j.finetune.text.TextReaderOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which model turns texts into vectors, and how. */
final class EmbeddingOptions {
  @Option(
      names = "--model",
      paramLabel = "DIR|FILE.onnx",
      description =
          "A sentence-transformers or HuggingFace directory, an ONNX model, or that of a run of embed train. Default:"
              + " none, one is needed.")
  private Path model;

  @Option(
      names = "--pooling",
      paramLabel = "cls|mean|max",
      description =
          "How one vector is made of the tokens': the first, the mean, the largest of each"
              + " dimension. Default: as the directory says, else mean.")
  private Pooling pooling;

  @Option(
      names = "--normalize",
      negatable = true,
      arity = "0",
      description = "Vectors have length 1. Default: as the directory says, else not.")
  private Boolean normalize;

  @Option(
      names = "--max-seq-length",
      paramLabel = "N",
      description =
          "Longest text in tokens; of longer ones the beginning is read. Default: as the"
              + " directory says, else the model's positions.")
  private Integer maxSeqLength;

  @Option(
      names = "--prompt",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "What every text is preceded by. Default: nothing.")
  private String prompt;

  @Mixin private ComputeOptions compute;

  @Mixin private LabelledFileOptions reader;

  /** What is to be told of the files that were read. */
  private final List<String> notes = new ArrayList<>();

  /**
   * Loads the model.
   *
   * @param report hears what was read, and how vectors are made
   */
  SentenceEmbedder load(PrintWriter report) throws IOException {
    if (model == null) {
      throw new IllegalArgumentException("no --model: expected the directory of a model");
    }
    SentenceEmbedder embedder =
        SentenceEmbedder.load(
            model,
            new SentenceEmbedder.Options(pooling, normalize, maxSeqLength, prompt),
            new SharedModel.Compute(compute.dataType(), compute.threads()));
    notes.forEach(report::println);
    report.printf(
        Locale.ROOT,
        "%s: pooling %s%s, vectors of %d numbers, texts of at most %d tokens%s%n",
        model,
        embedder.settings().pooling().name().toLowerCase(Locale.ROOT),
        embedder.settings().normalize() ? ", normalized" : "",
        embedder.dimension(),
        embedder.settings().maxSeqLength(),
        embedder.isDescribed() || pooling != null
            ? ""
            : " (the directory does not say how vectors are made; --pooling does)");
    report.flush();
    return embedder;
  }

  /**
   * Reads texts, one by one.
   *
   * @param input a file, or - for standard input
   */
  List<LabelledText> read(String input) throws IOException {
    List<LabelledText> texts = new ArrayList<>();
    try (InputStream in = PredictionOutput.open(input, TextReader::open)) {
      reader().readSingleTexts(in, PredictionOutput.name(input), texts::add);
    }
    return atLeastOne(texts, input);
  }

  /**
   * Reads pairs of texts.
   *
   * @param input a file, or - for standard input
   */
  List<LabelledText> readPairs(String input) throws IOException {
    List<LabelledText> pairs = new ArrayList<>();
    try (InputStream in = PredictionOutput.open(input, TextReader::open)) {
      reader().readPairs(in, PredictionOutput.name(input), pairs::add);
    }
    return atLeastOne(pairs, input);
  }

  private TextReader reader() throws IOException {
    return new TextReader(reader.or(TextReaderOptions.DEFAULT), notes::add);
  }

  private static List<LabelledText> atLeastOne(List<LabelledText> texts, String input) {
    if (texts.isEmpty()) {
      throw new IllegalArgumentException(
          PredictionOutput.name(input) + ": no text, expected at least one");
    }
    return texts;
  }
}
