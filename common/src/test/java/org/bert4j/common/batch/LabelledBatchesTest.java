package org.bert4j.common.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Sequences take their labels with them wherever they are dealt out to. */
class LabelledBatchesTest {
  private final BatchShards shards = new BatchShards(3);

  private static int addSequence(TokenBatch tokens, Random random) {
    int length = 1 + random.nextInt(50);
    tokens.add(random.ints(length, 0, 1000).toArray(), new int[length], 0, length);
    return length;
  }

  @RepeatedTest(20)
  void everyTokenKeepsItsLabel(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    TokenClassificationBatch batch = new TokenClassificationBatch();
    for (int s = 0; s <= random.nextInt(20); s++) {
      int length = addSequence(batch.sequences(), random);
      for (int i = 0; i < length; i++) {
        int label = random.nextInt(4);
        batch.addLabel(label == 3 ? TokenClassificationBatch.IGNORED : label);
      }
    }
    List<TokenClassificationBatch> parts = Stream.generate(batch::empty).limit(3).toList();
    shards.split(batch, parts);
    int labelled = 0;
    int sequences = 0;
    for (TokenClassificationBatch part : parts) {
      labelled += part.labelled();
      for (int s = 0; s < part.sequences().sequences(); s++) {
        int start = batch.sequences().start(part.sequences().key(s));
        for (int i = 0; i < part.sequences().length(s); i++) {
          assertEquals(batch.label(start + i), part.label(part.sequences().start(s) + i));
        }
        sequences++;
      }
    }
    assertEquals(batch.labelled(), labelled);
    assertEquals(batch.sequences().sequences(), sequences);
  }

  @RepeatedTest(20)
  void everySequenceKeepsItsAnswer(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    QuestionAnsweringBatch batch = new QuestionAnsweringBatch();
    for (int s = 0; s <= random.nextInt(20); s++) {
      int length = addSequence(batch.sequences(), random);
      batch.addAnswer(random.nextInt(length + 2) - 1, random.nextInt(length + 2) - 1);
    }
    List<QuestionAnsweringBatch> parts = Stream.generate(batch::empty).limit(3).toList();
    shards.split(batch, parts);
    int starts = 0;
    int ends = 0;
    for (int shard = 0; shard < parts.size(); shard++) {
      QuestionAnsweringBatch part = parts.get(shard);
      starts += part.countedStarts();
      ends += part.countedEnds();
      for (int s = 0; s < part.sequences().sequences(); s++) {
        int original = part.sequences().key(s);
        assertEquals(shard, shards.shard(original));
        assertEquals(batch.start(original), part.start(s));
        assertEquals(batch.end(original), part.end(s));
      }
    }
    assertEquals(batch.countedStarts(), starts);
    assertEquals(batch.countedEnds(), ends);
  }

  @Test
  void refusesLabelsThatMeanNothing() {
    TokenClassificationBatch batch = new TokenClassificationBatch();
    assertThrows(IllegalArgumentException.class, () -> batch.addLabel(-1));
  }
}
