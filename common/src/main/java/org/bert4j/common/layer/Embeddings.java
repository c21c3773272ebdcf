package org.bert4j.common.layer;

import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.kernel.Arena;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Tensor;

/**
 * {@code dropout(LayerNorm(word + position + token type))}. Positions count from 0 in each
 * sequence; sinusoidal positions are a table like learned ones that gets no gradient.
 */
public final class Embeddings {
  private final ComputeEngine engine;
  private final EmbeddingSum embeddings;
  private final Parameter position;
  private final Parameter tokenType;
  private final boolean learnedPositions;
  private final LayerNorm layerNorm;
  private final Dropout dropout;
  private final int hiddenSize;
  private Tensor sum;
  private Tensor result;

  /**
   * Settings of the embeddings.
   *
   * @param learnedPositions false for a fixed table
   * @param layerNormEps epsilon of the normalization
   * @param dropoutRate of the result
   */
  public record Settings(boolean learnedPositions, double layerNormEps, double dropoutRate) {}

  /**
   * Makes the layer whose parameters are {@code name.word_embeddings} and so on.
   *
   * @param engine runs it
   * @param parameters of the model
   * @param name key of the layer
   * @param settings of the layer
   */
  public Embeddings(ComputeEngine engine, Parameters parameters, String name, Settings settings) {
    this.engine = engine;
    Parameter word = parameters.get(name + ".word_embeddings.weight");
    position = parameters.get(name + ".position_embeddings.weight");
    tokenType = parameters.get(name + ".token_type_embeddings.weight");
    learnedPositions = settings.learnedPositions();
    layerNorm = new LayerNorm(engine, parameters, name + ".LayerNorm", settings.layerNormEps());
    dropout = new Dropout((float) settings.dropoutRate());
    hiddenSize = word.value().columns();
    embeddings = new EmbeddingSum(engine, new EmbeddingSum.Tables(word, position, tokenType));
  }

  /**
   * Makes room for the sum and the result.
   *
   * @param arena owns the memory
   * @param capacity largest batch
   */
  public void reserve(Arena arena, Capacity capacity) {
    sum = arena.matrix(DataType.FP32, capacity.rows(), hiddenSize);
    result = arena.matrix(capacity.computeType(), capacity.rows(), hiddenSize);
    layerNorm.reserve(arena, capacity.rows());
  }

  /**
   * The forward pass.
   *
   * @param pass the pass
   * @param batch the tokens
   * @return {@code [N, H]}
   */
  public Tensor forward(Pass pass, TokenBatch batch) {
    int tokens = batch.tokens();
    int rows = pass.layout().rows();
    embeddings.forward(batch, sum);
    engine.zero(sum.rows(tokens, rows - tokens));
    Tensor y = result.rows(0, rows);
    layerNorm.forward(sum.rows(0, rows), y);
    dropout.drawRows(pass, hiddenSize);
    if (dropout.isOn()) {
      engine.elementwise().multiply(y, dropout.mask()).scale(dropout.scale()).into(y);
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
    if (dropout.isOn()) {
      engine.elementwise().multiply(dy, dropout.mask()).scale(dropout.scale()).into(dy);
    }
    layerNorm.backward(dy, dy, pass.accumulate());
    if (!pass.accumulate()) {
      engine.zero(position.gradient());
      engine.zero(tokenType.gradient());
    }
    embeddings.backward(batch, dy, learnedPositions);
  }
}
