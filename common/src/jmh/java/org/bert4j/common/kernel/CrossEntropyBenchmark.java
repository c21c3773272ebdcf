package org.bert4j.common.kernel;

import java.util.Arrays;
import org.bert4j.common.random.RandomStream;
import org.bert4j.common.random.RandomStream.Purpose;
import org.openjdk.jmh.annotations.Benchmark;

/** The loss of the masked language model and the gradient of its logits. */
public class CrossEntropyBenchmark extends PrecisionBenchmark {
  /** Of bert-base-uncased. */
  private static final int VOCABULARY = 30_522;

  /** One token in so many is to be predicted. */
  private static final int TOKENS_PER_MASKED = 8;

  private CrossEntropy crossEntropy;
  private int[] labels;
  private Tensor logits;
  private Tensor dLogits;

  /** Made by JMH. */
  public CrossEntropyBenchmark() {}

  @Override
  protected void prepare() {
    int rows = shape.rows() / TOKENS_PER_MASKED;
    crossEntropy = engine().crossEntropy();
    RandomStream random = RandomStream.of(1, 0, 0, Purpose.BENCHMARK);
    labels = new int[rows];
    Arrays.setAll(labels, i -> random.nextInt(VOCABULARY));
    logits = operands().random(DataType.FP32, rows, VOCABULARY);
    dLogits = operands().result(type(), rows, VOCABULARY);
  }

  /**
   * Computes loss and gradient.
   *
   * @return the loss
   */
  @Benchmark
  public double gradient() {
    float factor = 1f / labels.length;
    return crossEntropy.gradient(logits, i -> labels[i], labels.length, factor, dLogits);
  }
}
