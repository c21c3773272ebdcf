package org.bert4j.common.layer;

import java.util.HashMap;
import java.util.Map;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Matmul;
import org.bert4j.common.kernel.MovingView;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.layer.AttentionLayout.Run;
import org.bert4j.common.layer.AttentionLayout.Shape;

/**
 * Scaled dot-product attention in A heads (Vaswani et al., 2017): {@code softmax(Q Kᵀ / √D + mask)
 * V} for each sequence and head, with dropout on the probabilities. Queries are made of a
 * sequence's own states; keys and values of the same or of another's, of any length. A causal mask
 * lets the last query see all keys and each one before it one key less.
 *
 * <p>Where keys and values are a sequence's own, one product makes all three, and they are views
 * into one matrix {@code [N, 3H]}; nothing is transposed or copied. Keys and values of others are
 * views into {@code [N, 2H]}.
 */
public final class MultiHeadAttention extends Layer {
  final Linear query;
  final Linear key;
  final Linear value;
  private final Settings settings;
  private final int hiddenSize;
  private final Linear queryKeyValue;
  private final Linear keyValue;
  private final Dropout dropout;
  private final float scale;
  private final Map<Shape, AttentionViews> viewsByShape = new HashMap<>();
  private final Map<Shape, MovingView> masksByShape = new HashMap<>();
  private Tensor queries;
  private Tensor keyValues;
  private Tensor dQueries;
  private Tensor dKeyValues;
  private Tensor probabilities;
  private Tensor dropped;
  private Tensor context;
  private AttentionMask mask;
  private AttentionLayout layout;

  /**
   * What kind of attention a layer has.
   *
   * @param heads A
   * @param dropoutRate of the probabilities
   * @param causal whether a token must not see what follows it
   * @param crossAttention whether keys and values are of other sequences than queries
   */
  public record Settings(int heads, double dropoutRate, boolean causal, boolean crossAttention) {
    /**
     * Attention of every token to every other of its sequence, as BERT has it.
     *
     * @param heads A
     * @param dropoutRate of the probabilities
     * @return the settings
     */
    public static Settings bidirectional(int heads, double dropoutRate) {
      return new Settings(heads, dropoutRate, false, false);
    }
  }

  /**
   * Makes the layer.
   *
   * @param hiddenSize H, a multiple of the heads
   * @param settings what kind of attention it has
   */
  public MultiHeadAttention(int hiddenSize, Settings settings) {
    this.settings = settings;
    this.hiddenSize = hiddenSize;
    query = new Linear(hiddenSize, hiddenSize);
    key = new Linear(hiddenSize, hiddenSize);
    value = new Linear(hiddenSize, hiddenSize);
    // Declared in this order, the three weights are one matrix, and the three biases one vector.
    part("query.weight", query.weight());
    part("key.weight", key.weight());
    part("value.weight", value.weight());
    part("query.bias", query.bias);
    part("key.bias", key.bias);
    part("value.bias", value.bias);
    queryKeyValue = Linear.sideBySide(query, key, value);
    keyValue = Linear.sideBySide(key, value);
    dropout = new Dropout((float) settings.dropoutRate());
    scale = (float) (1 / Math.sqrt(hiddenSize / settings.heads()));
  }

  int heads() {
    return settings.heads();
  }

  /** What makes queries, keys and values side by side. */
  Linear queryKeyValue() {
    return queryKeyValue;
  }

  /**
   * What makes the queries.
   *
   * @return the layer
   */
  public Linear query() {
    return query;
  }

  /**
   * What makes the keys.
   *
   * @return the layer
   */
  public Linear key() {
    return key;
  }

  @Override
  public void reserve(Activations memory) {
    viewsByShape.clear();
    masksByShape.clear();
    DataType type = memory.computeType();
    Capacity capacity = memory.capacity();
    Capacity attended = memory.attended();
    int rows = capacity.attentionRows();
    if (settings.crossAttention()) {
      queries = memory.matrix(type, rows, hiddenSize);
      keyValues = memory.matrix(type, attended.attentionRows(), 2L * hiddenSize);
    } else {
      queries = memory.matrix(type, rows, 3L * hiddenSize);
      keyValues = queries;
    }
    context = memory.matrix(type, rows, hiddenSize);
    long scores = settings.heads() * attended.scores();
    probabilities = memory.attentions(scores);
    boolean drops = dropout.isPossible() && memory.isForBackward();
    dropped = drops ? memory.matrix(type, 1, scores) : probabilities;
    if (settings.crossAttention() && memory.isForBackward()) {
      dQueries = memory.matrix(type, rows, hiddenSize);
      dKeyValues = memory.matrix(type, attended.attentionRows(), 2L * hiddenSize);
    }
    mask = memory.attentionMask();
    if (settings.causal()) {
      mask.reserveCausal();
    }
  }

  /**
   * The forward pass of attention to the sequences' own states.
   *
   * @param pass the pass
   * @param states {@code [N, H]}, kept until the backward pass
   * @return the heads' results side by side, {@code [N, H]}
   */
  public Tensor forward(Pass pass, Tensor states) {
    layout = pass.layout().attention();
    queryKeyValue.forward(pass, states).into(queries.rows(0, states.rows()));
    return attend(pass);
  }

  /**
   * Makes keys and values of other sequences' states, for {@link #toKeptKeys}.
   *
   * @param pass the pass
   * @param keyValueStates {@code [N, H]} of the others
   */
  void keepKeys(Pass pass, Tensor keyValueStates) {
    keyValue.forward(pass, keyValueStates).into(keyValues.rows(0, keyValueStates.rows()));
  }

  /**
   * The forward pass of attention to other sequences, whose keys and values are kept.
   *
   * @param pass the pass
   * @param queryStates {@code [N, H]}, what the queries are made of
   * @param attention how the sequences go together
   * @return the heads' results side by side, {@code [N, H]}
   */
  Tensor toKeptKeys(Pass pass, Tensor queryStates, AttentionLayout attention) {
    layout = attention;
    query.forward(pass, queryStates).into(queries.rows(0, queryStates.rows()));
    return attend(pass);
  }

  /**
   * The forward pass of one more token of every sequence, which sees itself and those before it.
   *
   * @param pass the pass, without dropout
   * @param states {@code [B and spare rows, H]}, a row a sequence
   * @param cache keys and values of the tokens before it; receives those of this one
   * @return the heads' results side by side, {@code [B and spare rows, H]}
   */
  Tensor next(Pass pass, Tensor states, DecoderCache.Layer cache) {
    ComputeEngine engine = pass.engine();
    int rows = states.rows();
    query.forward(pass, states).into(queries.rows(0, rows).columns(0, hiddenSize));
    keyValue.forward(pass, states).into(cache.newKeyValues(rows));
    DecoderCache.Views views = cache.views(rows, settings.heads());
    Tensor scores = views.scores(probabilities);
    Matmul product = engine.matmul(views.query(queries), views.keyTransposed()).scale(scale);
    if (views.keys() > cache.visible()) {
      product.add(mask.ofPadding(views.mask(), cache.visible()));
    }
    product.into(scores);
    engine.softmax().forward(scores, scores);
    engine.matmul(scores, views.value()).into(views.context(context));
    return context.rows(0, rows);
  }

  /**
   * The forward pass of attention to other sequences' states.
   *
   * @param pass the pass; its layout is that of the query states
   * @param queryStates {@code [N, H]}, what the queries are made of
   * @param keyValueStates {@code [N, H]} of the others, what keys and values are made of
   * @param attention how the sequences go together
   * @return the heads' results side by side, {@code [N, H]}
   * @throws IllegalArgumentException if a causal layer has more queries than keys
   */
  public Tensor forward(
      Pass pass, Tensor queryStates, Tensor keyValueStates, AttentionLayout attention) {
    keepKeys(pass, keyValueStates);
    return toKeptKeys(pass, queryStates, attention);
  }

  private Tensor attend(Pass pass) {
    dropout.drawScores(pass, layout, settings.heads());
    for (Run run : layout.runs()) {
      attend(pass.engine(), run);
    }
    int tokens = layout.queries().tokens();
    int rows = layout.queries().rows();
    pass.engine().zero(context.rows(tokens, rows - tokens));
    return context.rows(0, rows);
  }

  private void attend(ComputeEngine engine, Run run) {
    AttentionViews views = views(run);
    Tensor scores = views.scores(probabilities, run);
    Matmul product =
        engine.matmul(views.query(queries, run), views.keyTransposed(keyValues, run)).scale(scale);
    masked(product, run).into(scores);
    engine.softmax().forward(scores, scores);
    if (run.queryBucket() > run.queryLength()) {
      engine.zero(views.spareScores(probabilities, run));
    }
    Tensor weights = scores;
    if (dropout.isOn()) {
      weights = views.dropped(dropped, run);
      Tensor dropoutMask = views.dropoutMask(dropout.mask(), run);
      engine.elementwise().multiply(scores, dropoutMask).scale(dropout.scale()).into(weights);
    }
    engine.matmul(weights, views.value(keyValues, run)).into(views.context(context, run));
  }

  private Matmul masked(Matmul product, Run run) {
    if (settings.causal()) {
      if (run.queryLength() > run.keyLength()) {
        throw new IllegalArgumentException(
            run.queryLength() + " queries over " + run.keyLength() + " keys: the first sees none");
      }
      return product.add(mask.ofFuture(maskWindow(run), run));
    }
    return run.isPadded() ? product.add(mask.ofPadding(maskWindow(run), run.keyLength())) : product;
  }

  /**
   * The gradients of the projections and of the parameters. The gradient of the states follows by
   * {@link #dStates}.
   *
   * @param pass the pass
   * @param states {@code [N, H]} of the forward pass
   * @param scratch of the model; its {@code context} holds the gradient of the result
   */
  public void backward(Pass pass, Tensor states, BackwardScratch scratch) {
    dQueries = scratch.projections();
    dKeyValues = scratch.projections();
    attendBackward(pass.engine(), scratch);
    queryKeyValue.gradients(pass, states, gradient(pass, dQueries, layout.queries()));
  }

  /**
   * The gradient of the states.
   *
   * @param pass the pass
   * @return the product, to be run into it, {@code [N, H]}
   */
  public Matmul dStates(Pass pass) {
    return queryKeyValue.backward(pass, dQueries.rows(0, layout.queries().rows()));
  }

  /**
   * The gradients of the projections and of the parameters of attention to other sequences. Those
   * of the states follow by {@link #dQueryStates} and {@link #dKeyValueStates}.
   *
   * @param pass the pass
   * @param queryStates {@code [N, H]} of the forward pass
   * @param keyValueStates {@code [N, H]} of the forward pass
   * @param scratch of the model; its {@code context} holds the gradient of the result
   */
  public void backward(
      Pass pass, Tensor queryStates, Tensor keyValueStates, BackwardScratch scratch) {
    attendBackward(pass.engine(), scratch);
    query.gradients(pass, queryStates, gradient(pass, dQueries, layout.queries()));
    keyValue.gradients(pass, keyValueStates, gradient(pass, dKeyValues, layout.keys()));
  }

  /** Gradients of a batch's projections, zero in spare rows. */
  private static Tensor gradient(Pass pass, Tensor all, SequenceLayout layout) {
    pass.engine().zero(all.rows(layout.tokens(), layout.rows() - layout.tokens()));
    return all.rows(0, layout.rows());
  }

  /**
   * The gradient of the query states.
   *
   * @param pass the pass
   * @return the product, to be run into it, {@code [N, H]}
   */
  public Matmul dQueryStates(Pass pass) {
    return query.backward(pass, dQueries.rows(0, layout.queries().rows()));
  }

  /**
   * The gradient of the key/value states.
   *
   * @param pass the pass
   * @return the product, to be run into it, {@code [N, H]} of the others
   */
  public Matmul dKeyValueStates(Pass pass) {
    return keyValue.backward(pass, dKeyValues.rows(0, layout.keys().rows()));
  }

  private void attendBackward(ComputeEngine engine, BackwardScratch scratch) {
    for (Run run : layout.runs()) {
      attendBackward(engine, run, scratch);
    }
  }

  private void attendBackward(ComputeEngine engine, Run run, BackwardScratch scratch) {
    AttentionViews views = views(run);
    Tensor dContext = views.context(scratch.context(), run);
    Tensor scores = views.scores(probabilities, run);
    Tensor dScores = views.dScores(scratch.scores());
    Matmul product = engine.matmul(dContext, views.valueTransposed(keyValues, run));
    if (dropout.isOn()) {
      product.multiply(views.dropoutMask(dropout.mask(), run)).scale(dropout.scale());
    }
    product.into(dScores);
    Tensor weights = views.droppedTransposed(dropout.isOn() ? dropped : probabilities, run);
    engine.matmul(weights, dContext).into(views.value(dKeyValues, run));
    engine.softmax().backward(scores, dScores, dScores);
    engine.matmul(dScores, views.key(keyValues, run)).scale(scale).into(views.query(dQueries, run));
    engine
        .matmul(views.dScoresTransposed(scratch.scores()), views.query(queries, run))
        .scale(scale)
        .into(views.key(dKeyValues, run));
  }

  /**
   * Attention probabilities of the last forward pass, before dropout.
   *
   * @param run index of a run of equally long sequences
   * @return {@code [n, A, Q, P]}, of which the first rows and columns count: Q and P are lengths
   *     or, for a sequence that goes alone, lengths rounded up
   */
  public Tensor probabilities(int run) {
    Run wanted = layout.runs().get(run);
    return views(wanted).scores(probabilities, wanted);
  }

  private AttentionViews views(Run run) {
    return viewsByShape.computeIfAbsent(
        run.shape(),
        unused ->
            new AttentionViews(
                run,
                settings.heads(),
                hiddenSize,
                settings.crossAttention()
                    ? new AttentionViews.Projections(hiddenSize, 2L * hiddenSize, 0)
                    : new AttentionViews.Projections(
                        3L * hiddenSize, 3L * hiddenSize, hiddenSize)));
  }

  private MovingView maskWindow(Run run) {
    return masksByShape.computeIfAbsent(run.shape(), unused -> mask.window(run, settings.causal()));
  }
}
