package org.bert4j.common.train;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Locale;

/**
 * Settings of an optimizer with two moments.
 *
 * @param beta1 decay of the first moment
 * @param beta2 decay of the second moment
 * @param epsilon added to the root of the second moment
 * @param weightDecay of matrices, times the learning rate a step
 * @param maxGradientNorm global norm that gradients are clipped to
 */
@RecordBuilder
public record OptimizerSettings(
    double beta1, double beta2, double epsilon, double weightDecay, double maxGradientNorm)
    implements OptimizerSettingsBuilder.With {
  /** As BERT was pre-trained. */
  public static final OptimizerSettings BERT = new OptimizerSettings(0.9, 0.999, 1e-6, 0.01, 1.0);

  /**
   * As HuggingFace's Trainer fine-tunes, PyTorch's defaults. Many gradients of a trained encoder
   * are so small that 1e-6 would slow their parameters down.
   */
  public static final OptimizerSettings FINE_TUNING =
      new OptimizerSettings(0.9, 0.999, 1e-8, 0.01, 1.0);

  /** Checks every value. {@inheritDoc} */
  public OptimizerSettings {
    require("beta1", beta1, beta1 >= 0 && beta1 < 1, "0 to below 1");
    require("beta2", beta2, beta2 >= 0 && beta2 < 1, "0 to below 1");
    require("epsilon", epsilon, epsilon > 0, "above 0");
    require("weight_decay", weightDecay, weightDecay >= 0, "at least 0");
    require("max_gradient_norm", maxGradientNorm, maxGradientNorm > 0, "above 0");
  }

  private static void require(String name, double value, boolean valid, String expected) {
    if (!valid) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s is %s, expected %s", name, value, expected));
    }
  }

  /**
   * Factor that clips gradients to the largest norm, as PyTorch computes it.
   *
   * @param gradientNorm global norm
   * @return at most 1
   */
  double clip(double gradientNorm) {
    return Math.min(1, maxGradientNorm / (gradientNorm + 1e-6));
  }
}
