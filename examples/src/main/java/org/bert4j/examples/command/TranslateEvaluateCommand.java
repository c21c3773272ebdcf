package org.bert4j.examples.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.bert4j.examples.translate.SamplePairs;
import org.bert4j.examples.translate.SamplePairs.Direction;
import org.bert4j.examples.translate.TranslateData;
import org.bert4j.finetune.FineTuning;
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
        "Score a model on pairs of texts: the share of translations that are their references.",
    footer = {
      "",
      "Examples:",
      "  bert4j translate evaluate --model runs/translate-1",
      "  bert4j translate evaluate --model runs/translate-1 --input pairs.tsv --beams 4 --json"
    })
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
      converter = DirectionConverter.class,
      description = "Of made-up pairs. Default: that of the run, else en-zh.")
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
    Consumer<String> report = json ? line -> {} : out::println;
    List<TranslationPair> all =
        input == null
            ? madeUp(report)
            : TranslationPair.read(
                new TextReader(reader.or(TextReaderOptions.DEFAULT), report), input);
    try (Translator translator = model.load()) {
      TranslationScores scores = translator.evaluate(all);
      out.println(json ? scores.toJson() : scores);
    }
    out.flush();
    return 0;
  }

  private List<TranslationPair> madeUp(Consumer<String> report) throws IOException {
    Direction asked = direction();
    report.accept(
        String.format(
            Locale.ROOT,
            "made-up pairs, %s: %,d",
            asked == Direction.EN_ZH ? "English to Chinese" : "Chinese to English",
            pairs));
    return new SamplePairs(asked, seed).draw(SamplePairs.Part.TEST, pairs);
  }

  /** As the run of the model was told, where it is one of made-up pairs. */
  private Direction direction() throws IOException {
    if (direction != null) {
      return direction;
    }
    Path named = model.directory().toAbsolutePath().normalize();
    for (Path run : Arrays.asList(named, named.getParent())) {
      Optional<Direction> told =
          run == null
              ? Optional.empty()
              : FineTuning.savedConfig(run, TranslateData.class)
                  .map(config -> config.data().direction());
      if (told.isPresent()) {
        return told.get();
      }
    }
    return Direction.EN_ZH;
  }
}
