package org.bert4j.finetune.classify;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.common.inference.SharedModel;
import org.bert4j.common.io.Machine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.model.BertForSequenceClassification;
import org.bert4j.common.model.ProblemType;
import org.bert4j.finetune.FineTunedModel;
import org.bert4j.finetune.text.LabelledText;
import org.bert4j.finetune.text.TextWindows;

/**
 * Classifies texts, or pairs of texts, or predicts a number for each.
 *
 * <pre>{@code
 * try (TextClassifier classifier = TextClassifier.load(Path.of("runs/classify-1"))) {
 *   Classification found = classifier.classify("A stirring, funny film.");
 *   System.out.println(found.label() + " " + found.score());
 * }
 * }</pre>
 *
 * <p>Thread-safe: many threads may call it, the model computes for one at a time with all its
 * threads, so that a batch is faster than its texts one by one. It owns native memory until it is
 * closed; {@link #close} waits for calls in progress.
 */
public final class TextClassifier implements AutoCloseable {
  private final FineTunedModel model;
  private final TextClasses classes;
  private final ClassifySettings settings;

  private TextClassifier(FineTunedModel model, TextClasses classes, ClassifySettings settings) {
    this.model = model;
    this.classes = classes;
    this.settings = settings;
  }

  /**
   * Loads a model that computes in single precision on all cores.
   *
   * @param directory a HuggingFace directory of a {@code BertForSequenceClassification}, or the
   *     directory of a run of {@code classify train}, which stands for its best checkpoint
   * @return the classifier, to be closed by the caller
   * @throws IllegalArgumentException if there is no such model that can be used
   * @throws IOException if reading fails
   */
  public static TextClassifier load(Path directory) throws IOException {
    return load(directory, DataType.FP32, Machine.processors());
  }

  /**
   * Loads a model.
   *
   * @param directory a HuggingFace directory, or that of a run
   * @param computeType type of the inputs of matrix products
   * @param threads threads that compute
   * @return the classifier, to be closed by the caller
   * @throws IllegalArgumentException if there is no such model that can be used
   * @throws IOException if reading fails
   */
  public static TextClassifier load(Path directory, DataType computeType, int threads)
      throws IOException {
    CheckpointDirectory checkpoint = CheckpointDirectory.open(directory);
    List<String> labels = checkpoint.labels();
    ClassifySettings settings =
        ClassifySettings.read(
            checkpoint.configJson(), labels.size(), checkpoint.config().maxPositionEmbeddings());
    FineTunedModel model =
        FineTunedModel.load(
            checkpoint,
            new SharedModel.Compute(computeType, threads),
            config -> new BertForSequenceClassification(config, labels.size(), settings.problem()),
            "classify train");
    return new TextClassifier(model, new TextClasses(settings.problem(), labels), settings);
  }

  /**
   * Classifies a text.
   *
   * @param text the text
   * @return what the model says about it
   */
  public Classification classify(String text) {
    return classifyAll(List.of(LabelledText.of(text))).get(0);
  }

  /**
   * Classifies a pair of texts.
   *
   * @param text the first
   * @param pair the second
   * @return what the model says about them
   */
  public Classification classify(String text, String pair) {
    return classifyAll(List.of(LabelledText.of(text, pair))).get(0);
  }

  /**
   * Classifies many texts or pairs.
   *
   * @param texts the texts; their labels are not looked at
   * @return what the model says about each, in order
   */
  public List<Classification> classifyAll(List<LabelledText> texts) {
    return outputs(texts).stream()
        .map(outputs -> classes.classify(outputs, settings.temperature()))
        .toList();
  }

  private List<float[]> outputs(List<LabelledText> texts) {
    return model.whileOpen(
        () ->
            TextWindows.of(
                    texts,
                    new TextWindows.Reading(
                        model.tokenizer(), settings.maxSeqLength(), settings.longTexts()))
                .outputs(model));
  }

  /**
   * Compares predictions with annotations.
   *
   * @param texts annotated texts
   * @return the scores
   * @throws IllegalArgumentException if a label is unknown to the model, or texts are pairs for a
   *     model of single ones or the other way round; the message names file and line
   */
  public ClassifyEvaluation evaluate(List<LabelledText> texts) {
    requirePairs(texts);
    classes.requireKnown(texts);
    return classes.evaluate(texts, outputs(texts), settings.temperature());
  }

  private void requirePairs(List<LabelledText> texts) {
    for (LabelledText text : texts) {
      boolean isPair = text.pair() != null;
      if (settings.pairs() != null && settings.pairs() != isPair) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s: %s, expected %s, on which the model was trained",
                text.source(),
                settings.pairs() ? "a single text" : "a pair of texts",
                settings.pairs() ? "a pair of texts" : "a single text"));
      }
    }
  }

  /**
   * Names of the classes.
   *
   * @return {@code [K]} names; {@code LABEL_k} of a model without any
   */
  public List<String> labels() {
    return classes.labels();
  }

  /**
   * What the model predicts.
   *
   * @return classes, or a number
   */
  public ProblemType problem() {
    return classes.problem();
  }

  /**
   * What the model's training says about its use.
   *
   * @return how texts are read
   */
  public ClassifySettings settings() {
    return settings;
  }

  @Override
  public void close() {
    model.close();
  }
}
