package org.bert4j.common.model;

import org.bert4j.common.batch.PretrainingBatch;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.layer.Parameters;
import org.bert4j.common.layer.RowBuckets;
import org.bert4j.common.model.BertForPreTraining.Normalizers;

/** Encoder and pre-training heads with activations and gradients of their own. */
final class PretrainingReplica
    implements Replica<PretrainingBatch, Normalizers, PretrainingLosses> {
  private final ComputeEngine engine;
  private final Parameters parameters;
  private final RowBuckets buckets;
  private final BertModel bert;
  private final MaskedLanguageModelHead predictions;
  private final NextSentenceHead seqRelationship;

  PretrainingReplica(
      ComputeEngine engine,
      Parameters parameters,
      BertConfig config,
      DataType computeType,
      RowBuckets buckets) {
    this.engine = engine;
    this.parameters = parameters;
    this.buckets = buckets;
    bert = new BertModel(engine, parameters, config, computeType, buckets);
    predictions = new MaskedLanguageModelHead(engine, parameters, config, computeType, buckets);
    seqRelationship = new NextSentenceHead(engine, parameters, config, computeType);
  }

  /** Reserves memory for so many sequences of so many tokens, and masked positions in all. */
  void reserve(int sequences, int length, int masked) {
    bert.reserve(sequences, length);
    predictions.reserve(buckets.roundUp(masked));
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
        engine.zero(parameters.gradients());
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
