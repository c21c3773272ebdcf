package org.bert4j.pretrain.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bert4j.common.batch.PretrainingBatch;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.pretrain.store.TokenStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Batches of a few documents. */
class SmallBatches {
  static final DataConfig CONFIG = new DataConfig(32, 0.1, 0.15, false, 4, 11);

  @TempDir Path directory;

  Documents documents;
  MaskingVocabulary pieces;

  @BeforeEach
  void write() throws IOException {
    int[][] lengths = new int[12][];
    for (int d = 0; d < lengths.length; d++) {
      lengths[d] = Stores.sentences(3 + 5 * d, 4 + d % 5);
    }
    TokenStore store = Stores.write(directory.resolve("store"), lengths);
    documents = Documents.all(store);
    pieces = Stores.pieces(store.manifest().vocabularySize() - Stores.SPECIAL, 0);
  }

  PretrainingBatches batches(DataConfig config, DataPosition start) {
    return new PretrainingBatches(documents, pieces, config, start);
  }

  /** Everything in a batch, to compare. */
  static String describe(PretrainingBatch batch) {
    StringBuilder text = new StringBuilder();
    TokenBatch sequences = batch.sequences();
    for (int s = 0; s < sequences.sequences(); s++) {
      text.append(batch.nextSentenceLabel(s)).append(':').append(sequences.start(s)).append(' ');
    }
    for (int i = 0; i < sequences.tokens(); i++) {
      text.append(sequences.inputId(i)).append('/').append(sequences.tokenTypeId(i)).append(' ');
    }
    for (int m = 0; m < batch.masked(); m++) {
      text.append(batch.maskedPosition(m)).append('=').append(batch.maskedId(m)).append(' ');
    }
    return text.toString();
  }

  List<String> take(DataConfig config, int count) {
    List<String> descriptions = new ArrayList<>();
    try (PretrainingBatches batches = batches(config, DataPosition.START)) {
      for (int i = 0; i < count; i++) {
        descriptions.add(describe(batches.next(1).get(0)));
      }
    }
    return descriptions;
  }

  /**
   * [CLS] first [SEP] second [SEP], each segment a run of tokens, the second from where it says.
   */
  static void assertLayout(PretrainingBatch batch, int sequence) {
    int start = batch.sequences().start(sequence);
    int[] ids = original(batch, sequence);
    assertEquals(2, ids[0]);
    assertEquals(3, ids[ids.length - 1]);
    int separator = 1;
    while (ids[separator] != 3) {
      assertTrue(separator == 1 || ids[separator] == ids[separator - 1] + 1);
      separator++;
    }
    for (int i = separator + 2; i < ids.length - 1; i++) {
      assertEquals(ids[i - 1] + 1, ids[i]);
    }
    for (int i = 0; i < ids.length; i++) {
      assertEquals(i <= separator ? 0 : 1, batch.sequences().tokenTypeId(start + i));
    }
    int gap = ids[separator + 1] - ids[separator - 1];
    if (batch.nextSentenceLabel(sequence) == PretrainingBatch.IS_NEXT) {
      assertTrue(gap >= 1 && (ids.length == 32 || gap == 1), "the second segment follows");
    } else {
      assertNotEquals(1, gap);
    }
  }

  /** A sequence with its masks undone. */
  static int[] original(PretrainingBatch batch, int sequence) {
    int start = batch.sequences().start(sequence);
    int[] ids = new int[batch.sequences().length(sequence)];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = batch.sequences().inputId(start + i);
    }
    for (int m = 0; m < batch.masked(); m++) {
      int position = batch.maskedPosition(m) - start;
      if (position >= 0 && position < ids.length) {
        ids[position] = batch.maskedId(m);
      }
    }
    return ids;
  }

  List<String> evaluate(Documents heldOut, DataConfig config) {
    EvaluationBatches batches = new EvaluationBatches(heldOut, documents, pieces, config);
    PretrainingBatch batch = new PretrainingBatch();
    List<String> descriptions = new ArrayList<>();
    int sequences = 0;
    while (batches.next(batch)) {
      sequences += batch.sequences().sequences();
      for (int s = 0; s < batch.sequences().sequences(); s++) {
        assertLayout(batch, s);
      }
      descriptions.add(describe(batch));
    }
    assertEquals(batches.sequences(), sequences);
    assertTrue(sequences > 0 && batch.sequences().sequences() == (sequences - 1) % 7 + 1);
    return descriptions;
  }

  static void drain(PretrainingBatches batches) {
    for (int i = 0; i < 100; i++) {
      batches.next(1).get(0);
    }
  }
}
