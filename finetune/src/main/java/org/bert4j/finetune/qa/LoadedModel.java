package org.bert4j.finetune.qa;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.common.checkpoint.ParameterTensors;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.model.BertForQuestionAnswering;
import org.bert4j.finetune.WindowLogits;
import org.bert4j.tokenizer.BertTokenizer;

/** A question-answering model and its tokenizer, read from a checkpoint. Thread-safe. */
final class LoadedModel implements AutoCloseable {
  private final ComputeEngine engine;
  private final BertForQuestionAnswering model;
  private final BertTokenizer tokenizer;
  private final WindowLogits logits;

  /**
   * Reads a model.
   *
   * @throws IllegalArgumentException if it has no question-answering head or its tokenizer does not
   *     fit
   * @throws IOException if reading fails
   */
  LoadedModel(CheckpointDirectory checkpoint, DataType computeType, int threads)
      throws IOException {
    tokenizer = BertTokenizer.load(checkpoint.path());
    engine = new ComputeEngine(threads);
    model = new BertForQuestionAnswering(engine, checkpoint.config(), computeType);
    logits = new WindowLogits(model);
    try {
      requireFitting(checkpoint.path());
      List<String> missing =
          checkpoint
              .loadParameters(
                  ParameterTensors.of(model.parameters(), model.parameters().values(), ""))
              .missing();
      if (!missing.isEmpty()) {
        throw new IllegalArgumentException(
            "%s: not a question-answering model: %s is missing; fine-tune it with bert4j qa train"
                .formatted(checkpoint.path(), missing.get(0)));
      }
      model.parametersChanged();
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private void requireFitting(Path path) {
    if (tokenizer.vocabularySize() > model.config().vocabSize()) {
      throw new IllegalArgumentException(
          "%s: the tokenizer has %d word pieces, expected at most the model's vocab_size, which is %d"
              .formatted(path, tokenizer.vocabularySize(), model.config().vocabSize()));
    }
  }

  /** Answers with this model, which stays open as long as it does. */
  AnswerPredictor predictor(AnswerSettings settings) {
    return new AnswerPredictor(
        tokenizer,
        this::score,
        settings.windows().within(model.config().maxPositionEmbeddings()),
        settings.decoding());
  }

  private synchronized void score(WindowLogits.Windows windows, WindowLogits.Receiver receiver) {
    logits.compute(windows, receiver);
  }

  @Override
  public synchronized void close() {
    model.close();
    engine.close();
    tokenizer.close();
  }
}
