package org.bert4j.examples.translate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bert4j.common.batch.Seq2SeqBatch;
import org.bert4j.common.model.Activation;
import org.bert4j.common.model.BertConfig;
import org.bert4j.common.model.Seq2SeqTransformer;
import org.bert4j.examples.translate.SamplePairs.Direction;
import org.bert4j.examples.translate.SamplePairs.Part;
import org.bert4j.finetune.FineTuningConfig;
import org.bert4j.finetune.TrainingTask;
import org.bert4j.finetune.text.TextReader;
import org.bert4j.finetune.text.TextReaderOptions;
import org.bert4j.finetune.translate.TranslationPair;
import org.bert4j.finetune.translate.TranslationSettings;
import org.bert4j.finetune.translate.TranslationTask;
import org.bert4j.tokenizer.BertTokenizer;

/**
 * What a run that learns to translate is told.
 *
 * @param train files of pairs to learn from, none for made-up ones
 * @param validation files of pairs that tell which epoch is the best, none to hold some of those to
 *     learn from out
 * @param test files of pairs on which the best model is scored in the end, or none
 * @param reader how files are read
 * @param direction of made-up pairs
 * @param pairs made-up pairs to learn from
 * @param vocabSize word pieces to learn where no tokenizer is given
 * @param model of what it is made
 */
public record TranslateData(
    List<Path> train,
    List<Path> validation,
    List<Path> test,
    TextReaderOptions reader,
    Direction direction,
    int pairs,
    int vocabSize,
    TranslationSettings model) {
  /** Name of the model that is trained where none is named: L 3, H 192, A 6, P 128. */
  public static final String MODEL = "sample";

  /** With BERT's 0.02, a model of this width takes long to find what to attend to. */
  private static final double INITIALIZER_RANGE = 0.05;

  /** Made-up pairs by which the best epoch is found. */
  private static final int VALIDATION_PAIRS = 500;

  /** Made-up pairs on which the best model is scored. */
  public static final int TEST_PAIRS = 2000;

  /**
   * Checks that there is something to learn from. {@inheritDoc}
   *
   * @throws IllegalArgumentException if there are files to validate or test with, and none to learn
   *     from
   */
  public TranslateData {
    train = List.copyOf(train);
    validation = List.copyOf(validation);
    test = List.copyOf(test);
    SamplePairs.requireCount(pairs);
    if (train.isEmpty() && !(validation.isEmpty() && test.isEmpty())) {
      throw new IllegalArgumentException(
          "files of pairs for --validation or --test, and none for --train: expected all of them,"
              + " or none for made-up pairs");
    }
  }

  private TranslationTask.Data read(long seed, Consumer<String> report) throws IOException {
    if (train.isEmpty()) {
      SamplePairs sample = new SamplePairs(direction, seed);
      report.accept("made-up pairs: " + pairs + " to learn from");
      return new TranslationTask.Data(
          List.of(),
          sample.draw(Part.TRAINING, pairs),
          sample.draw(Part.VALIDATION, VALIDATION_PAIRS),
          sample.draw(Part.TEST, TEST_PAIRS));
    }
    TextReader files = new TextReader(reader, report);
    List<Path> all = Stream.of(train, validation, test).flatMap(List::stream).toList();
    List<TranslationPair> learned = TranslationPair.read(files, train);
    List<TranslationPair> tested = test.isEmpty() ? List.of() : TranslationPair.read(files, test);
    return validation.isEmpty()
        ? TranslationTask.Data.holdingOut(all, learned, tested, report)
        : new TranslationTask.Data(all, learned, TranslationPair.read(files, validation), tested);
  }

  /**
   * Reads or makes up the pairs, and learns a tokenizer from them where the run is to have its own.
   */
  public static final class Reader
      implements TrainingTask.Reader<TranslateData, Seq2SeqTransformer, Seq2SeqBatch> {
    /** Makes a reader. */
    public Reader() {}

    /** Beside BERT's sizes, {@link #MODEL}. */
    @Override
    public BertConfig preset(String name, int vocabSize) {
      return name.equals(MODEL) ? small(vocabSize) : BertConfig.preset(name, vocabSize);
    }

    private static BertConfig small(int vocabSize) {
      return new BertConfig(
          vocabSize,
          192,
          3,
          6,
          768,
          Activation.GELU,
          0.1,
          0.1,
          128,
          2,
          INITIALIZER_RANGE,
          1e-12,
          0,
          false,
          null);
    }

    @Override
    public Optional<BertTokenizer> learnTokenizer(
        FineTuningConfig<TranslateData> config, Consumer<String> report) throws IOException {
      if (config.tokenizer() == null || !config.tokenizer().equals(ownTokenizer(config))) {
        return Optional.empty();
      }
      TranslationTask.Data data = config.data().read(config.training().seed(), line -> {});
      return Optional.of(TranslationTask.learnTokenizer(data, config.data().vocabSize(), report));
    }

    private static Path ownTokenizer(FineTuningConfig<TranslateData> config) {
      return config.runtime().output().resolve("tokenizer");
    }

    @Override
    public TranslationTask read(
        FineTuningConfig<TranslateData> config, BertTokenizer tokenizer, Consumer<String> report)
        throws IOException {
      return new TranslationTask(
          config.data().read(config.training().seed(), report),
          config.data().model(),
          config.training().maxSeqLength(),
          tokenizer,
          report);
    }
  }
}
