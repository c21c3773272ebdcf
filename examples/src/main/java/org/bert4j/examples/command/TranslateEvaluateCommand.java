package org.bert4j.examples.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.bert4j.examples.translate.SamplePairs;
import org.bert4j.examples.translate.SamplePairs.Direction;
import org.bert4j.examples.translate.TranslateData;
import org.bert4j.finetune.text.TextReader;
import org.bert4j.finetune.text.TextReaderOptions;
import org.bert4j.finetune.translate.TranslationPair;
import org.bert4j.finetune.translate.TranslationScores;
import org.bert4j.finetune.translate.Translator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bert4j translate evaluate}: compares translations with references. */
@Command(
    name = "evaluate",
    sortOptions = false,
    description =
        "Score a model on pairs of texts: the share of translations that are their references.")
public final class TranslateEvaluateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private TranslationOptions model;

  @Option(
      names = "--input",
      paramLabel = "FILE",
      arity = "1..*",
      description = "Pairs, as translate train reads them. Default: made-up ones.")
  private List<Path> input;

  @Mixin private TextFileOptions reader;

  @Option(
      names = "--direction",
      paramLabel = "en-zh|zh-en",
      defaultValue = "en-zh",
      converter = DirectionConverter.class,
      description = "Of made-up pairs. Default: ${DEFAULT-VALUE}.")
  private Direction direction;

  @Option(
      names = "--pairs",
      paramLabel = "N",
      defaultValue = "" + TranslateData.TEST_PAIRS,
      description = "Made-up pairs. Default: ${DEFAULT-VALUE}.")
  private int pairs;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of made-up pairs. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(names = "--json", description = "Print one line of JSON. Default: a line for people.")
  private boolean json;

  /** Makes the command. */
  public TranslateEvaluateCommand() {}

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    SamplePairs.requireCount(pairs);
    List<TranslationPair> all =
        input == null
            ? new SamplePairs(direction, seed).draw(SamplePairs.Part.TEST, pairs)
            : TranslationPair.read(
                new TextReader(
                    reader.or(TextReaderOptions.DEFAULT), json ? line -> {} : out::println),
                input);
    try (Translator translator = model.load()) {
      TranslationScores scores = translator.evaluate(all);
      out.println(json ? scores.toJson() : scores);
    }
    out.flush();
    return 0;
  }
}
