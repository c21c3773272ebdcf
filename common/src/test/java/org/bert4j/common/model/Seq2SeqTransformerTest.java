package org.bert4j.common.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.bert4j.common.batch.Seq2SeqBatch;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.decoding.Generations;
import org.junit.jupiter.api.Test;

/** With one table of word pieces for both sides and the output. */
class Seq2SeqTransformerTest extends HeadContract<Seq2SeqBatch> {
  private static final int[] TARGETS = {3, 17, 1, 9, 9};

  @Override
  Seq2SeqTransformer model(BertConfig config) {
    return new Seq2SeqTransformer(config, new Seq2SeqConfig(2, true, 0, true));
  }

  @Override
  void label(Seq2SeqBatch batch, int sequence) {
    int[] target = new int[TARGETS[sequence] + 1];
    for (int i = 0; i < target.length; i++) {
      target[i] = (i * 13 + sequence * 5 + 2) % VOCABULARY;
    }
    batch.addTarget(target);
  }

  /** A decoder's layer has a sublayer more than an encoder's. */
  @Override
  int layers() {
    return 2 + 3;
  }

  @Override
  void assertSameOutputs(
      TokenBatch sequences, DataParallel<?, ?> expected, DataParallel<?, ?> actual) {
    Generations.assertSame(sequences, expected, actual);
    assertThrows(IllegalStateException.class, () -> actual.logits(sequences));
  }

  @Test
  void refusesTargetsThatHaveNoPlace() {
    Seq2SeqBatch batch = new Seq2SeqBatch();
    assertThrows(IllegalArgumentException.class, () -> batch.addTarget(3));
    batch.sequences().add(new int[1], new int[1], 0, 1);
    batch.addTarget(new int[66]);
    assertEquals(java.util.List.of(65L), batch.targets());
    assertEquals(66, batch.tokens());
  }
}
