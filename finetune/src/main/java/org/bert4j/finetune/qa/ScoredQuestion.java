package org.bert4j.finetune.qa;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bert4j.finetune.qa.decode.WindowScores;
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

  /** Takes a window's scores, {@code [S, 2]} row by row. */
  void take(int window, float[] logits) {
    startLogits[window] = new float[logits.length / 2];
    endLogits[window] = new float[logits.length / 2];
    for (int i = 0; i < logits.length / 2; i++) {
      startLogits[window][i] = logits[2 * i];
      endLogits[window][i] = logits[2 * i + 1];
    }
  }

  /** All windows with their scores. */
  List<WindowScores> windows() {
    List<WindowScores> windows = new ArrayList<>();
    for (int i = 0; i < startLogits.length; i++) {
      windows.add(window(i));
    }
    return windows;
  }

  private WindowScores window(int index) {
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
    return new WindowScores(starts, ends, maxContext, startLogits[index], endLogits[index]);
  }
}
