package org.bert4j.examples.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.common.checkpoint.CheckpointSummary;
import org.bert4j.common.inference.SharedModel;
import org.bert4j.finetune.classify.TextClassifier;
import org.bert4j.finetune.embed.SentenceEmbedder;
import org.bert4j.finetune.ner.NerTagger;
import org.bert4j.finetune.qa.AnswerSettings;
import org.bert4j.finetune.qa.ContextQuestion;
import org.bert4j.finetune.qa.QuestionAnswerer;
import org.bert4j.finetune.text.LabelledText;

/**
 * A model as a program uses it, whatever it was trained for.
 *
 * @param task what it does with texts
 * @param answering does it
 * @param closing closes it
 */
public record InferenceModel(String task, Consumer<List<String>> answering, Runnable closing)
    implements AutoCloseable {
  /** Asked of texts by models that answer questions. */
  private static final String QUESTION = "What is it about?";

  /**
   * Loads a model: one that answers questions answers one about each text, one that labels tokens
   * finds entities, one with classes classifies, and any other turns texts into vectors.
   *
   * @param path a HuggingFace directory, an ONNX file or a run
   * @param compute what it computes with
   * @return the model, to be closed by the caller
   * @throws IllegalArgumentException if it cannot be used
   * @throws IOException if reading fails
   */
  public static InferenceModel load(Path path, SharedModel.Compute compute) throws IOException {
    CheckpointDirectory checkpoint = CheckpointDirectory.open(path);
    CheckpointSummary weights = checkpoint.summary();
    if (weights.has("qa_outputs.weight")) {
      AnswerSettings settings = AnswerSettings.read(checkpoint.path());
      QuestionAnswerer answerer =
          QuestionAnswerer.load(path, settings, compute.type(), compute.threads());
      return new InferenceModel(
          "answers",
          texts ->
              answerer.answerAll(
                  texts.stream().map(text -> new ContextQuestion(QUESTION, text)).toList()),
          answerer::close);
    }
    boolean ofTokens = !weights.has("bert.pooler.dense.weight");
    if (weights.has("classifier.weight") && ofTokens) {
      NerTagger tagger = NerTagger.load(path, compute.type(), compute.threads());
      return new InferenceModel("entities", tagger::tagAll, tagger::close);
    }
    if (weights.has("classifier.weight")) {
      TextClassifier classifier = TextClassifier.load(path, compute.type(), compute.threads());
      return new InferenceModel(
          "classes",
          texts -> classifier.classifyAll(texts.stream().map(LabelledText::of).toList()),
          classifier::close);
    }
    SentenceEmbedder embedder =
        SentenceEmbedder.load(path, SentenceEmbedder.Options.DEFAULT, compute);
    return new InferenceModel("vectors", embedder::embedAll, embedder::close);
  }

  @Override
  public void close() {
    closing.run();
  }
}
