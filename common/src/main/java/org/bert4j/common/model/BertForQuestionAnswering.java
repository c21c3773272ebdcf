package org.bert4j.common.model;

import java.util.List;
import org.bert4j.common.batch.QuestionAnsweringBatch;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.layer.Parameters;

/**
 * BERT for extractive question answering: a dense layer gives every token a logit for being the
 * answer's start and one for being its end (K = 2). The loss is the mean of both cross-entropies,
 * each over the positions of the sequence.
 */
public final class BertForQuestionAnswering
    extends TokenLevelModel<
        QuestionAnsweringBatch, BertForQuestionAnswering.Normalizers, QuestionAnsweringLosses> {
  private static final String QA_OUTPUTS = "qa_outputs";

  /**
   * What a micro-batch's losses are divided by.
   *
   * @param starts sequences of the step whose answer starts inside them
   * @param ends sequences of the step whose answer ends inside them
   */
  public record Normalizers(long starts, long ends) {}

  /**
   * Makes a model with all parameters zero: {@link BertParameters#initialize initialize} them or
   * read a checkpoint, then call {@link #parametersChanged}.
   *
   * @param engine runs it; stays open when the model is closed
   * @param config of the model
   * @param computeType type of matrix operands
   */
  public BertForQuestionAnswering(ComputeEngine engine, BertConfig config, DataType computeType) {
    super(config, new QuestionAnsweringBatch(), replicas(engine, config, computeType));
  }

  private static DataParallel<
          TokenReplica<QuestionAnsweringBatch, Normalizers, QuestionAnsweringLosses>>
      replicas(ComputeEngine engine, BertConfig config, DataType computeType) {
    TokenReplica.Head head = new TokenReplica.Head(config, computeType, QA_OUTPUTS, 0);
    return new DataParallel<>(
        engine,
        new Parameters(BertParameters.questionAnswering(config), computeType),
        lane -> new TokenReplica<>(lane, head, new SpanCrossEntropy(lane.engine())));
  }

  @Override
  public Normalizers normalizers(List<QuestionAnsweringBatch> microBatches) {
    long starts = 0;
    long ends = 0;
    for (QuestionAnsweringBatch batch : microBatches) {
      starts += batch.countedStarts();
      ends += batch.countedEnds();
    }
    return new Normalizers(starts, ends);
  }
}
