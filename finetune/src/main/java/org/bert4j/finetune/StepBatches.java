package org.bert4j.finetune;

import java.util.ArrayList;
import java.util.List;
import org.bert4j.common.batch.Batch;

/** The micro-batches of a step, refilled for every step. */
final class StepBatches<B extends Batch<B>> {
  private final TrainingTask<?, B> task;
  private final int batchSize;
  private final List<B> batches = new ArrayList<>();

  StepBatches(TrainingTask<?, B> task, int batchSize) {
    this.task = task;
    this.batchSize = batchSize;
  }

  /** Fills as many as the windows need, valid until the next call. */
  List<B> of(int[] windows) {
    int count = (windows.length + batchSize - 1) / batchSize;
    while (batches.size() < count) {
      batches.add(task.emptyBatch());
    }
    batches.forEach(Batch::clear);
    for (int i = 0; i < windows.length; i++) {
      task.addTo(batches.get(i / batchSize), windows[i]);
    }
    return batches.subList(0, count);
  }
}
