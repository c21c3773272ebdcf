package org.bert4j.examples.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.bert4j.common.io.AtomicFile;
import org.bert4j.finetune.ner.NerTagger;
import org.bert4j.finetune.ner.data.NerReader;
import org.bert4j.finetune.ner.data.NerReaderOptions;
import org.bert4j.finetune.ner.data.TaggedSentence;
import org.bert4j.finetune.ner.decode.ScoredEntity;
import org.bert4j.finetune.ner.output.PredictionFormat;
import org.bert4j.finetune.ner.output.PredictionWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bert4j ner predict}: finds the entities of text. */
@Command(
    name = "predict",
    sortOptions = false,
    description = {
      "Find the named entities of a text a line, or of words in conll, jsonl or csv.",
      "Offsets count UTF-16 units, as Java and JavaScript do."
    })
public final class NerPredictCommand implements Callable<Integer> {
  private static final String STANDARD_INPUT = "-";

  /** Sentences that go through the model together. */
  private static final int CHUNK = 256;

  @Spec private CommandSpec spec;

  @Mixin private InferenceOptions model;

  @Option(
      names = "--input",
      paramLabel = "FILE|-",
      required = true,
      description = "A file, or - for standard input. Tags that are there already are ignored.")
  private String input;

  @Option(
      names = "--format",
      paramLabel = "jsonl|csv|conll",
      defaultValue = "jsonl",
      description =
          "jsonl: a text and its entities a line, with offsets and confidences; csv: an entity a "
              + "line; conll: a word and its BIO tag a line. Control characters of the input are escaped "
              + "in jsonl only, as the other two have no way to. Default: ${DEFAULT-VALUE}.")
  private PredictionFormat format;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Where predictions go. Default: standard output.")
  private Path output;

  @Mixin private LabelledTextOptions reader;

  /** Makes the command. */
  public NerPredictCommand() {}

  @Override
  public Integer call() throws Exception {
    requireWritable();
    try (InputStream in = open();
        NerTagger tagger =
            NerTagger.load(model.model(), model.compute().dataType(), model.compute().threads())) {
      if (output == null) {
        predict(tagger, in, spec.commandLine().getOut());
      } else {
        AtomicFile.write(output, channel -> predict(tagger, in, writer(channel)));
        spec.commandLine().getOut().println(output);
      }
    }
    return 0;
  }

  /** Better now than after hours. */
  private void requireWritable() {
    Path directory = output == null ? null : output.toAbsolutePath().getParent();
    if (directory != null && (Files.isDirectory(output) || !Files.isDirectory(directory))) {
      throw new IllegalArgumentException(
          output + ": expected a file to write to, in a directory that exists");
    }
  }

  /** JSON may hold halves of surrogate pairs, which UTF-8 cannot: they become question marks. */
  private static Writer writer(WritableByteChannel channel) {
    return new OutputStreamWriter(Channels.newOutputStream(channel), StandardCharsets.UTF_8);
  }

  private InputStream open() throws IOException {
    return input.equals(STANDARD_INPUT) ? System.in : NerReader.open(Path.of(input));
  }

  private void predict(NerTagger tagger, InputStream in, Writer out) throws IOException {
    NerReaderOptions defaults =
        NerReaderOptions.DEFAULT.withWordSplitting(tagger.settings().wordSplitting());
    PredictionWriter writer = format.to(out);
    List<TaggedSentence> chunk = new ArrayList<>();
    AtomicReference<String> summary = new AtomicReference<>();
    String source = input.equals(STANDARD_INPUT) ? "standard input" : input;
    new NerReader(reader.or(defaults))
        .readWords(
            in,
            source,
            sentence -> {
              chunk.add(sentence);
              if (chunk.size() == CHUNK) {
                flush(tagger, chunk, writer);
                requireReader(out);
              }
            },
            summary::set);
    flush(tagger, chunk, writer);
    out.flush();
    PrintWriter notes = spec.commandLine().getErr();
    notes.println(summary.get());
    notes.println(tagger.unknownTokens());
    List<String> outside = tagger.labels().countedAsOutside();
    if (!outside.isEmpty()) {
      notes.println("labels that count as O: " + String.join(", ", outside));
    }
    notes.flush();
  }

  /** Nothing is gained by predicting what nobody reads any more. */
  private static void requireReader(Writer out) {
    if (out instanceof PrintWriter printer && printer.checkError()) {
      throw new UncheckedIOException(new IOException("standard output cannot be written to"));
    }
  }

  private static void flush(NerTagger tagger, List<TaggedSentence> chunk, PredictionWriter writer) {
    List<List<ScoredEntity>> entities =
        tagger.tagWords(chunk.stream().map(TaggedSentence::words).toList());
    try {
      for (int i = 0; i < chunk.size(); i++) {
        writer.write(chunk.get(i).text(), entities.get(i));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    chunk.clear();
  }
}
