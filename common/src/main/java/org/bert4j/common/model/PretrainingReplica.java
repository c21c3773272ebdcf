package org.bert4j.common.model;

import org.bert4j.common.batch.PretrainingBatch;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.model.BertForPreTraining.Normalizers;

/** Encoder and pre-training heads with activations and gradients of their own. */
final class PretrainingReplica
    implements Replica<PretrainingBatch, Normalizers, PretrainingLosses> {
  private final Lane lane;
  private final BertModel bert;
  private final MaskedLanguageModelHead predictions;
  private final NextSentenceHead seqRelationship;

  PretrainingReplica(Lane lane, BertConfig config, DataType computeType) {
    this.lane = lane;
    bert = new BertModel(lane, config, computeType);
    predictions = new MaskedLanguageModelHead(lane, config, computeType);
    seqRelationship = new NextSentenceHead(lane, config, computeType);
  }

  /** Reserves memory for so many sequences of so many tokens, and masked positions in all. */
  void reserve(int sequences, int length, int masked) {
    bert.reserve(sequences, length);
    predictions.reserve(lane.rowBuckets().roundUp(masked));
    seqRelationship.reserve(sequences);
  }

  @Override
  public PretrainingLosses evaluate(PretrainingBatch batch) {
    int sequences = batch.sequences().sequences();
    if (sequences == 0) {
      return PretrainingLosses.NONE;
    }
    Tensor hidden = bert.evaluate(batch.sequences());
    Tensor nsp = seqRelationship.forward(hidden, batch.sequences());
    seqRelationship.crossEntropy().countCorrect(nsp, batch::nextSentenceLabel, sequences);
    seqRelationship.crossEntropy().loss(nsp, batch::nextSentenceLabel, sequences);
    predictions.transform(hidden, batch::maskedPosition, batch.masked());
    predictions.loss(batch);
    return losses(batch, predictions.correct());
  }

  @Override
  public PretrainingLosses forwardBackward(PretrainingBatch batch, Step<Normalizers> step) {
    boolean accumulate = step.accumulate();
    int sequences = batch.sequences().sequences();
    if (sequences == 0) {
      if (!accumulate) {
        lane.engine().zero(lane.parameters().gradients());
      }
      return PretrainingLosses.NONE;
    }
    Tensor hidden = bert.train(batch.sequences(), step.dropoutSeed(), accumulate);
    Tensor dHidden = bert.zeroGradient();
    Tensor nsp = seqRelationship.forward(hidden, batch.sequences());
    seqRelationship.crossEntropy().countCorrect(nsp, batch::nextSentenceLabel, sequences);
    seqRelationship.backward(batch, nsp, step.normalizers().sequences(), dHidden, accumulate);
    predictions.transform(hidden, batch::maskedPosition, batch.masked());
    predictions.backward(batch, step, dHidden);
    bert.backward(batch.sequences(), dHidden);
    return losses(batch, step.countCorrect() ? predictions.correct() : -1);
  }

  private PretrainingLosses losses(PretrainingBatch batch, int mlmCorrect) {
    return new PretrainingLosses(
        batch.sequences().sequences(),
        batch.sequences().tokens(),
        batch.masked(),
        predictions.lossSum(),
        mlmCorrect,
        seqRelationship.crossEntropy().lossSum(),
        seqRelationship.crossEntropy().correct());
  }

  @Override
  public BertModel bert() {
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
  }
}
