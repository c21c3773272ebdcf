package org.bert4j.finetune;

import java.util.Arrays;
import java.util.List;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.inference.Sequences;
import org.bert4j.common.model.BertWithHead;
import org.bert4j.common.model.DataParallel;

/**
 * Logits of many windows, computed in batches of similar length, the longest first. Used by one
 * thread at a time.
 */
public final class WindowLogits implements WindowScorer {
  private static final int MAX_TOKENS = 4096;

  private final DataParallel<? extends BertWithHead<?>, ?> model;
  private final TokenBatch batch = new TokenBatch();

  /**
   * Of a model.
   *
   * @param model the model
   */
  public WindowLogits(DataParallel<? extends BertWithHead<?>, ?> model) {
    this.model = model;
  }

  @Override
  public void compute(Sequences windows, Sequences.Receiver<float[]> receiver) {
    long[] byLength = new long[windows.count()];
    for (int i = 0; i < byLength.length; i++) {
      byLength[i] = (long) -windows.length(i) << Integer.SIZE | i;
    }
    Arrays.sort(byLength);
    int from = 0;
    while (from < byLength.length) {
      int to = from + Math.max(1, MAX_TOKENS / windows.length((int) byLength[from]));
      to = Math.min(to, byLength.length);
      compute(windows, Arrays.copyOfRange(byLength, from, to), receiver);
      from = to;
    }
  }

  private void compute(Sequences windows, long[] chosen, Sequences.Receiver<float[]> receiver) {
    batch.clear();
    for (long each : chosen) {
      windows.addTo(batch, (int) each);
    }
    List<float[]> logits = model.evaluateSequences(batch, BertWithHead::sequenceLogits);
    for (int s = 0; s < chosen.length; s++) {
      receiver.accept((int) chosen[s], logits.get(s));
    }
  }
}
