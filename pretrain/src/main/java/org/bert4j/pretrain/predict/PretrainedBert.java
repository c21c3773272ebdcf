package org.bert4j.pretrain.predict;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.bert4j.common.batch.PretrainingBatch;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.common.checkpoint.LoadReport;
import org.bert4j.common.dl4j.Nd4jArrays;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.model.BertConfig;
import org.bert4j.common.model.BertForPreTraining;
import org.bert4j.common.model.DataParallel;
import org.bert4j.tokenizer.BertTokenizer;
import org.bert4j.tokenizer.EncodeOptions;
import org.bert4j.tokenizer.Encoding;
import org.bert4j.tokenizer.Truncation;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A model and its tokenizer, read from a HuggingFace directory. Used by one thread at a time. */
public final class PretrainedBert implements AutoCloseable {
  private final ComputeEngine engine;
  private final DataParallel<BertForPreTraining, PretrainingBatch> model;
  private final BertTokenizer tokenizer;
  private final LoadReport report;

  private PretrainedBert(CheckpointDirectory checkpoint, DataType computeType, int threads)
      throws IOException {
    BertConfig config = checkpoint.config();
    tokenizer = BertTokenizer.load(checkpoint.path());
    engine = new ComputeEngine(threads);
    model = DataParallel.used(engine, () -> new BertForPreTraining(config), computeType);
    try {
      requireFitting(checkpoint.path());
      report = checkpoint.loadParameters(model.parameters());
      model.parametersChanged();
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
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
    return new PretrainedBert(CheckpointDirectory.open(directory), computeType, threads);
  }

  private void requireFitting(Path path) {
    if (tokenizer.vocabularySize() > model.config().vocabSize()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: the tokenizer has %d word pieces, expected at most the model's vocab_size, which is %d",
              path,
              tokenizer.vocabularySize(),
              model.config().vocabSize()));
    }
  }

  /**
   * The model.
   *
   * @return the model, closed with this
   */
  public DataParallel<BertForPreTraining, PretrainingBatch> model() {
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
   */
  public INDArray lastHiddenState(String text) {
    EncodeOptions options =
        EncodeOptions.truncated(Truncation.LONGEST_FIRST, model.config().maxPositionEmbeddings())
            .withoutSpecialTokens();
    Encoding encoding = tokenizer.encode(text, null, options);
    TokenBatch batch = new TokenBatch();
    batch.add(encoding.ids(), encoding.typeIds(), 0, encoding.length());
    List<Tensor> states = model.hiddenStates(batch);
    return Nd4jArrays.copyOf(states.get(states.size() - 1).rows(0, encoding.length()));
  }

  /**
   * What the checkpoint did not hold.
   *
   * @return parameters missing or not needed
   */
  public LoadReport report() {
    return report;
  }

  @Override
  public void close() {
    model.close();
    engine.close();
    tokenizer.close();
  }
}
