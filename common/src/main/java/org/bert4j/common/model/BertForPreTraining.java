package org.bert4j.common.model;

import java.util.List;
import org.bert4j.common.batch.PretrainingBatch;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.kernel.CrossEntropy;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.EmbeddingTable.Indices;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.layer.Activations;
import org.bert4j.common.layer.Layer;
import org.bert4j.common.layer.Linear;
import org.bert4j.common.layer.Parameter;
import org.bert4j.common.layer.Pass;

/**
 * BERT with its two pre-training heads: Masked LM, and Next Sentence Prediction, which gives two
 * outputs a sequence.
 */
public final class BertForPreTraining extends BertWithHead<PretrainingBatch> {
  /** Name of the loss at masked positions. */
  public static final String MLM = "mlm";

  /** Name of the loss of next-sentence predictions. */
  public static final String NSP = "nsp";

  private static final int NSP_OUTPUTS = 2;

  final Heads cls;
  private Tensor nspLogits;
  private Tensor dNspLogits;
  private Tensor dPooled;

  /**
   * Makes the model.
   *
   * @param config of the model
   */
  public BertForPreTraining(BertConfig config) {
    super(config, true);
    cls = part("cls", new Heads(config, bert.embeddings.wordEmbeddings()));
  }

  /** Both heads. */
  static final class Heads extends Layer {
    final LanguageModelHead predictions;
    final Linear seqRelationship;

    Heads(BertConfig config, Parameter wordEmbeddings) {
      predictions = part("predictions", new LanguageModelHead(config, wordEmbeddings));
      seqRelationship = part("seq_relationship", new Linear(config.hiddenSize(), NSP_OUTPUTS));
    }
  }

  @Override
  public PretrainingBatch emptyBatch() {
    return new PretrainingBatch();
  }

  @Override
  public Output output() {
    return Output.SEQUENCE;
  }

  @Override
  public int outputs() {
    return NSP_OUTPUTS;
  }

  @Override
  boolean setsWordGradient() {
    return true;
  }

  @Override
  public void reserve(Activations memory) {
    super.reserve(memory);
    int sequences = memory.capacity().sequences();
    DataType type = memory.computeType();
    nspLogits = memory.matrix(DataType.FP32, sequences, NSP_OUTPUTS);
    if (memory.isForBackward()) {
      dNspLogits = type == DataType.FP32 ? nspLogits : memory.matrix(type, sequences, NSP_OUTPUTS);
      dPooled = memory.matrix(type, sequences, bert.config().hiddenSize());
    }
  }

  /**
   * Logits of the word pieces at some positions.
   *
   * @param pass the pass
   * @param hidden {@code [N, H]} last hidden states
   * @param positions indices in {@code [N]}
   * @param count M, how many; memory is to be reserved for them
   * @return {@code [M, V]} row by row
   */
  public float[] predictionLogits(Pass pass, Tensor hidden, Indices positions, int count) {
    return cls.predictions.logits(pass, hidden, positions, count);
  }

  @Override
  Tensor logits(Pass pass, TokenBatch batch, Tensor hidden) {
    Tensor result = nspLogits.rows(0, batch.sequences());
    cls.seqRelationship.forward(pass, bert.pooler.forward(pass, hidden, batch)).into(result);
    return result;
  }

  @Override
  List<Loss> losses(Pass pass, PretrainingBatch batch, Tensor hidden) {
    CrossEntropy kernel = pass.engine().crossEntropy();
    int sequences = batch.sequences().sequences();
    Tensor logits = logits(pass, batch.sequences(), hidden);
    int correct = kernel.countCorrect(logits, batch::nextSentenceLabel, sequences);
    double sum = kernel.loss(logits, batch::nextSentenceLabel, sequences);
    return List.of(
        cls.predictions.loss(pass, batch, hidden), new Loss(NSP, 1, sequences, sum, correct));
  }

  @Override
  List<Loss> gradients(
      Pass pass, PretrainingBatch batch, MicroStep step, Tensor hidden, Tensor dHidden) {
    pass.engine().zero(dHidden);
    CrossEntropy kernel = pass.engine().crossEntropy();
    TokenBatch tokens = batch.sequences();
    int sequences = tokens.sequences();
    Tensor pooled = bert.pooler.forward(pass, hidden, tokens);
    Tensor logits = nspLogits.rows(0, sequences);
    cls.seqRelationship.forward(pass, pooled).into(logits);
    int correct = kernel.countCorrect(logits, batch::nextSentenceLabel, sequences);
    Tensor dLogits = dNspLogits.rows(0, sequences);
    double sum =
        kernel.gradient(logits, batch::nextSentenceLabel, sequences, step.factor(1), dLogits);
    cls.seqRelationship.gradients(pass, pooled, dLogits);
    Tensor dStates = dPooled.rows(0, sequences);
    cls.seqRelationship.backward(pass, dLogits).into(dStates);
    bert.pooler.backward(pass, dStates, tokens, dHidden);
    return List.of(
        cls.predictions.gradients(pass, batch, step, hidden, dHidden),
        new Loss(NSP, 1, sequences, sum, correct));
  }
}
