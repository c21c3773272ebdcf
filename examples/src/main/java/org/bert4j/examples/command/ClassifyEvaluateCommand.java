package org.bert4j.examples.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.bert4j.examples.console.ClassScoreTable;
import org.bert4j.finetune.classify.TextClassifier;
import org.bert4j.finetune.text.TextDataset;
import org.bert4j.finetune.text.TextReader;
import org.bert4j.finetune.text.TextReaderOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bert4j classify evaluate}: scores a model on annotated texts. */
@Command(
    name = "evaluate",
    sortOptions = false,
    description = {
      "Score a model that classifies texts on annotated files.",
      "Scores are those of scikit-learn and SciPy."
    },
    footer = {
      "",
      "Examples:",
      "  bert4j classify evaluate --model runs/classify-1 --input test.tsv",
      "  bert4j classify evaluate --model runs/classify-1 --input test.csv --label-column kind --json"
    })
public final class ClassifyEvaluateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private InferenceOptions model;

  @Option(
      names = "--input",
      paramLabel = "FILE|DIR",
      arity = "1..*",
      required = true,
      description = "Annotated files.")
  private List<Path> input;

  @Option(names = "--json", description = "Print one line of JSON. Default: a table.")
  private boolean json;

  @Mixin private LabelledFileOptions reader;

  /** Makes the command. */
  public ClassifyEvaluateCommand() {}

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    try (TextClassifier classifier =
        TextClassifier.load(model.model(), model.compute().dataType(), model.compute().threads())) {
      TextReader texts =
          new TextReader(reader.or(TextReaderOptions.DEFAULT), json ? line -> {} : out::println);
      TextDataset data = texts.read(input);
      if (json) {
        out.println(classifier.evaluate(data.texts()).toJson());
      } else {
        new ClassScoreTable(out).print(classifier.evaluate(data.texts()).toJson());
      }
    }
    out.flush();
    return 0;
  }
}
