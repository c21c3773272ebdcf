package org.bert4j.finetune.ner;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.common.inference.SharedModel;
import org.bert4j.common.io.Machine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.model.BertForTokenClassification;
import org.bert4j.finetune.FineTunedModel;
import org.bert4j.finetune.LabelSource;
import org.bert4j.finetune.UnknownTokens;
import org.bert4j.finetune.ner.data.NerDataset;
import org.bert4j.finetune.ner.data.SentenceText;
import org.bert4j.finetune.ner.data.WordSpan;
import org.bert4j.finetune.ner.decode.EntityDecoder;
import org.bert4j.finetune.ner.decode.ScoredEntity;
import org.bert4j.finetune.ner.feature.WindowSplitter;
import org.bert4j.finetune.ner.feature.WordPieces;
import org.bert4j.finetune.ner.metrics.NerEvaluation;
import org.bert4j.finetune.ner.tag.EntityLabels;
import org.bert4j.finetune.ner.tag.EntitySpan;

/**
 * Finds named entities in texts.
 *
 * <pre>{@code
 * try (NerTagger tagger = NerTagger.load(Path.of("runs/ner-1"))) {
 *   for (Entity entity : tagger.tag("Angela Merkel was born in Hamburg.")) {
 *     System.out.println(entity.type() + " " + entity.text());
 *   }
 * }
 * }</pre>
 *
 * <p>Texts of any length are taken: those longer than the model go through it in overlapping
 * windows. Thread-safe: many threads may call it, the model computes for one at a time with all its
 * threads, so that a batch is faster than its texts one by one. It owns native memory until it is
 * closed; {@link #close} waits for calls in progress.
 */
public final class NerTagger implements AutoCloseable {
  private final FineTunedModel model;
  private final EntityLabels labels;
  private final NerSettings settings;
  private final WordClassifier classifier;

  private NerTagger(FineTunedModel model, EntityLabels labels, NerSettings settings) {
    this.model = model;
    this.labels = labels;
    this.settings = settings;
    classifier =
        new WordClassifier(
            model,
            new WindowSplitter(
                settings.maxSeqLength(), model.tokenizer().clsId(), model.tokenizer().sepId()),
            new EntityDecoder(labels),
            new UnknownTokens(model.tokenizer().unknownId()));
  }

  /**
   * Loads a model that computes in single precision on all cores.
   *
   * @param directory a HuggingFace directory of a {@code BertForTokenClassification}, or the
   *     directory of a run of {@code ner train}, which stands for its best checkpoint
   * @return the tagger, to be closed by the caller
   * @throws IllegalArgumentException if there is no model for entities that can be used
   * @throws IOException if reading fails
   */
  public static NerTagger load(Path directory) throws IOException {
    return load(directory, DataType.FP32, Machine.processors());
  }

  /**
   * Loads a model.
   *
   * @param directory a HuggingFace directory, or that of a run
   * @param computeType type of the inputs of matrix products
   * @param threads threads that compute
   * @return the tagger, to be closed by the caller
   * @throws IllegalArgumentException if there is no model for entities that can be used
   * @throws IOException if reading fails
   */
  public static NerTagger load(Path directory, DataType computeType, int threads)
      throws IOException {
    CheckpointDirectory checkpoint = CheckpointDirectory.open(directory);
    EntityLabels labels = labels(checkpoint);
    NerSettings settings =
        NerSettings.read(checkpoint.configJson(), checkpoint.config().maxPositionEmbeddings());
    FineTunedModel model =
        FineTunedModel.load(
            checkpoint,
            new SharedModel.Compute(computeType, threads),
            config -> new BertForTokenClassification(config, labels.size()),
            "ner train");
    try {
      return new NerTagger(model, labels, settings);
    } catch (RuntimeException | Error e) {
      model.close();
      throw e;
    }
  }

  private static EntityLabels labels(CheckpointDirectory checkpoint) throws IOException {
    List<String> names = checkpoint.labels();
    if (LabelSource.isUnnamed(names)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: no labels of entities in its config.json, %s; expected a model trained by bert4j ner train; train it with --init %s, or write its tags into id2label",
              checkpoint.path(),
              names.isEmpty() ? "nothing" : "but " + String.join(", ", names),
              checkpoint.path()));
    }
    return EntityLabels.of(names, checkpoint.configSource().toString());
  }

  /**
   * Finds the entities of a text.
   *
   * @param text the text
   * @return its entities in order
   */
  public List<Entity> tag(String text) {
    return tagAll(List.of(text)).get(0);
  }

  /**
   * Finds the entities of many texts.
   *
   * @param texts the texts
   * @return the entities of each text, in order
   */
  public List<List<Entity>> tagAll(List<String> texts) {
    List<SentenceText> split =
        texts.stream().map(text -> SentenceText.split(text, settings.wordSplitting())).toList();
    List<List<ScoredEntity>> found = tagWords(split.stream().map(SentenceText::words).toList());
    List<List<Entity>> entities = new ArrayList<>(texts.size());
    for (int i = 0; i < split.size(); i++) {
      SentenceText text = split.get(i);
      entities.add(found.get(i).stream().map(entity -> entity(text, entity)).toList());
    }
    return entities;
  }

  private static Entity entity(SentenceText text, ScoredEntity found) {
    EntitySpan words = found.span();
    WordSpan span = text.span(words.first(), words.last());
    return new Entity(
        words.type(),
        span.start(),
        span.end(),
        text.text().substring(span.start(), span.end()),
        found.confidence());
  }

  /**
   * Finds the entities of sentences that are split into words already. Every word gets a
   * prediction, whatever its characters.
   *
   * @param sentences the words of each sentence
   * @return the entities of each sentence by its words, in order
   */
  public List<List<ScoredEntity>> tagWords(List<List<String>> sentences) {
    return model.whileOpen(() -> classifier.entities(WordPieces.of(model.tokenizer(), sentences)));
  }

  /**
   * Logits of the words of sentences, each that of its first piece.
   *
   * @param sentences the words of each sentence
   * @return {@code [W, K]} of each sentence, row by row, in the order of {@link #labels}
   */
  public List<float[]> logits(List<List<String>> sentences) {
    return model.whileOpen(() -> classifier.logits(WordPieces.of(model.tokenizer(), sentences)));
  }

  /**
   * Compares predictions with annotations. Entities of types that the model does not know count as
   * missed ({@link NerDataset#unknownTypes} names them).
   *
   * @param data annotated sentences
   * @return the scores
   */
  public NerEvaluation evaluate(NerDataset data) {
    return model.whileOpen(() -> classifier.evaluate(data, model.tokenizer()).evaluation());
  }

  /**
   * How much of all texts so far the vocabulary does not know.
   *
   * @return the count, which goes on
   */
  public UnknownTokens unknownTokens() {
    return classifier.unknown();
  }

  /**
   * The labels of the model.
   *
   * @return labels and the types that they stand for
   */
  public EntityLabels labels() {
    return labels;
  }

  /**
   * What the model's training says about its use.
   *
   * @return how texts are split, and the longest window
   */
  public NerSettings settings() {
    return settings;
  }

  @Override
  public void close() {
    model.close();
  }
}
