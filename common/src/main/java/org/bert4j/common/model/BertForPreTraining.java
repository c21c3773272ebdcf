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
public final class BertForPreTraining
    extends TrainableModel<PretrainingBatch, BertForPreTraining.Normalizers, PretrainingLosses> {
  private final DataParallel<PretrainingReplica> replicas;

  /**
   * What a micro-batch's losses are divided by.
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
   * Makes a model with all parameters zero: {@link BertParameters#initialize initialize} them or
   * read a checkpoint, then call {@link #parametersChanged}.
   *
   * @param engine runs it; stays open when the model is closed
   * @param config of the model
   * @param computeType type of matrix operands
   */
  public BertForPreTraining(ComputeEngine engine, BertConfig config, DataType computeType) {
    this(
        config,
        new DataParallel<>(
            engine,
            new Parameters(BertParameters.preTraining(config), computeType),
            lane -> new PretrainingReplica(lane, config, computeType)));
  }

  private BertForPreTraining(BertConfig config, DataParallel<PretrainingReplica> replicas) {
    super(config, new PretrainingBatch(), replicas);
    this.replicas = replicas;
  }

  @Override
  public Normalizers normalizers(List<PretrainingBatch> microBatches) {
    long masked = 0;
    long sequences = 0;
    for (PretrainingBatch batch : microBatches) {
      masked += batch.masked();
      sequences += batch.sequences().sequences();
    }
    return new Normalizers(masked, sequences);
  }

  /**
   * Reserves the memory of activations, so that no step has to.
   *
   * @param sequences B at most
   * @param length S at most
   * @param maskedShare masked positions of a sequence, as a share of its tokens
   */
  public void reserve(int sequences, int length, double maskedShare) {
    int count = replicas.replicas().size();
    int ofReplica = (sequences + count - 1) / count;
    int masked = ofReplica * (int) Math.ceil(maskedShare * length);
    replicas.replicas().forEach(replica -> replica.reserve(ofReplica, length, masked));
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
    predictions().transform(bert().evaluate(batch), positions, count);
    return predictions().logits();
  }

  BertModel bert() {
    return replicas.whole().bert();
  }

  MaskedLanguageModelHead predictions() {
    return replicas.whole().predictions();
  }

  NextSentenceHead seqRelationship() {
    return replicas.whole().seqRelationship();
  }
}
