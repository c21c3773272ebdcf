package org.bert4j.examples.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.bert4j.finetune.classify.Classification;
import org.bert4j.finetune.classify.ClassificationWriter;
import org.bert4j.finetune.classify.TextClassifier;
import org.bert4j.finetune.text.LabelledText;
import org.bert4j.finetune.text.TextReader;
import org.bert4j.finetune.text.TextReaderOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bert4j classify predict}: classifies texts. */
@Command(
    name = "predict",
    sortOptions = false,
    description = {
      "Classify a text a line, a pair a line with a tab between, or the texts of a CSV, TSV or JSON"
          + " file.",
      "Every text gets a prediction, also a blank one."
    },
    footer = {
      "",
      "Examples:",
      "  bert4j classify predict --model runs/classify-1 --input texts.txt --format csv --output classes.csv",
      "  echo \"A stirring, funny film.\" | bert4j classify predict --model runs/classify-1 --input -"
    })
public final class ClassifyPredictCommand implements Callable<Integer> {
  /** Texts that go through the model together. */
  private static final int CHUNK = 256;

  @Spec private CommandSpec spec;

  @Mixin private InferenceOptions model;

  @Option(
      names = "--input",
      paramLabel = "FILE|-",
      required = true,
      description = "A file, or - for standard input. Labels that are there already are ignored.")
  private String input;

  @Option(
      names = "--format",
      paramLabel = "jsonl|csv",
      defaultValue = "jsonl",
      description =
          "jsonl: an object a line; csv: a row a text, with names of columns. Default:"
              + " ${DEFAULT-VALUE}.")
  private ClassificationWriter.Form format;

  @Option(
      names = "--top-k",
      paramLabel = "N",
      description = "How many classes are told of each text. Default: all; of csv 1.")
  private Integer topK;

  @Mixin private PredictionOutput output;

  @Mixin private LabelledFileOptions reader;

  /** Makes the command. */
  public ClassifyPredictCommand() {}

  @Override
  public Integer call() throws Exception {
    if (topK != null && topK < 1) {
      throw new IllegalArgumentException("--top-k is " + topK + ", expected at least 1");
    }
    output.requireWritable();
    PrintWriter console = spec.commandLine().getOut();
    try (InputStream in = PredictionOutput.open(input, TextReader::open);
        TextClassifier classifier =
            TextClassifier.load(
                model.model(), model.compute().dataType(), model.compute().threads())) {
      Consumer<String> report =
          output.isFile() ? console::println : spec.commandLine().getErr()::println;
      TextReader texts = new TextReader(reader.or(TextReaderOptions.DEFAULT), report);
      output.write(console, out -> predict(classifier, texts, in, out));
    }
    return 0;
  }

  private void predict(TextClassifier classifier, TextReader texts, InputStream in, Writer out)
      throws IOException {
    int most = classifier.labels().size();
    int told = topK != null ? topK : format == ClassificationWriter.Form.CSV ? 1 : most;
    ClassificationWriter writer = ClassificationWriter.to(format, out, classifier.problem(), told);
    List<LabelledText> chunk = new ArrayList<>();
    texts.readTexts(
        in,
        PredictionOutput.name(input),
        text -> {
          chunk.add(text);
          if (chunk.size() == CHUNK) {
            flush(classifier, chunk, writer);
            PredictionOutput.requireReader(out);
          }
        });
    flush(classifier, chunk, writer);
  }

  private static void flush(
      TextClassifier classifier, List<LabelledText> chunk, ClassificationWriter writer) {
    List<Classification> found = classifier.classifyAll(chunk);
    try {
      for (int i = 0; i < chunk.size(); i++) {
        writer.write(chunk.get(i), found.get(i));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    chunk.clear();
  }
}
