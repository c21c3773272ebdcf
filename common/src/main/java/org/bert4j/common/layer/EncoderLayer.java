package org.bert4j.common.layer;

import org.bert4j.common.kernel.Arena;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.Elementwise.Function;
import org.bert4j.common.kernel.Tensor;

/** A Transformer layer with normalization after each sublayer, as BERT has it. */
public final class EncoderLayer {
  private final MultiHeadAttention attention;
  private final SublayerOutput attentionOutput;
  private final Intermediate intermediate;
  private final SublayerOutput output;
  private Tensor input;

  /**
   * Settings of a layer.
   *
   * @param heads A
   * @param activation of the feed-forward network
   * @param layerNormEps epsilon of the normalizations
   * @param hiddenDropout dropout rate of both sublayers' outputs
   * @param attentionDropout dropout rate of the attention probabilities
   */
  public record Settings(
      int heads,
      Function activation,
      double layerNormEps,
      double hiddenDropout,
      double attentionDropout) {}

  /**
   * Makes a layer.
   *
   * @param engine runs it
   * @param parameters of the model
   * @param name key of the layer, such as {@code bert.encoder.layer.3}
   * @param settings of the layer
   */
  public EncoderLayer(ComputeEngine engine, Parameters parameters, String name, Settings settings) {
    double eps = settings.layerNormEps();
    double rate = settings.hiddenDropout();
    attention =
        new MultiHeadAttention(
            engine,
            parameters,
            name + ".attention.self",
            settings.heads(),
            settings.attentionDropout());
    attentionOutput = new SublayerOutput(engine, parameters, name + ".attention.output", eps, rate);
    intermediate =
        new Intermediate(engine, parameters, name + ".intermediate", settings.activation());
    output = new SublayerOutput(engine, parameters, name + ".output", eps, rate);
  }

  /**
   * Makes room for what the backward pass needs.
   *
   * @param arena owns the memory
   * @param capacity largest batch
   */
  public void reserve(Arena arena, Capacity capacity) {
    attention.reserve(arena, capacity);
    attentionOutput.reserve(arena, capacity);
    intermediate.reserve(arena, capacity);
    output.reserve(arena, capacity);
  }

  /**
   * The forward pass.
   *
   * @param pass the pass
   * @param x {@code [N, H]}, kept until the backward pass
   * @return {@code [N, H]}
   */
  public Tensor forward(Pass pass, Tensor x) {
    input = x;
    Tensor context = attention.forward(pass, x, x);
    Tensor states = attentionOutput.forward(pass, context, x);
    return output.forward(pass, intermediate.forward(states), states);
  }

  /**
   * The gradients of input and parameters.
   *
   * @param pass the pass
   * @param dy {@code [N, H]} gradient of the result, overwritten with the gradient of the input
   * @param scratch of the model
   */
  public void backward(Pass pass, Tensor dy, BackwardScratch scratch) {
    int rows = dy.rows();
    Tensor residual = scratch.residual().rows(0, rows);
    Tensor dIntermediate = scratch.intermediate().rows(0, rows);
    Tensor dStates = scratch.hidden().rows(0, rows);
    output.backward(pass, dy, scratch).into(dIntermediate);
    intermediate.backward(pass, dIntermediate).add(residual).into(dStates);
    Tensor dContext = scratch.context().rows(0, rows);
    attentionOutput.backward(pass, dStates, scratch).into(dContext);
    attention.backward(pass, input, input, scratch);
    attention.dStates().add(residual).into(dy);
  }

  /**
   * Attention probabilities of the last forward pass, before dropout.
   *
   * @param layout of the batch
   * @param run index of a run of equally long sequences
   * @return {@code [n, A, P, P]}, of which the first S rows and columns count
   */
  public Tensor attentionProbabilities(SequenceLayout layout, int run) {
    return attention.probabilities(layout, run);
  }
}
