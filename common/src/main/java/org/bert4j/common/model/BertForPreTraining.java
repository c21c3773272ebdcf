package org.bert4j.common.model;

import java.util.List;
import org.bert4j.common.batch.PretrainingBatch;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.EmbeddingTable;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.layer.Parameters;

/** BERT with its two pre-training heads: Masked LM and Next Sentence Prediction. */
public final class BertForPreTraining implements AutoCloseable {
  private final ComputeEngine engine;
  private final BertConfig config;
  private final Parameters parameters;
  private final BertModel bert;
  private final MaskedLanguageModelHead predictions;
  private final NextSentenceHead seqRelationship;

  /**
   * What a micro-batch's losses are divided by: the counts of the whole step, so that gradients of
   * several micro-batches add up to those of one large batch.
   *
   * @param masked masked positions of the step
   * @param sequences sequences of the step
   */
  public record Normalizers(long masked, long sequences) {
    /**
     * Counts of a step of one batch.
     *
     * @param batch the batch
     * @return its counts
     */
    public static Normalizers of(PretrainingBatch batch) {
      return new Normalizers(batch.masked(), batch.sequences().sequences());
    }
  }

  /**
   * How a micro-batch is trained on.
   *
   * @param normalizers counts of the whole step
   * @param dropoutSeed seed of its dropout masks
   * @param accumulate whether gradients are added to those of earlier micro-batches
   * @param countCorrect whether right predictions at masked positions are counted, which reads all
   *     logits once more
   */
  public record Step(
      Normalizers normalizers, long dropoutSeed, boolean accumulate, boolean countCorrect) {}

  /**
   * Makes a model with all parameters zero: {@link BertParameters#initialize initialize} them or
   * read a checkpoint, then call {@link #parametersChanged}.
   *
   * @param engine runs it; stays open when the model is closed
   * @param config of the model
   * @param computeType type of matrix operands
   */
  public BertForPreTraining(ComputeEngine engine, BertConfig config, DataType computeType) {
    this.engine = engine;
    this.config = config;
    parameters = new Parameters(BertParameters.preTraining(config), computeType);
    bert = new BertModel(engine, parameters, config, computeType);
    predictions = new MaskedLanguageModelHead(engine, parameters, config, computeType);
    seqRelationship = new NextSentenceHead(engine, parameters, config, computeType);
  }

  /**
   * Configuration of the model.
   *
   * @return the configuration
   */
  public BertConfig config() {
    return config;
  }

  /**
   * Parameters and their gradients.
   *
   * @return the parameters, owned by this model
   */
  public Parameters parameters() {
    return parameters;
  }

  /** To be called after the parameters' values were changed. */
  public void parametersChanged() {
    parameters.refreshCompute(engine);
  }

  /**
   * Losses of a batch, without dropout.
   *
   * @param batch the batch
   * @return its sums
   */
  public PretrainingLosses evaluate(PretrainingBatch batch) {
    Tensor hidden = bert.evaluate(batch.sequences());
    Tensor nsp = seqRelationship.forward(hidden, batch.sequences());
    int sequences = batch.sequences().sequences();
    seqRelationship.crossEntropy().countCorrect(nsp, batch::nextSentenceLabel, sequences);
    seqRelationship.crossEntropy().loss(nsp, batch::nextSentenceLabel, sequences);
    Tensor mlm = predictions.forward(hidden, batch::maskedPosition, batch.masked());
    predictions.crossEntropy().countCorrect(mlm, batch::maskedId, batch.masked());
    predictions.crossEntropy().loss(mlm, batch::maskedId, batch.masked());
    return losses(batch, predictions.crossEntropy().correct());
  }

  /**
   * Forward and backward pass of training: losses, and gradients of all parameters.
   *
   * @param batch the micro-batch
   * @param step how to train on it
   * @return its sums
   */
  public PretrainingLosses forwardBackward(PretrainingBatch batch, Step step) {
    boolean accumulate = step.accumulate();
    Tensor hidden = bert.train(batch.sequences(), step.dropoutSeed(), accumulate);
    Tensor dHidden = bert.zeroGradient();
    Tensor nsp = seqRelationship.forward(hidden, batch.sequences());
    int sequences = batch.sequences().sequences();
    seqRelationship.crossEntropy().countCorrect(nsp, batch::nextSentenceLabel, sequences);
    seqRelationship.backward(batch, nsp, step.normalizers().sequences(), dHidden, accumulate);
    Tensor mlm = predictions.forward(hidden, batch::maskedPosition, batch.masked());
    if (step.countCorrect()) {
      predictions.crossEntropy().countCorrect(mlm, batch::maskedId, batch.masked());
    }
    predictions.backward(batch, mlm, step.normalizers().masked(), dHidden, accumulate);
    bert.backward(batch.sequences(), dHidden);
    return losses(batch, step.countCorrect() ? predictions.crossEntropy().correct() : -1);
  }

  private PretrainingLosses losses(PretrainingBatch batch, int mlmCorrect) {
    return new PretrainingLosses(
        batch.sequences().sequences(),
        batch.sequences().tokens(),
        batch.masked(),
        predictions.crossEntropy().lossSum(),
        mlmCorrect,
        seqRelationship.crossEntropy().lossSum(),
        seqRelationship.crossEntropy().correct());
  }

  /**
   * Hidden states without dropout.
   *
   * @param batch the tokens
   * @return L + 1 matrices {@code [N or a few spare rows more, H]}: the embeddings' output and that
   *     of each layer, valid until the next call
   */
  public List<Tensor> hiddenStates(TokenBatch batch) {
    bert.evaluate(batch);
    return bert.hiddenStates();
  }

  /**
   * Logits of the word pieces at some positions, without dropout.
   *
   * @param batch the tokens
   * @param positions indices in {@code [N]}
   * @param count how many
   * @return {@code [count or a few spare rows more, V]} in single precision, valid until the next
   *     call
   */
  public Tensor predictionLogits(TokenBatch batch, EmbeddingTable.Indices positions, int count) {
    return predictions.forward(bert.evaluate(batch), positions, count);
  }

  BertModel bert() {
    return bert;
  }

  MaskedLanguageModelHead predictions() {
    return predictions;
  }

  NextSentenceHead seqRelationship() {
    return seqRelationship;
  }

  @Override
  public void close() {
    predictions.close();
    seqRelationship.close();
    bert.close();
    parameters.close();
  }
}
