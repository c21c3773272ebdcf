package org.bert4j.finetune.qa;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bert4j.finetune.qa.decode.WindowLogits;
import org.bert4j.finetune.qa.features.QuestionFeatures;
import org.bert4j.finetune.qa.features.Window;

/** A question whose windows are scored one after the other, in any order. */
final class ScoredQuestion {
  private final String context;
  private final QuestionFeatures features;
  private final float[][] startLogits;
  private final float[][] endLogits;

  ScoredQuestion(String context, QuestionFeatures features) {
    this.context = context;
    this.features = features;
    startLogits = new float[features.windows().size()][];
    endLogits = new float[features.windows().size()][];
  }

  String context() {
    return context;
  }

  QuestionFeatures features() {
    return features;
  }

  /** Takes a window's scores from those of its batch, {@code [N, 2]}, where its sequence begins. */
  void take(int window, float[] logits, int from) {
    int length = features.length(features.windows().get(window));
    startLogits[window] = new float[length];
    endLogits[window] = new float[length];
    for (int i = 0; i < length; i++) {
      startLogits[window][i] = logits[2 * (from + i)];
      endLogits[window][i] = logits[2 * (from + i) + 1];
    }
  }

  /** All windows with their scores. */
  List<WindowLogits> windows() {
    List<WindowLogits> windows = new ArrayList<>();
    for (int i = 0; i < startLogits.length; i++) {
      windows.add(window(i));
    }
    return windows;
  }

  private WindowLogits window(int index) {
    Window window = features.windows().get(index);
    int length = features.length(window);
    int[] starts = new int[length];
    int[] ends = new int[length];
    boolean[] maxContext = new boolean[length];
    Arrays.fill(starts, -1);
    Arrays.fill(ends, -1);
    int at = features.contextStart();
    System.arraycopy(features.context().starts(), window.start(), starts, at, window.length());
    System.arraycopy(features.context().ends(), window.start(), ends, at, window.length());
    boolean[] best = Window.maxContext(features.windows(), index);
    System.arraycopy(best, 0, maxContext, at, window.length());
    return new WindowLogits(starts, ends, maxContext, startLogits[index], endLogits[index]);
  }
}
