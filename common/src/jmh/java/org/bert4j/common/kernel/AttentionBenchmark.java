package org.bert4j.common.kernel;

import org.openjdk.jmh.annotations.Benchmark;

/** Attention's kernels on the sequences that it takes together, head by head. */
public class AttentionBenchmark extends PrecisionBenchmark {
  /** Attention takes so many sequences of 128 tokens together at most. */
  private static final int MAX_SEQUENCES = 8;

  private float scale;
  private Tensor query;
  private Tensor keyTransposed;
  private Tensor value;
  private Tensor logits;
  private Tensor scores;
  private Tensor probabilities;
  private Tensor dProbabilities;
  private Tensor dScores;
  private Tensor context;

  /** Made by JMH. */
  public AttentionBenchmark() {}

  @Override
  protected void prepare() {
    int hidden = shape.hiddenSize();
    int sequences = Math.min(MAX_SEQUENCES, shape.sequences());
    int rows = sequences * shape.length();
    Tensor projections = operands().random(type(), rows, 3L * hidden);
    scale = (float) (1 / Math.sqrt(hidden / shape.heads()));
    query = heads(projections.columns(0, hidden), sequences);
    keyTransposed = heads(projections.columns(hidden, hidden), sequences).transpose();
    value = heads(projections.columns(2L * hidden, hidden), sequences);
    context = heads(operands().result(type(), rows, hidden), sequences);
    logits = scores(operands().random(type(), (long) rows * shape.heads(), shape.length()));
    scores = scores(operands().result(type(), (long) rows * shape.heads(), shape.length()));
    probabilities = scores(operands().result(type(), (long) rows * shape.heads(), shape.length()));
    engine().softmax().forward(logits, probabilities);
    dProbabilities = scores(operands().random(type(), (long) rows * shape.heads(), shape.length()));
    dScores = scores(operands().result(type(), (long) rows * shape.heads(), shape.length()));
  }

  /** Sequences of hidden states head by head, {@code [n, A, S, D]} of {@code [n S, A D]}. */
  private Tensor heads(Tensor states, int sequences) {
    long length = shape.length();
    long size = states.columns() / shape.heads();
    long row = states.stride(0);
    return new MovingView(
            new long[] {sequences, shape.heads(), length, size},
            new long[] {length * row, size, row, 1})
        .over(states, 0);
  }

  /** Scores of all heads, {@code [n, A, S, S]}. */
  private Tensor scores(Tensor rows) {
    long perSequence = (long) shape.heads() * shape.length();
    return rows.reshape(rows.rows() / perSequence, shape.heads(), shape.length(), shape.length());
  }

  /** {@code Q Kᵀ / √D}, of views into the matrix of projections. */
  @Benchmark
  public void scoreProduct() {
    engine().matmul(query, keyTransposed).scale(scale).into(scores);
  }

  /** The context, {@code P V}. */
  @Benchmark
  public void contextProduct() {
    engine().matmul(probabilities, value).into(context);
  }

  /** Softmax of the scores. */
  @Benchmark
  public void softmax() {
    engine().softmax().forward(logits, scores);
  }

  /** The gradient of softmax. */
  @Benchmark
  public void softmaxBackward() {
    engine().softmax().backward(probabilities, dProbabilities, dScores);
  }
}
