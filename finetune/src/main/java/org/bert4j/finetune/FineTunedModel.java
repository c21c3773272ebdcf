package org.bert4j.finetune;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.bert4j.common.batch.Batch;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.common.inference.FiniteOutput;
import org.bert4j.common.inference.Sequences;
import org.bert4j.common.inference.SharedModel;
import org.bert4j.common.model.BertConfig;
import org.bert4j.common.model.BertWithHead;
import org.bert4j.common.model.SequenceUse;
import org.bert4j.tokenizer.BertTokenizer;

/** A fine-tuned model and its tokenizer, read from a checkpoint, for use by many threads. */
public final class FineTunedModel implements WindowScorer, AutoCloseable {
  private static final SequenceUse<BertWithHead<?>, float[]> LOGITS = BertWithHead::sequenceLogits;

  private final BertTokenizer tokenizer;
  private final SharedModel<? extends BertWithHead<?>, ?> model;

  private FineTunedModel(BertTokenizer tokenizer, SharedModel<? extends BertWithHead<?>, ?> model) {
    this.tokenizer = tokenizer;
    this.model = model;
  }

  /**
   * Reads a model.
   *
   * @param checkpoint where from
   * @param compute what it computes with
   * @param maker makes a model of the task
   * @param command that trains such models, for error messages
   * @param <B> what it is trained on
   * @return the model, to be closed by the caller
   * @throws IllegalArgumentException if the checkpoint's model is for something else or its
   *     tokenizer does not fit
   * @throws IOException if reading fails
   */
  public static <B extends Batch<B>> FineTunedModel load(
      CheckpointDirectory checkpoint,
      SharedModel.Compute compute,
      Function<BertConfig, BertWithHead<B>> maker,
      String command)
      throws IOException {
    BertTokenizer tokenizer = BertTokenizer.load(checkpoint.tokenizer());
    SharedModel<BertWithHead<B>, B> model = null;
    try {
      model = SharedModel.load(checkpoint, tokenizer.vocabularySize(), compute, maker);
      requireHead(checkpoint, model.report().missing(), command);
      return new FineTunedModel(tokenizer, model);
    } catch (IOException | RuntimeException | Error e) {
      if (model != null) {
        model.close();
      }
      tokenizer.close();
      throw e;
    }
  }

  private static void requireHead(
      CheckpointDirectory checkpoint, List<String> missing, String command) {
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: %s is missing, expected a model trained by bert4j %s; train it with --init %s",
              checkpoint.path(),
              missing.get(0),
              command,
              checkpoint.path()));
    }
  }

  /**
   * The architecture.
   *
   * @return configuration of the encoder
   */
  public BertConfig config() {
    return model.config();
  }

  /**
   * The tokenizer, for use within {@link #whileOpen}.
   *
   * @return the tokenizer, owned by this
   */
  public BertTokenizer tokenizer() {
    return tokenizer;
  }

  /**
   * Computes logits.
   *
   * @throws IllegalStateException if the model is closed
   * @throws IllegalArgumentException if they are not finite
   */
  @Override
  public void compute(Sequences windows, Sequences.Receiver<float[]> receiver) {
    model.compute(
        LOGITS, windows, (window, values) -> receiver.accept(window, FiniteOutput.of(values)));
  }

  /**
   * Does something that needs the model; closing waits for it.
   *
   * @param call what to do
   * @param <T> what comes of it
   * @param <E> what it may throw
   * @return what comes of it
   * @throws IllegalStateException if the model is closed
   * @throws E if the call does
   */
  public <T, E extends Exception> T whileOpen(SharedModel.Call<T, E> call) throws E {
    return model.whileOpen(call);
  }

  /** Frees the native memory, after the calls in progress. Closing again does nothing. */
  @Override
  public void close() {
    model.close();
    tokenizer.close();
  }
}
