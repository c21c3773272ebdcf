package org.bert4j.examples.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
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
    },
    footer = {
      "",
      "Examples:",
      "  bert4j ner predict --model runs/ner-1 --input texts.txt --format csv --output found.csv",
      "  echo \"Angela Merkel was born in Hamburg.\" | bert4j ner predict --model runs/ner-1 --input -"
    })
public final class NerPredictCommand implements Callable<Integer> {
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

  @Mixin private PredictionOutput output;

  @Mixin private LabelledTextOptions reader;

  /** Makes the command. */
  public NerPredictCommand() {}

  @Override
  public Integer call() throws Exception {
    output.requireWritable();
    try (InputStream in = PredictionOutput.open(input, NerReader::open);
        NerTagger tagger =
            NerTagger.load(model.model(), model.compute().dataType(), model.compute().threads())) {
      output.write(spec.commandLine().getOut(), out -> predict(tagger, in, out));
    }
    return 0;
  }

  private void predict(NerTagger tagger, InputStream in, Writer out) throws IOException {
    NerReaderOptions defaults =
        NerReaderOptions.DEFAULT.withWordSplitting(tagger.settings().wordSplitting());
    PredictionWriter writer = format.to(out);
    List<TaggedSentence> chunk = new ArrayList<>();
    AtomicReference<String> summary = new AtomicReference<>();
    new NerReader(reader.or(defaults))
        .readWords(
            in,
            PredictionOutput.name(input),
            sentence -> {
              chunk.add(sentence);
              if (chunk.size() == CHUNK) {
                flush(tagger, chunk, writer);
                PredictionOutput.requireReader(out);
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
