package org.bert4j.finetune.translate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.bert4j.common.batch.Seq2SeqBatch;
import org.bert4j.common.model.BertConfig;
import org.bert4j.common.model.DataParallel;
import org.bert4j.common.model.Losses;
import org.bert4j.common.model.Seq2SeqTransformer;
import org.bert4j.common.run.ExampleChoice;
import org.bert4j.common.run.ExamplePrediction;
import org.bert4j.common.run.ExamplePrediction.Mark;
import org.bert4j.finetune.Evaluation;
import org.bert4j.finetune.TrainingTask;
import org.bert4j.tokenizer.BertTokenizer;

/**
 * Translation as a task of {@link org.bert4j.finetune.FineTuning}. The best epoch is the one with
 * most exact matches on the validation pairs; where these are equal, with the lower loss.
 */
public final class TranslationTask implements TrainingTask<Seq2SeqTransformer, Seq2SeqBatch> {
  private static final int BATCH = 64;

  /** Weight of the loss in a score: it only decides between equal numbers of exact matches. */
  private static final double LOSS_WEIGHT = 1e-6;

  private final TranslationSettings settings;
  private final Data data;
  private final TranslationText text;
  private final Encoded training;
  private final Encoded validation;

  /**
   * What is learned, and what tells how well.
   *
   * @param files that the pairs were read from, none of pairs that are made up
   * @param train pairs to learn
   * @param validation pairs that tell which epoch is the best
   * @param test pairs on which the best model is scored in the end, or none
   */
  public record Data(
      List<Path> files,
      List<TranslationPair> train,
      List<TranslationPair> validation,
      List<TranslationPair> test) {
    /** One of so many pairs is held out. */
    private static final int HELD_OUT = 20;

    /** No more pairs than these: each epoch translates them. */
    private static final int MOST_HELD_OUT = 1000;

    /**
     * Data without pairs for validation: some of those to learn are held out, with all that have
     * the same source.
     *
     * @param files that the pairs were read from
     * @param pairs to learn and to hold out
     * @param test pairs on which the best model is scored in the end, or none
     * @param report hears how many are held out
     * @return the data
     * @throws IllegalArgumentException if nothing is left to learn
     */
    public static Data holdingOut(
        List<Path> files,
        List<TranslationPair> pairs,
        List<TranslationPair> test,
        Consumer<String> report) {
      int every = Math.max(HELD_OUT, pairs.size() / MOST_HELD_OUT);
      Set<String> sources = new LinkedHashSet<>();
      for (int i = pairs.size() - 1; i >= 0; i -= every) {
        sources.add(pairs.get(i).source());
      }
      Map<Boolean, List<TranslationPair>> split =
          pairs.stream()
              .collect(Collectors.partitioningBy(pair -> sources.contains(pair.source())));
      if (split.get(false).isEmpty()) {
        throw new IllegalArgumentException(
            "nothing is left to learn from "
                + files
                + ", expected two different sources or more, or pairs for --validation");
      }
      report.accept(
          String.format(
              Locale.ROOT,
              "validation: %,d of %,d pairs, every %dth, held out; --validation names others",
              split.get(true).size(),
              pairs.size(),
              every));
      return new Data(files, split.get(false), split.get(true), test);
    }
  }

  /** How good translations are, and some of them. */
  private record Translated(TranslationScores scores, List<ExamplePrediction> examples) {}

  /** Pairs as ids. */
  private record Encoded(List<int[]> sources, List<int[]> targets) {}

  /**
   * Makes the task.
   *
   * @param data the pairs
   * @param settings of the model
   * @param maxSeqLength longest source in tokens, [CLS] and [SEP] included
   * @param tokenizer of both sides
   * @param report hears how many pairs are too long
   * @throws IllegalArgumentException if no pair is short enough
   */
  public TranslationTask(
      Data data,
      TranslationSettings settings,
      int maxSeqLength,
      BertTokenizer tokenizer,
      Consumer<String> report) {
    this.data = data;
    this.settings = settings;
    text = new TranslationText(tokenizer);
    training = fitting("training", data.train(), maxSeqLength, report);
    validation = fitting("validation", data.validation(), maxSeqLength, report);
  }

  /**
   * Learns a tokenizer of both sides.
   *
   * @param data the pairs
   * @param vocabularySize tokens wanted
   * @param report hears how many there are
   * @return the tokenizer, to be closed by the caller
   */
  public static BertTokenizer learnTokenizer(
      Data data, int vocabularySize, Consumer<String> report) {
    return TranslationText.learn(data.train(), vocabularySize, report);
  }

  private Encoded fitting(
      String name, List<TranslationPair> pairs, int maxSeqLength, Consumer<String> report) {
    List<int[]> sources = text.encode(pairs.stream().map(TranslationPair::source).toList());
    List<int[]> targets = text.encode(pairs.stream().map(TranslationPair::target).toList());
    Encoded fitting = new Encoded(new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < pairs.size(); i++) {
      if (sources.get(i).length <= maxSeqLength
          && targets.get(i).length - 2 <= settings.maxTargetLength()) {
        fitting.sources().add(sources.get(i));
        fitting.targets().add(targets.get(i));
      }
    }
    int leftOut = pairs.size() - fitting.sources().size();
    if (fitting.sources().isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "every %s pair has a source of more than %d tokens or a target of more than %d; raise"
                  + " --max-seq-length or --max-target-length",
              name,
              maxSeqLength,
              settings.maxTargetLength()));
    }
    if (leftOut > 0) {
      report.accept(
          String.format(
              Locale.ROOT,
              "%,d of %,d %s pairs left out: a source of more than %d tokens or a target of more"
                  + " than %d",
              leftOut,
              pairs.size(),
              name,
              maxSeqLength,
              settings.maxTargetLength()));
    }
    return fitting;
  }

  @Override
  public List<Path> files() {
    return data.files();
  }

  @Override
  public int windows() {
    return training.sources().size();
  }

  @Override
  public int length(int window) {
    return training.sources().get(window).length;
  }

  @Override
  public int tokens(int window) {
    return length(window) + training.targets().get(window).length - 1;
  }

  @Override
  public int longestTarget() {
    return settings.maxTargetLength() + 1;
  }

  @Override
  public Seq2SeqBatch emptyBatch() {
    return new Seq2SeqBatch();
  }

  @Override
  public void addTo(Seq2SeqBatch batch, int window) {
    add(training, batch, window);
  }

  private static void add(Encoded pairs, Seq2SeqBatch batch, int pair) {
    int[] source = pairs.sources().get(pair);
    batch.sequences().add(source, new int[source.length], 0, source.length);
    batch.addTarget(pairs.targets().get(pair));
  }

  @Override
  public Seq2SeqTransformer model(BertConfig config) {
    BertConfig encoder = settings.encoder(config);
    return new Seq2SeqTransformer(encoder, settings.model(encoder));
  }

  /** What a checkpoint lacks begins with random values; what it has is gone on with. */
  @Override
  public boolean hasNewHead() {
    return false;
  }

  @Override
  public ObjectNode configJson(BertConfig config) {
    return settings.toJson(settings.encoder(config));
  }

  @Override
  public Evaluation validate(DataParallel<Seq2SeqTransformer, Seq2SeqBatch> model) {
    double loss = loss(model);
    List<String> references = validation.targets().stream().map(text::decode).toList();
    Translated translated = translate(model, validation.sources(), references);
    TranslationScores scores = translated.scores();
    return new Evaluation(
        scores.exactMatch() - LOSS_WEIGHT * loss,
        String.format(Locale.ROOT, "%s  loss %.4f", scores, loss),
        scores.toJson().put("loss", loss),
        translated.examples());
  }

  private double loss(DataParallel<Seq2SeqTransformer, Seq2SeqBatch> model) {
    Losses losses = Losses.NONE;
    Seq2SeqBatch batch = emptyBatch();
    for (int from = 0; from < validation.sources().size(); from += BATCH) {
      batch.clear();
      for (int i = from; i < Math.min(validation.sources().size(), from + BATCH); i++) {
        add(validation, batch, i);
      }
      losses = losses.plus(model.evaluate(batch));
    }
    return losses.loss();
  }

  /** All test pairs, whatever their length. */
  @Override
  public Optional<Evaluation> test(DataParallel<Seq2SeqTransformer, Seq2SeqBatch> model)
      throws IOException {
    if (data.test().isEmpty()) {
      return Optional.empty();
    }
    List<int[]> sources = text.encode(data.test().stream().map(TranslationPair::source).toList());
    List<String> references =
        data.test().stream().map(pair -> text.normalized(pair.target())).toList();
    Translated translated = translate(model, sources, references);
    TranslationScores scores = translated.scores();
    return Optional.of(
        new Evaluation(
            scores.exactMatch(), scores.toString(), scores.toJson(), translated.examples()));
  }

  private Translated translate(
      DataParallel<Seq2SeqTransformer, Seq2SeqBatch> model,
      List<int[]> sources,
      List<String> references) {
    long begin = System.nanoTime();
    var translation = new SourceTranslation(model, text.generation(settings), BATCH);
    List<String> found =
        Arrays.stream(translation.of(sources)).map(each -> text.decode(each.ids())).toList();
    TranslationScores scores =
        TranslationScores.of(found, references, (System.nanoTime() - begin) / 1e9);
    ExampleChoice examples = new ExampleChoice();
    for (int i = 0; i < found.size(); i++) {
      int pair = i;
      boolean exact = found.get(i).equals(references.get(i));
      examples.add(
          exact,
          () ->
              new ExamplePrediction(
                  Map.of("source", text.decode(sources.get(pair))),
                  List.of(Mark.of(references.get(pair))),
                  List.of(Mark.of(found.get(pair))),
                  exact));
    }
    return new Translated(scores, examples.examples());
  }
}
