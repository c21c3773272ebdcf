package org.bert4j.common.model;

import org.bert4j.common.batch.PretrainingBatch;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.layer.Parameters;
import org.bert4j.common.layer.SequenceLayout;
import org.bert4j.common.model.BertForPreTraining.Step;

/**
 * Encoder and heads with activations and gradients of their own; replicas of a model share its
 * parameters' values.
 */
final class PretrainingReplica implements AutoCloseable {
  private final ComputeEngine engine;
  private final Parameters parameters;
  private final BertModel bert;
  private final MaskedLanguageModelHead predictions;
  private final NextSentenceHead seqRelationship;

  PretrainingReplica(
      ComputeEngine engine, Parameters parameters, BertConfig config, DataType computeType) {
    this.engine = engine;
    this.parameters = parameters;
    bert = new BertModel(engine, parameters, config, computeType);
    predictions = new MaskedLanguageModelHead(engine, parameters, config, computeType);
    seqRelationship = new NextSentenceHead(engine, parameters, config, computeType);
  }

  /** Reserves memory for so many sequences of so many tokens, and masked positions in all. */
  void reserve(int sequences, int length, int masked) {
    bert.reserve(sequences, length);
    predictions.reserve(SequenceLayout.roundUp(masked));
    seqRelationship.reserve(sequences);
  }

  /** Losses of a batch, without dropout. */
  PretrainingLosses evaluate(PretrainingBatch batch) {
    int sequences = batch.sequences().sequences();
    if (sequences == 0) {
      return PretrainingLosses.NONE;
    }
    Tensor hidden = bert.evaluate(batch.sequences());
    Tensor nsp = seqRelationship.forward(hidden, batch.sequences());
    seqRelationship.crossEntropy().countCorrect(nsp, batch::nextSentenceLabel, sequences);
    seqRelationship.crossEntropy().loss(nsp, batch::nextSentenceLabel, sequences);
    Tensor mlm = predictions.forward(hidden, batch::maskedPosition, batch.masked());
    predictions.crossEntropy().countCorrect(mlm, batch::maskedId, batch.masked());
    predictions.crossEntropy().loss(mlm, batch::maskedId, batch.masked());
    return losses(batch, predictions.crossEntropy().correct());
  }

  /** Losses of a batch, and the gradients of all parameters. */
  PretrainingLosses forwardBackward(PretrainingBatch batch, Step step) {
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

  BertModel bert() {
    return bert;
  }

  MaskedLanguageModelHead predictions() {
    return predictions;
  }

  NextSentenceHead seqRelationship() {
    return seqRelationship;
  }

  /** Frees the activations; the engine is its owner's. */
  @Override
  public void close() {
    predictions.close();
    seqRelationship.close();
    bert.close();
  }
}
