package org.bert4j.common.layer;

import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Tensor;

/**
 * {@code dropout(LayerNorm(word + position + token type))}. Positions count from 0 in each
 * sequence; sinusoidal positions are a table like learned ones that gets no gradient.
 */
public final class Embeddings extends Layer {
  final Parameter wordEmbeddings;
  final Parameter positionEmbeddings;
  final Parameter tokenTypeEmbeddings;
  final LayerNorm layerNorm;
  private final EmbeddingSum embeddingSum;
  private final boolean learnedPositions;
  private final Dropout dropout;
  private final int hiddenSize;
  private Tensor sum;
  private Tensor result;

  /**
   * Sizes of the tables.
   *
   * @param vocabSize V
   * @param maxPositions P
   * @param tokenTypes T
   * @param hiddenSize H
   */
  public record Sizes(int vocabSize, int maxPositions, int tokenTypes, int hiddenSize) {}

  /**
   * Makes the layer.
   *
   * @param sizes of the tables
   * @param learnedPositions false for a fixed table of sinusoids
   * @param layerNormEps epsilon of the normalization
   * @param dropoutRate of the result
   */
  public Embeddings(
      Sizes sizes, boolean learnedPositions, double layerNormEps, double dropoutRate) {
    this(sizes, null, learnedPositions, layerNormEps, dropoutRate);
  }

  private Embeddings(
      Sizes sizes,
      Parameter sharedWords,
      boolean learnedPositions,
      double layerNormEps,
      double dropoutRate) {
    hiddenSize = sizes.hiddenSize();
    wordEmbeddings =
        sharedWords == null
            ? table("word_embeddings", sizes.vocabSize(), FirstValues.TRUNCATED_NORMAL)
            : sharedWords;
    positionEmbeddings =
        table(
            "position_embeddings",
            sizes.maxPositions(),
            learnedPositions ? FirstValues.TRUNCATED_NORMAL : FirstValues.SINUSOIDS);
    tokenTypeEmbeddings =
        table("token_type_embeddings", sizes.tokenTypes(), FirstValues.TRUNCATED_NORMAL);
    layerNorm = part("LayerNorm", new LayerNorm(hiddenSize, layerNormEps));
    embeddingSum =
        new EmbeddingSum(
            new EmbeddingSum.Tables(wordEmbeddings, positionEmbeddings, tokenTypeEmbeddings));
    this.learnedPositions = learnedPositions;
    dropout = new Dropout((float) dropoutRate);
  }

  /**
   * Makes a layer of the same kind whose word pieces are those of this one, as a decoder has it
   * that is tied to the encoder.
   *
   * @param sizes of the other tables
   * @param layerNormEps epsilon of the normalization
   * @param dropoutRate of the result
   * @return a layer that does not declare the table of word pieces
   */
  public Embeddings sharingWords(Sizes sizes, double layerNormEps, double dropoutRate) {
    return new Embeddings(sizes, wordEmbeddings, learnedPositions, layerNormEps, dropoutRate);
  }

  private Parameter table(String name, int rows, FirstValues firstValues) {
    return part(name + ".weight", Parameter.table(rows, hiddenSize, firstValues));
  }

  /**
   * The table of word pieces, to which a decoder may be tied.
   *
   * @return {@code [V, H]}
   */
  public Parameter wordEmbeddings() {
    return wordEmbeddings;
  }

  /**
   * The table of positions.
   *
   * @return {@code [P, H]}
   */
  public Parameter positionEmbeddings() {
    return positionEmbeddings;
  }

  @Override
  public void reserve(Activations memory) {
    int rows = memory.capacity().rows();
    sum = memory.matrix(DataType.FP32, rows, hiddenSize);
    result = memory.hiddenStates(rows, hiddenSize);
    layerNorm.reserve(memory);
  }

  /**
   * The forward pass.
   *
   * @param pass the pass
   * @param batch the tokens
   * @return {@code [N, H]}
   */
  public Tensor forward(Pass pass, TokenBatch batch) {
    return forward(pass, batch, 0);
  }

  /**
   * The forward pass of sequences that go on.
   *
   * @param pass the pass
   * @param batch the tokens
   * @param firstPosition of the first token of each sequence
   * @return {@code [N, H]}
   */
  public Tensor forward(Pass pass, TokenBatch batch, int firstPosition) {
    int tokens = batch.tokens();
    int rows = pass.layout().rows();
    embeddingSum.forward(pass.engine(), batch, firstPosition, sum);
    pass.engine().zero(sum.rows(tokens, rows - tokens));
    Tensor y = result.rows(0, rows);
    layerNorm.forward(pass, sum.rows(0, rows), y);
    dropout.drawRows(pass, hiddenSize);
    if (dropout.isOn()) {
      dropout.apply(pass, y, y);
    }
    return y;
  }

  /**
   * Adds the gradient of the word embeddings and sets or, in later micro-batches, adds the others.
   *
   * @param pass the pass
   * @param batch the tokens of the forward pass
   * @param dy {@code [N, H]} gradient of the result, overwritten
   */
  public void backward(Pass pass, TokenBatch batch, Tensor dy) {
    ComputeEngine engine = pass.engine();
    if (dropout.isOn()) {
      dropout.apply(pass, dy, dy);
    }
    layerNorm.backward(pass, dy, dy);
    if (!pass.accumulate()) {
      engine.zero(positionEmbeddings.gradient());
      engine.zero(tokenTypeEmbeddings.gradient());
    }
    embeddingSum.backward(engine, batch, dy, learnedPositions);
  }
}
