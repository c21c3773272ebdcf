package org.bert4j.finetune.dl4j;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import org.nd4j.evaluation.BaseEvaluation;
import org.nd4j.evaluation.IEvaluation;
import org.nd4j.evaluation.IMetric;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Scores of answers that are spans of tokens, of a network of Deeplearning4j with outputs {@code
 * [B, 2, T]} for their starts and ends: exact match and F1 as SQuAD's script counts them, but of
 * tokens instead of normalized words, and of every window by itself. The predicted answer is the
 * span with the greatest sum of both outputs, which are to be logits or log-probabilities. An
 * answer at token 0, [CLS], is none.
 */
public final class AnswerEvaluation extends BaseEvaluation<AnswerEvaluation> {
  private static final long serialVersionUID = 1L;

  private int maxAnswerLength;
  private long windows;
  private long exact;
  private double f1;

  /** What is measured, in percent. */
  public enum Metric implements IMetric {
    /** Windows with the right start and end. */
    EXACT,
    /** Mean overlap of predicted and annotated tokens. */
    F1;

    @Override
    @SuppressWarnings("rawtypes")
    public Class<? extends IEvaluation> getEvaluationClass() {
      return AnswerEvaluation.class;
    }

    @Override
    public boolean minimize() {
      return false;
    }
  }

  private record Span(int start, int end) {
    int tokens() {
      return end - start + 1;
    }
  }

  /** For reading from JSON. */
  AnswerEvaluation() {}

  /**
   * Begins with nothing counted.
   *
   * @param maxAnswerLength most tokens of a predicted answer
   * @throws IllegalArgumentException unless it is at least 1
   */
  public AnswerEvaluation(int maxAnswerLength) {
    if (maxAnswerLength < 1) {
      throw new IllegalArgumentException(
          "maxAnswerLength is " + maxAnswerLength + ", expected at least 1");
    }
    this.maxAnswerLength = maxAnswerLength;
  }

  /**
   * Counts the answers of a batch.
   *
   * @param expected one-hot {@code [B, 2, T]}: starts, then ends
   * @param predicted {@code [B, 2, T]}
   * @param mask {@code [B, T]}, 1 where an answer may be; null if everywhere
   * @param recordMetaData is not looked at
   */
  @Override
  public void eval(
      INDArray expected,
      INDArray predicted,
      INDArray mask,
      List<? extends Serializable> recordMetaData) {
    for (long example = 0; example < expected.size(0); example++) {
      Span answer = best(expected, example, null, Integer.MAX_VALUE);
      Span found = best(predicted, example, mask, maxAnswerLength);
      windows++;
      exact += answer.equals(found) ? 1 : 0;
      f1 += overlap(answer, found);
    }
  }

  private static Span best(INDArray scores, long example, INDArray mask, int maxLength) {
    int length = Math.toIntExact(scores.size(2));
    Span best = new Span(0, 0);
    double bestScore = Double.NEGATIVE_INFINITY;
    for (int start = 0; start < length; start++) {
      for (int end = start; end < length && end - start < maxLength; end++) {
        boolean allowed = allowed(mask, example, start) && allowed(mask, example, end);
        double score = scores.getDouble(example, 0, start) + scores.getDouble(example, 1, end);
        if (allowed && score > bestScore && (start > 0 || end == 0)) {
          bestScore = score;
          best = new Span(start, end);
        }
      }
    }
    return best;
  }

  private static boolean allowed(INDArray mask, long example, int t) {
    return mask == null || mask.getDouble(example, t) != 0;
  }

  private static double overlap(Span answer, Span found) {
    if (answer.start() == 0 || found.start() == 0) {
      return answer.equals(found) ? 1 : 0;
    }
    int common = Math.min(answer.end(), found.end()) - Math.max(answer.start(), found.start()) + 1;
    return common <= 0 ? 0 : 2.0 * common / (answer.tokens() + found.tokens());
  }

  @Override
  public void merge(AnswerEvaluation other) {
    windows += other.windows;
    exact += other.exact;
    f1 += other.f1;
  }

  @Override
  public void reset() {
    windows = 0;
    exact = 0;
    f1 = 0;
  }

  @Override
  public String stats() {
    return String.format(
        Locale.ROOT,
        "exact %.2f  F1 %.2f  windows %d",
        getValue(Metric.EXACT),
        getValue(Metric.F1),
        windows);
  }

  @Override
  public double getValue(IMetric metric) {
    if (!(metric instanceof Metric known)) {
      throw new IllegalArgumentException(
          metric + " is no metric of answers, expected one of Metric");
    }
    double sum = known == Metric.EXACT ? exact : f1;
    return windows == 0 ? 0 : 100 * sum / windows;
  }

  @Override
  public AnswerEvaluation newInstance() {
    return new AnswerEvaluation(maxAnswerLength);
  }
}
