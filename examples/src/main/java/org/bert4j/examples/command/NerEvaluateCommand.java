package org.bert4j.examples.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.bert4j.examples.console.NerScoreTable;
import org.bert4j.finetune.ner.NerTagger;
import org.bert4j.finetune.ner.data.FileSummary;
import org.bert4j.finetune.ner.data.NerDataset;
import org.bert4j.finetune.ner.data.NerReader;
import org.bert4j.finetune.ner.data.NerReaderOptions;
import org.bert4j.finetune.ner.metrics.NerEvaluation;
import org.bert4j.finetune.ner.tag.EntityLabels;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bert4j ner evaluate}: scores a model on annotated files. */
@Command(
    name = "evaluate",
    sortOptions = false,
    description = {
      "Score a model for named entities on annotated files.",
      "Precision, recall and F1 are those of seqeval and of the CoNLL evaluation script."
    },
    footer = {
      "",
      "Examples:",
      "  bert4j ner evaluate --model runs/ner-1 --input test.conll",
      "  bert4j ner evaluate --model runs/ner-1 --input test.jsonl --json"
    })
public final class NerEvaluateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private InferenceOptions model;

  @Option(
      names = "--input",
      paramLabel = "FILE",
      arity = "1..*",
      required = true,
      description = "Annotated files.")
  private List<Path> input;

  @Option(names = "--json", description = "Print one line of JSON. Default: a table.")
  private boolean json;

  @Mixin private LabelledTextOptions reader;

  /** Makes the command. */
  public NerEvaluateCommand() {}

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    try (NerTagger tagger =
        NerTagger.load(model.model(), model.compute().dataType(), model.compute().threads())) {
      NerReaderOptions defaults =
          NerReaderOptions.DEFAULT.withWordSplitting(tagger.settings().wordSplitting());
      NerDataset data = new NerReader(reader.or(defaults)).read(input);
      PrintWriter notes = json ? spec.commandLine().getErr() : out;
      data.files().stream().map(FileSummary::toString).forEach(notes::println);
      NerEvaluation evaluation = tagger.evaluate(data);
      notes.println(tagger.unknownTokens());
      printLabels(data, tagger.labels(), notes);
      if (json) {
        out.println(evaluation.toJson());
      } else {
        new NerScoreTable(out).print(evaluation.toJson());
      }
      notes.flush();
    }
    out.flush();
    return 0;
  }

  /** Where labels of the model and of the data do not meet. */
  private static void printLabels(NerDataset data, EntityLabels labels, PrintWriter notes) {
    if (!labels.countedAsOutside().isEmpty()) {
      notes.println("labels that count as O: " + String.join(", ", labels.countedAsOutside()));
    }
    Map<String, Integer> unknown = data.unknownTypes(labels);
    if (!unknown.isEmpty()) {
      notes.printf(
          Locale.ROOT,
          "entities of types that the model does not know count as missed: %s; it knows %s%n",
          unknown,
          labels.types());
    }
  }
}
