package org.bert4j.common.layer;

import java.util.HashMap;
import java.util.Map;
import org.bert4j.common.kernel.Arena;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Matmul;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.layer.SequenceLayout.Run;

/**
 * Scaled dot-product attention in A heads (Vaswani et al., 2017): {@code softmax(Q Kᵀ / √D) V} for
 * each sequence and head, with dropout on the probabilities. Queries, keys and values are views
 * into one matrix {@code [N, 3H]}; nothing is transposed or copied.
 *
 * <p>A sequence that goes alone is computed as if it were a few rows longer ({@link
 * SequenceLayout}): a mask gives the columns that are not its own the probability 0, its rows that
 * are not its own are set to 0, and so nothing of them reaches a result or a gradient.
 *
 * <p>Query states and key/value states are given apart; where they are the same matrix, one product
 * makes all three.
 */
public final class MultiHeadAttention {
  private final ComputeEngine engine;
  private final int heads;
  private final int hiddenSize;
  private final Linear query;
  private final Linear keyValue;
  private final Linear queryKeyValue;
  private final Dropout dropout;
  private final float scale;
  private final Map<Integer, AttentionViews> viewsByShape = new HashMap<>();
  private Tensor projections;
  private Tensor probabilities;
  private Tensor dropped;
  private Tensor context;
  private Tensor dProjections;
  private AttentionMask attentionMask;

  /**
   * Makes the layer whose parameters are {@code name.query}, {@code name.key} and {@code
   * name.value}, which lie one after another.
   *
   * @param engine runs it
   * @param parameters of the model
   * @param name key of the layer
   * @param heads A
   * @param dropoutRate of the probabilities
   */
  public MultiHeadAttention(
      ComputeEngine engine, Parameters parameters, String name, int heads, double dropoutRate) {
    this.engine = engine;
    this.heads = heads;
    hiddenSize = parameters.get(name + ".query.weight").value().rows();
    query = Linear.of(engine, parameters, name + ".query");
    keyValue = fused(parameters, name, "key", 2);
    queryKeyValue = fused(parameters, name, "query", 3);
    dropout = new Dropout((float) dropoutRate);
    scale = (float) (1 / Math.sqrt(hiddenSize / heads));
  }

  private Linear fused(Parameters parameters, String name, String first, int count) {
    String key = name + "." + first;
    return new Linear(
        engine,
        parameters,
        parameters.fused(key + ".weight", (long) count * hiddenSize, hiddenSize),
        parameters.fused(key + ".bias", 1, (long) count * hiddenSize));
  }

  /**
   * Makes room for projections and probabilities.
   *
   * @param arena owns the memory
   * @param capacity largest batch
   */
  public void reserve(Arena arena, Capacity capacity) {
    viewsByShape.clear();
    DataType type = capacity.computeType();
    projections = arena.matrix(type, capacity.attentionRows(), 3L * hiddenSize);
    context = arena.matrix(type, capacity.attentionRows(), hiddenSize);
    attentionMask = new AttentionMask(arena, capacity.maxLength());
    probabilities = arena.matrix(type, 1, heads * capacity.scores());
    dropped =
        dropout.isPossible() ? arena.matrix(type, 1, heads * capacity.scores()) : probabilities;
  }

  /**
   * The forward pass.
   *
   * @param pass the pass
   * @param queryStates {@code [N, H]}, what the queries are made of
   * @param keyValueStates {@code [N, H]}, what keys and values are made of; the sequences of both
   *     lie alike
   * @return the heads' results side by side, {@code [N, H]}
   */
  public Tensor forward(Pass pass, Tensor queryStates, Tensor keyValueStates) {
    SequenceLayout layout = pass.layout();
    Tensor qkv = projections.rows(0, layout.rows());
    if (queryStates == keyValueStates) {
      queryKeyValue.forward(queryStates).into(qkv);
    } else {
      query.forward(queryStates).into(qkv.columns(0, hiddenSize));
      keyValue.forward(keyValueStates).into(qkv.columns(hiddenSize, 2L * hiddenSize));
    }
    dropout.drawScores(pass, heads);
    for (Run run : layout.runs()) {
      attend(run);
    }
    engine.zero(context.rows(layout.tokens(), layout.rows() - layout.tokens()));
    return context.rows(0, layout.rows());
  }

  private void attend(Run run) {
    AttentionViews views = views(run);
    Tensor scores = views.scores(probabilities, run);
    Matmul product =
        engine
            .matmul(views.query(projections, run), views.keyTransposed(projections, run))
            .scale(scale);
    if (run.isPadded()) {
      product.add(attentionMask.of(run));
    }
    product.into(scores);
    engine.softmax().forward(scores, scores);
    if (run.isPadded()) {
      engine.zero(views.spareScores(probabilities, run));
    }
    Tensor weights = scores;
    if (dropout.isOn()) {
      weights = views.dropped(dropped, run);
      Tensor mask = views.dropoutMask(dropout.mask(), run);
      engine.elementwise().multiply(scores, mask).scale(dropout.scale()).into(weights);
    }
    engine.matmul(weights, views.value(projections, run)).into(views.context(context, run));
  }

  /**
   * The gradients of the projections and of the parameters. The gradient of the states follows by
   * {@link #dStates}, or where they were apart by {@link #dQueryStates} and {@link
   * #dKeyValueStates}.
   *
   * @param pass the pass
   * @param queryStates {@code [N, H]} of the forward pass
   * @param keyValueStates {@code [N, H]} of the forward pass
   * @param scratch of the model; its {@code context} holds the gradient of the result
   */
  public void backward(
      Pass pass, Tensor queryStates, Tensor keyValueStates, BackwardScratch scratch) {
    SequenceLayout layout = pass.layout();
    dProjections = scratch.projections().rows(0, layout.rows());
    for (Run run : layout.runs()) {
      attendBackward(run, scratch);
    }
    engine.zero(dProjections.rows(layout.tokens(), layout.rows() - layout.tokens()));
    if (queryStates == keyValueStates) {
      queryKeyValue.gradients(queryStates, dProjections, pass.accumulate());
    } else {
      query.gradients(queryStates, dQuery(), pass.accumulate());
      keyValue.gradients(keyValueStates, dKeyValue(), pass.accumulate());
    }
  }

  /**
   * The gradient of states that were both query and key/value states.
   *
   * @return the product, to be run into it, {@code [N, H]}
   */
  public Matmul dStates() {
    return queryKeyValue.backward(dProjections);
  }

  /**
   * The gradient of the query states.
   *
   * @return the product, to be run into it, {@code [N, H]}
   */
  public Matmul dQueryStates() {
    return query.backward(dQuery());
  }

  /**
   * The gradient of the key/value states.
   *
   * @return the product, to be run into it, {@code [N, H]}
   */
  public Matmul dKeyValueStates() {
    return keyValue.backward(dKeyValue());
  }

  private Tensor dQuery() {
    return dProjections.columns(0, hiddenSize);
  }

  private Tensor dKeyValue() {
    return dProjections.columns(hiddenSize, 2L * hiddenSize);
  }

  private void attendBackward(Run run, BackwardScratch scratch) {
    AttentionViews views = views(run);
    Tensor dContext = views.context(scratch.context(), run);
    Tensor scores = views.scores(probabilities, run);
    Tensor dScores = views.dScores(scratch.scores());
    Matmul product = engine.matmul(dContext, views.valueTransposed(projections, run));
    if (dropout.isOn()) {
      product.multiply(views.dropoutMask(dropout.mask(), run)).scale(dropout.scale());
    }
    product.into(dScores);
    Tensor weights = views.droppedTransposed(dropout.isOn() ? dropped : probabilities, run);
    engine.matmul(weights, dContext).into(views.value(dProjections, run));
    engine.softmax().backward(scores, dScores, dScores);
    engine
        .matmul(dScores, views.key(projections, run))
        .scale(scale)
        .into(views.query(dProjections, run));
    engine
        .matmul(views.dScoresTransposed(scratch.scores()), views.query(projections, run))
        .scale(scale)
        .into(views.key(dProjections, run));
  }

  /**
   * Attention probabilities of a batch's run of sequences, before dropout.
   *
   * @param layout of the batch
   * @param run index of the run
   * @return {@code [n, A, P, P]}, of which the first S rows and columns count; P is S or, for a
   *     sequence that goes alone, S rounded up
   */
  Tensor probabilities(SequenceLayout layout, int run) {
    Run wanted = layout.runs().get(run);
    return views(wanted).scores(probabilities, wanted);
  }

  private AttentionViews views(Run run) {
    int key = run.length() << Byte.SIZE | run.sequences();
    AttentionViews views = viewsByShape.get(key);
    if (views == null) {
      views = new AttentionViews(run, heads, hiddenSize);
      viewsByShape.put(key, views);
    }
    return views;
  }
}
