package org.bert4j.examples.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.bert4j.common.io.InvalidUtf8;
import org.bert4j.common.io.LineReader;
import org.bert4j.common.io.TextStream;
import org.bert4j.finetune.text.TextReader;
import org.bert4j.finetune.translate.Translation;
import org.bert4j.finetune.translate.Translator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bert4j translate predict}: translates a text a line. */
@Command(
    name = "predict",
    sortOptions = false,
    description = "Translate a text, or every line of a file; a blank line stays blank.",
    footer = {
      "",
      "Examples:",
      "  bert4j translate predict --model runs/translate-1 --text \"half past four on March 3, 2021\"",
      "  bert4j translate predict --model runs/translate-1 --input texts.txt --beams 4 --format jsonl"
    })
public final class TranslatePredictCommand implements Callable<Integer> {
  /** Texts that go through the model together. */
  private static final int CHUNK = 256;

  @Spec private CommandSpec spec;

  @Mixin private TranslationOptions model;

  @Option(
      names = "--text",
      paramLabel = "TEXT",
      description = "A text to translate. Default: those of --input.")
  private String text;

  @Option(
      names = "--input",
      paramLabel = "FILE|-",
      description =
          "Texts, one a line, of a file, or - for standard input. Default: that of --text.")
  private String input;

  @Option(
      names = "--format",
      paramLabel = "text|jsonl",
      defaultValue = "text",
      description =
          "text: a translation a line; jsonl: source, translation and score. Default:"
              + " ${DEFAULT-VALUE}.")
  private Form format;

  @Mixin private PredictionOutput output;

  @Mixin private EncodingOption encoding;

  /** How translations are written. */
  enum Form {
    TEXT,
    JSONL
  }

  /** Makes the command. */
  public TranslatePredictCommand() {}

  @Override
  public Integer call() throws Exception {
    if ((text == null) == (input == null)) {
      throw new IllegalArgumentException("expected --text TEXT or --input FILE, one of them");
    }
    output.requireWritable();
    PrintWriter console = spec.commandLine().getOut();
    if (text != null) {
      try (Translator translator = model.load()) {
        output.write(console, out -> flush(translator, new ArrayList<>(List.of(text)), out));
      }
      return 0;
    }
    try (InputStream in = PredictionOutput.open(input, TextReader::open);
        TextStream bytes =
            TextStream.of(in, PredictionOutput.name(input), encoding.or(null), InvalidUtf8.FAIL);
        LineReader lines = new LineReader(bytes, PredictionOutput.name(input), InvalidUtf8.FAIL);
        Translator translator = model.load()) {
      output.write(console, out -> translate(translator, lines, out));
    }
    return 0;
  }

  private void translate(Translator translator, LineReader lines, Writer out) throws IOException {
    List<String> chunk = new ArrayList<>();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      chunk.add(line);
      if (chunk.size() == CHUNK) {
        flush(translator, chunk, out);
        PredictionOutput.requireReader(out);
      }
    }
    flush(translator, chunk, out);
    if (lines.lineNumber() == 0) {
      spec.commandLine().getErr().println(lines.source() + ": empty");
    }
  }

  private void flush(Translator translator, List<String> chunk, Writer out) throws IOException {
    List<Translation> found =
        translator.translateAll(chunk.stream().filter(line -> !line.isBlank()).toList());
    int next = 0;
    for (String line : chunk) {
      Translation translation = line.isBlank() ? new Translation("", 0) : found.get(next++);
      out.write(format == Form.TEXT ? translation.text() : json(line, translation));
      out.write('\n');
    }
    chunk.clear();
  }

  private static String json(String line, Translation translation) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("source", line)
        .put("translation", translation.text())
        .put("score", translation.score())
        .toString();
  }
}
