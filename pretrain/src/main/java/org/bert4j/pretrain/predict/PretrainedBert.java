package org.bert4j.pretrain.predict;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.bert4j.common.batch.PretrainingBatch;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.common.dl4j.Nd4jArrays;
import org.bert4j.common.inference.SharedModel;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.model.BertForPreTraining;
import org.bert4j.tokenizer.BertTokenizer;
import org.bert4j.tokenizer.EncodeOptions;
import org.bert4j.tokenizer.Encoding;
import org.bert4j.tokenizer.Truncation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A model and its tokenizer, read from a HuggingFace directory. Thread-safe: the model computes for
 * one thread at a time; {@link #close} waits for calls in progress.
 */
public final class PretrainedBert implements AutoCloseable {
  private final SharedModel<BertForPreTraining, PretrainingBatch> model;
  private final BertTokenizer tokenizer;

  private PretrainedBert(
      SharedModel<BertForPreTraining, PretrainingBatch> model, BertTokenizer tokenizer) {
    this.model = model;
    this.tokenizer = tokenizer;
  }

  /**
   * Reads a model.
   *
   * @param directory a checkpoint's directory, or a run's
   * @param computeType type of the inputs of matrix products
   * @param threads threads that compute
   * @return the model, to be closed by the caller
   * @throws IllegalArgumentException if there is no checkpoint, or one that cannot be used
   * @throws IOException if reading fails
   */
  public static PretrainedBert load(Path directory, DataType computeType, int threads)
      throws IOException {
    CheckpointDirectory checkpoint = CheckpointDirectory.open(directory);
    BertTokenizer tokenizer = BertTokenizer.load(checkpoint.tokenizer());
    try {
      SharedModel<BertForPreTraining, PretrainingBatch> model =
          SharedModel.load(
              checkpoint,
              tokenizer.vocabularySize(),
              new SharedModel.Compute(computeType, threads),
              BertForPreTraining::new);
      return new PretrainedBert(model, tokenizer);
    } catch (IOException | RuntimeException | Error e) {
      tokenizer.close();
      throw e;
    }
  }

  /**
   * The model.
   *
   * @return the model, closed with this
   */
  public SharedModel<BertForPreTraining, PretrainingBatch> model() {
    return model;
  }

  /**
   * The tokenizer.
   *
   * @return the tokenizer, closed with this
   */
  public BertTokenizer tokenizer() {
    return tokenizer;
  }

  /**
   * The last layer's hidden states of a text, for programs that work with ND4J.
   *
   * @param text the text; a sequence longer than the model's positions is cut
   * @return {@code [S, H]}, a row for each word piece, [CLS] and [SEP] included
   * @throws IllegalStateException if this is closed
   */
  public INDArray lastHiddenState(String text) {
    return model.whileOpen(() -> lastHiddenState(encode(text)));
  }

  /**
   * A text as the model reads it.
   *
   * @param text the text; special tokens in it are ordinary characters
   * @return its word pieces, [CLS] and [SEP] included, at most as many as the model has positions
   */
  public Encoding encode(String text) {
    EncodeOptions options =
        EncodeOptions.truncated(Truncation.LONGEST_FIRST, model.config().maxPositionEmbeddings())
            .withoutSpecialTokens();
    return tokenizer.encode(text, null, options);
  }

  private INDArray lastHiddenState(Encoding encoding) {
    TokenBatch batch = new TokenBatch();
    batch.add(encoding.ids(), encoding.typeIds(), 0, encoding.length());
    return model.compute(
        bert -> {
          List<Tensor> states = bert.hiddenStates(batch);
          return Nd4jArrays.copyOf(states.get(states.size() - 1).rows(0, encoding.length()));
        });
  }

  /** Frees the native memory, after the calls in progress. Closing again does nothing. */
  @Override
  public void close() {
    model.close();
    tokenizer.close();
  }
}
