package org.bert4j.common.train;

import java.util.List;
import org.bert4j.common.kernel.FloatView;
import org.bert4j.common.layer.Parameters;

/**
 * Consecutive elements of the gradient, as the parts of which it is the sum.
 *
 * @param parts one of each replica
 */
record GradientPiece(List<FloatView> parts) {
  static GradientPiece of(Parameters parameters, long from, int length) {
    return new GradientPiece(
        parameters.gradientParts().stream()
            .map(part -> new FloatView(part, from, length))
            .toList());
  }

  int length() {
    return parts.get(0).length();
  }

  /** Sums the parts, in their order. */
  void read(float[] gradient) {
    if (parts.size() == 1) {
      parts.get(0).read(gradient);
      return;
    }
    sum(parts.get(0), parts.get(1), gradient);
    for (int i = 2; i < parts.size(); i++) {
      add(parts.get(i), gradient);
    }
  }

  private static void sum(FloatView first, FloatView second, float[] gradient) {
    int length = first.length();
    for (int i = 0; i < length; i++) {
      gradient[i] = first.get(i) + second.get(i);
    }
  }

  private static void add(FloatView part, float[] gradient) {
    int length = part.length();
    for (int i = 0; i < length; i++) {
      gradient[i] += part.get(i);
    }
  }
}
