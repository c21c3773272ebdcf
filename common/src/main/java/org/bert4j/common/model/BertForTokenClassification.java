package org.bert4j.common.model;

import java.util.List;
import org.bert4j.common.batch.TokenClassificationBatch;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.layer.Parameters;

/**
 * BERT with a classifier of tokens into K classes: dropout and a dense layer over the last hidden
 * states. Its loss is the mean cross-entropy over labelled tokens.
 */
public final class BertForTokenClassification
    extends TokenLevelModel<
        TokenClassificationBatch,
        BertForTokenClassification.Normalizers,
        TokenClassificationLosses> {
  private static final String CLASSIFIER = "classifier";

  private final int labels;

  /**
   * What a micro-batch's loss is divided by.
   *
   * @param labelled labelled tokens of the step
   */
  public record Normalizers(long labelled) {}

  /**
   * Makes a model with all parameters zero: {@link BertParameters#initialize initialize} them or
   * read a checkpoint, then call {@link #parametersChanged}.
   *
   * @param engine runs it; stays open when the model is closed
   * @param config of the model
   * @param labels K
   * @param computeType type of matrix operands
   */
  public BertForTokenClassification(
      ComputeEngine engine, BertConfig config, int labels, DataType computeType) {
    super(config, new TokenClassificationBatch(), replicas(engine, config, labels, computeType));
    this.labels = labels;
  }

  private static DataParallel<
          TokenReplica<TokenClassificationBatch, Normalizers, TokenClassificationLosses>>
      replicas(ComputeEngine engine, BertConfig config, int labels, DataType computeType) {
    TokenReplica.Head head =
        new TokenReplica.Head(config, computeType, CLASSIFIER, config.classifierDropoutProb());
    return new DataParallel<>(
        engine,
        new Parameters(BertParameters.tokenClassification(config, labels), computeType),
        lane -> new TokenReplica<>(lane, head, new TokenCrossEntropy(lane.engine())));
  }

  /**
   * Number of classes.
   *
   * @return K
   */
  public int labels() {
    return labels;
  }

  @Override
  public Normalizers normalizers(List<TokenClassificationBatch> microBatches) {
    return new Normalizers(
        microBatches.stream().mapToLong(TokenClassificationBatch::labelled).sum());
  }
}
