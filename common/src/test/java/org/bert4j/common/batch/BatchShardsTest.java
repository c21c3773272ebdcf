package org.bert4j.common.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Every sequence is in one shard, whole, with its label and its masked positions. */
class BatchShardsTest {
  private final BatchShards shards = new BatchShards(3);
  private final List<PretrainingBatch> parts =
      List.of(new PretrainingBatch(), new PretrainingBatch(), new PretrainingBatch());

  private static PretrainingBatch batch(Random random) {
    PretrainingBatch batch = new PretrainingBatch();
    int sequences = 1 + random.nextInt(20);
    for (int s = 0; s < sequences; s++) {
      int length = 1 + random.nextInt(50);
      int[] ids = random.ints(length, 0, 1000).toArray();
      int[] types = random.ints(length, 0, 2).toArray();
      int start = batch.sequences().tokens();
      batch.sequences().add(ids, types, 0, length);
      batch.addNextSentenceLabel(random.nextInt(2));
      for (int i = 0; i < length; i++) {
        if (random.nextInt(4) == 0) {
          batch.addMasked(start + i, ids[i] + 7);
        }
      }
    }
    return batch;
  }

  @RepeatedTest(20)
  void nothingIsLostOrChanged(RepetitionInfo repetition) {
    PretrainingBatch batch = batch(new Random(repetition.getCurrentRepetition()));
    shards.split(batch, parts);
    int sequences = 0;
    int masked = 0;
    for (PretrainingBatch part : parts) {
      TokenBatch tokens = part.sequences();
      sequences += tokens.sequences();
      masked += part.masked();
      for (int s = 0; s < tokens.sequences(); s++) {
        int original = tokens.key(s);
        assertTrue(s == 0 || tokens.key(s - 1) < original);
        assertEquals(batch.nextSentenceLabel(original), part.nextSentenceLabel(s));
        assertEquals(batch.sequences().length(original), tokens.length(s));
        for (int i = 0; i < tokens.length(s); i++) {
          int token = batch.sequences().start(original) + i;
          assertEquals(batch.sequences().inputId(token), tokens.inputId(tokens.start(s) + i));
          assertEquals(
              batch.sequences().tokenTypeId(token), tokens.tokenTypeId(tokens.start(s) + i));
        }
      }
      for (int i = 0; i < part.masked(); i++) {
        assertEquals(tokens.inputId(part.maskedPosition(i)) + 7, part.maskedId(i));
      }
    }
    assertEquals(batch.sequences().sequences(), sequences);
    assertEquals(batch.masked(), masked);
  }

  @RepeatedTest(20)
  void shardsDifferByOneSequenceAtMost(RepetitionInfo repetition) {
    PretrainingBatch batch = batch(new Random(repetition.getCurrentRepetition()));
    shards.split(batch, parts);
    int[] tokens = parts.stream().mapToInt(part -> part.sequences().tokens()).sorted().toArray();
    assertTrue(tokens[2] - tokens[0] <= 50);
  }
}
