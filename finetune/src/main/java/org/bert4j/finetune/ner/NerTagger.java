package org.bert4j.finetune.ner;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.bert4j.common.kernel.DataType;
import org.bert4j.finetune.ner.data.NerDataset;
import org.bert4j.finetune.ner.data.SentenceText;
import org.bert4j.finetune.ner.data.WordSpan;
import org.bert4j.finetune.ner.decode.ScoredEntity;
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
  private final NerModel model;

  /** Held for reading during a call: native memory that is freed meanwhile ends the process. */
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  private boolean closed;

  private NerTagger(NerModel model) {
    this.model = model;
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
    return load(directory, DataType.FP32, Runtime.getRuntime().availableProcessors());
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
    return new NerTagger(NerModel.load(directory, computeType, threads));
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
        texts.stream()
            .map(text -> SentenceText.split(text, model.settings().wordSplitting()))
            .toList();
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
    return whileOpen(
        () -> model.classifier().entities(WordPieces.of(model.tokenizer(), sentences)));
  }

  /**
   * Compares predictions with annotations.
   *
   * @param data annotated sentences
   * @return the scores
   * @throws IllegalArgumentException if an entity's type is unknown to the model; the message names
   *     file, line and tag
   */
  public NerEvaluation evaluate(NerDataset data) {
    data.requireKnown(labels());
    return whileOpen(() -> model.classifier().evaluate(data, model.tokenizer()));
  }

  /**
   * The labels of the model.
   *
   * @return labels and the types that they stand for
   */
  public EntityLabels labels() {
    return model.labels();
  }

  /**
   * What the model's training says about its use.
   *
   * @return how texts are split, and the longest window
   */
  public NerSettings settings() {
    return model.settings();
  }

  private <T> T whileOpen(Supplier<T> call) {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("the tagger is closed");
      }
      return call.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        model.close();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
