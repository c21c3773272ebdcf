package org.bert4j.finetune.translate;

import java.util.Arrays;
import java.util.List;
import org.bert4j.common.batch.Seq2SeqBatch;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.decoding.GenerationSettings;
import org.bert4j.common.decoding.Hypothesis;
import org.bert4j.common.decoding.TargetGenerator;
import org.bert4j.common.model.DataParallel;
import org.bert4j.common.model.Seq2SeqTransformer;

/** Translates any number of sources in batches of similar length, the longest first. */
final class SourceTranslation {
  private final TargetGenerator generator;
  private final int batchSize;
  private final TokenBatch batch = new TokenBatch();

  SourceTranslation(
      DataParallel<Seq2SeqTransformer, Seq2SeqBatch> model,
      GenerationSettings settings,
      int batchSize) {
    generator = new TargetGenerator(model, settings);
    this.batchSize = batchSize;
  }

  /** The target of each source, in their order. */
  Hypothesis[] of(List<int[]> sources) {
    Integer[] order = new Integer[sources.size()];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Integer.compare(sources.get(b).length, sources.get(a).length));
    Hypothesis[] targets = new Hypothesis[order.length];
    for (int from = 0; from < order.length; from += batchSize) {
      int to = Math.min(order.length, from + batchSize);
      batch.clear();
      for (int i = from; i < to; i++) {
        int[] ids = sources.get(order[i]);
        batch.add(ids, new int[ids.length], 0, ids.length);
      }
      List<Hypothesis> found = generator.generate(batch);
      for (int i = from; i < to; i++) {
        targets[order[i]] = found.get(i - from);
      }
    }
    return targets;
  }
}
