package org.bert4j.examples.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.bert4j.common.train.LearningRateSchedule.Curve;
import org.bert4j.examples.translate.SamplePairs.Direction;
import org.bert4j.examples.translate.TranslateData;
import org.bert4j.finetune.FineTuningHyperparameters;
import org.bert4j.finetune.text.TextReaderOptions;
import org.bert4j.finetune.translate.TranslationSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bert4j translate train}: trains an encoder and a decoder on pairs of texts. */
@Command(
    name = "train",
    sortOptions = false,
    abbreviateSynopsis = true,
    description = {
      "Train a model to translate: on pairs of texts, or, with no files, on made-up dates, times,"
          + " amounts and measures in English and Chinese.",
      "With no --init it begins with random parameters and learns a vocabulary of both sides. The"
          + " epoch with most exact matches on the validation pairs is kept."
    },
    footer = {
      "",
      "Examples:",
      "  bert4j translate train --direction en-zh",
      "  bert4j translate train --train pairs.tsv --model mini --label-smoothing 0.1"
    })
public final class TranslateTrainCommand implements Callable<Integer> {
  private static final FineTuningHyperparameters DEFAULTS =
      new FineTuningHyperparameters(3, 128, 1, 1e-3, 0.1, 0.01, 64, 1, 0, Curve.LINEAR);

  private static final int PAIRS = 100_000;
  private static final int VOCABULARY = 1000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--train",
      paramLabel = "FILE",
      arity = "1..*",
      description =
          "Files of pairs to learn: two columns with a tab, or in CSV a comma, between, or JSON."
              + " Default: made-up pairs, or those of the run to resume.")
  private List<Path> train;

  @Option(
      names = "--validation",
      paramLabel = "FILE",
      arity = "1..*",
      description =
          "Pairs that tell which epoch is the best. Default: one of 20 of the pairs to learn; of"
              + " made-up ones, others.")
  private List<Path> validation;

  @Option(
      names = "--test",
      paramLabel = "FILE",
      arity = "1..*",
      description =
          "Pairs on which the best model is scored. Default: 2,000 made-up ones, none of files.")
  private List<Path> test;

  @Mixin private TextFileOptions reader;

  @Option(
      names = "--direction",
      paramLabel = "en-zh|zh-en",
      converter = DirectionConverter.class,
      description = "Of made-up pairs. Default: en-zh.")
  private Direction direction;

  @Option(
      names = "--pairs",
      paramLabel = "N",
      description = "Made-up pairs to learn. Default: 100000.")
  private Integer pairs;

  @Option(
      names = "--vocab-size",
      paramLabel = "N",
      description = "Word pieces to learn where there is no tokenizer. Default: 1000.")
  private Integer vocabSize;

  @Option(
      names = "--decoder-layers",
      paramLabel = "N",
      description = "Layers of the decoder. Default: as many as the encoder has.")
  private Integer decoderLayers;

  @Option(
      names = "--max-target-length",
      paramLabel = "N",
      description = "Longest target in tokens. Default: 64.")
  private Integer maxTargetLength;

  @Option(
      names = "--label-smoothing",
      paramLabel = "X",
      description = "Share of each target that all word pieces get evenly. Default: 0.1.")
  private Double labelSmoothing;

  @Option(
      names = "--dropout",
      paramLabel = "X",
      description =
          "Share of hidden states and attention dropped in training. Default: that of the model,"
              + " 0.1; 0 for made-up pairs, of which there are enough.")
  private Double dropout;

  @Option(
      names = "--separate-embeddings",
      description =
          "Tables of their own for source, target and output. Default: one table for all three.")
  private boolean separateEmbeddings;

  @Option(
      names = "--no-causal-mask",
      description =
          "Let tokens of the target see what follows them, to see what the mask is for: the loss"
              + " falls, and nothing is translated. Default: with the mask.")
  private boolean noCausalMask;

  @Option(
      names = "--beams",
      paramLabel = "N",
      description = "Hypotheses of a text at a time when translating. Default: 1, greedy.")
  private Integer beams;

  @Mixin private FineTuningOptions training;

  @Spec
  private void tellDefaults(CommandSpec command) {
    FineTuningDefaults.tell(
        command,
        DEFAULTS,
        "--init, or " + TranslateData.MODEL + ", of 3 layers a side of 192 units",
        "that of --init, or one that is learned from the pairs");
  }

  /** Makes the command. */
  public TranslateTrainCommand() {}

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    training.fromScratch(TranslateData.MODEL, "tokenizer");
    String next = "bert4j translate predict --model %s --text \"a quarter to nine\"";
    new FineTuningLauncher<>("translate", TranslateData.class, DEFAULTS, next)
        .run(training, this::data, new TranslateData.Reader(), spec.commandLine())
        .ifPresent(
            results -> {
              String set = results.has("test") ? "test" : "validation";
              out.printf(
                  Locale.ROOT,
                  "%n%s: exact match %.4f of %,d pairs%n",
                  set,
                  results.path(set).path("exact_match").asDouble(),
                  results.path(set).path("pairs").asInt());
            });
    return 0;
  }

  private Double dropout(TranslateData base) {
    if (dropout != null || base != null) {
      return dropout != null ? dropout : base.model().dropout();
    }
    return train == null && !training.hasInit() ? Double.valueOf(0) : null;
  }

  /** Options given, over those of the run to resume, over the defaults. */
  private TranslateData data(TranslateData base) {
    if (train != null && (direction != null || pairs != null)) {
      throw new IllegalArgumentException(
          "--direction and --pairs are for made-up pairs; leave them out with --train");
    }
    TranslationSettings model = base == null ? TranslationSettings.DEFAULT : base.model();
    return new TranslateData(
        train != null ? train : base == null ? List.of() : base.train(),
        validation != null ? validation : base == null ? List.of() : base.validation(),
        test != null ? test : base == null ? List.of() : base.test(),
        reader.or(base == null ? TextReaderOptions.DEFAULT : base.reader()),
        direction != null ? direction : base == null ? Direction.EN_ZH : base.direction(),
        pairs != null ? pairs : base == null ? PAIRS : base.pairs(),
        vocabSize != null ? vocabSize : base == null ? VOCABULARY : base.vocabSize(),
        new TranslationSettings(
            decoderLayers != null ? decoderLayers : model.decoderLayers(),
            !separateEmbeddings && model.tieWordEmbeddings(),
            labelSmoothing != null ? labelSmoothing : model.labelSmoothing(),
            !noCausalMask && model.causal(),
            dropout(base),
            maxTargetLength != null ? maxTargetLength : model.maxTargetLength(),
            beams != null ? beams : model.beams(),
            model.lengthPenalty()));
  }
}
