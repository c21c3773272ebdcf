package org.bert4j.pretrain.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bert4j.common.batch.PretrainingBatch;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.pretrain.store.TokenStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PretrainingBatchesTest {
  private static final DataConfig CONFIG = new DataConfig(32, 0.1, 0.15, false, 4, 11);

  @TempDir Path directory;

  private Documents documents;
  private WordPieces pieces;

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

  private PretrainingBatches batches(DataConfig config, DataPosition start) {
    return new PretrainingBatches(documents, pieces, config, start);
  }

  /** Everything in a batch, to compare. */
  private static String describe(PretrainingBatch batch) {
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

  private List<String> take(DataConfig config, int count) {
    List<String> descriptions = new ArrayList<>();
    try (PretrainingBatches batches = batches(config, DataPosition.START)) {
      for (int i = 0; i < count; i++) {
        descriptions.add(describe(batches.next(1).get(0)));
      }
    }
    return descriptions;
  }

  @Test
  void sameSeedSameBatchesOtherSeedOtherBatchesAndEveryEpochIsNew() {
    List<String> first = take(CONFIG, 300);
    assertEquals(first, take(CONFIG, 300));
    assertEquals(300, new HashSet<>(first).size());
    List<String> other = take(new DataConfig(32, 0.1, 0.15, false, 4, 12), 300);
    assertFalse(first.stream().anyMatch(other::contains));
  }

  @Test
  void positionSavedAsJsonGoesOnWithTheSameBatches() throws JsonProcessingException {
    ObjectMapper json = new ObjectMapper();
    List<String> expected = take(CONFIG, 150);
    DataPosition position = DataPosition.START;
    long epochs = 0;
    for (String batch : expected) {
      String saved = json.writeValueAsString(position);
      try (PretrainingBatches resumed =
          batches(CONFIG, json.readValue(saved, DataPosition.class))) {
        assertEquals(position, resumed.position());
        assertEquals(batch, describe(resumed.next(1).get(0)));
        position = resumed.position();
      }
      epochs = position.epoch();
    }
    assertTrue(epochs > 1, "the test must cross the end of an epoch");
    assertEquals(
        "{\"epoch\":0,\"first_document\":0,\"first_instance\":0,\"offset\":0}",
        json.writeValueAsString(DataPosition.START));
  }

  @Test
  void aBlockThatTurnsOutToBeCorruptIsNamed() throws IOException {
    Path shard = directory.resolve("corrupt/shard-00000.bin");
    Documents corrupt =
        Documents.all(
            Stores.write(directory.resolve("corrupt"), new int[] {40_000}, new int[] {3}));
    // The documents' index is in a block that is whole.
    assertEquals(40_003, corrupt.tokens());
    try (FileChannel file = FileChannel.open(shard, StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 0);
    }
    try (PretrainingBatches batches =
        new PretrainingBatches(corrupt, Stores.pieces(40_003, 0), CONFIG, DataPosition.START)) {
      IllegalArgumentException failure =
          assertThrows(
              IllegalArgumentException.class,
              () -> {
                for (int i = 0; i < 100; i++) {
                  batches.next(1);
                }
              });
      assertTrue(failure.getMessage().contains(shard + ": block 0 "), failure.getMessage());
    }
  }

  @Test
  void positionsLeadThroughBlocksAndEpochs() {
    SentencePairs pairs = new SentencePairs(documents, documents, CONFIG);
    TrainingInstances whole = new TrainingInstances(pairs, 3, DataPosition.START, 20);
    Instance expected = new Instance();
    Instance actual = new Instance();
    Set<Integer> firstDocuments = new HashSet<>();
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < 400; i++) {
      DataPosition position = whole.position();
      whole.next(expected);
      new TrainingInstances(pairs, 3, position, 20).next(actual);
      assertEquals(expected.epoch, actual.epoch);
      assertEquals(expected.number, actual.number);
      assertEquals(expected.document, actual.document);
      assertEquals(expected.firstStart, actual.firstStart);
      assertEquals(expected.otherDocument, actual.otherDocument);
      assertTrue(keys.add(expected.epoch + "/" + expected.number), "two instances draw the same");
      firstDocuments.add(position.firstDocument());
    }
    assertTrue(firstDocuments.size() > 2, "the test must cross blocks");
    assertTrue(expected.epoch > 0, "the test must cross the end of an epoch");
  }

  @Test
  void everyDocumentIsSeenOnceAnEpochAndBatchesMixDocuments() {
    TrainingInstances instances =
        new TrainingInstances(
            new SentencePairs(documents, documents, CONFIG), 3, DataPosition.START, 1 << 16);
    Instance instance = new Instance();
    Set<Integer> seen = new HashSet<>();
    int changes = 0;
    int count = 0;
    int last = -1;
    for (instances.next(instance); instance.epoch == 0; instances.next(instance)) {
      seen.add(instance.document);
      changes += instance.document == last ? 0 : 1;
      last = instance.document;
      count++;
    }
    assertEquals(documents.size(), seen.size());
    assertTrue(changes > count / 2, changes + " changes of document in " + count + " instances");
  }

  @Test
  void sequencesObeyTheLayoutAndStandInOrderOfLength() {
    try (PretrainingBatches batches = batches(CONFIG, DataPosition.START)) {
      for (int i = 0; i < 200; i++) {
        PretrainingBatch batch = batches.next(1).get(0);
        assertEquals(4, batch.sequences().sequences());
        for (int s = 0; s < 4; s++) {
          int length = batch.sequences().length(s);
          assertTrue(length >= 5 && length <= 32);
          assertTrue(s == 0 || length >= batch.sequences().length(s - 1));
          assertLayout(batch, s);
        }
      }
    }
  }

  /**
   * [CLS] first [SEP] second [SEP], each segment a run of tokens, the second from where it says.
   */
  private static void assertLayout(PretrainingBatch batch, int sequence) {
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
  private static int[] original(PretrainingBatch batch, int sequence) {
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

  @Test
  void evaluationSeesTheSameEveryTimeAndEveryDocument() {
    DataConfig config = new DataConfig(32, 0.1, 0.15, false, 7, 11);
    List<String> first = evaluate(documents, config);
    assertEquals(first, evaluate(documents, config));
    assertNotEquals(first, evaluate(documents, new DataConfig(32, 0.1, 0.15, false, 7, 12)));
  }

  private List<String> evaluate(Documents heldOut, DataConfig config) {
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

  @Test
  void evaluationOfOneDocumentTakesRandomSegmentsFromTraining() {
    Documents one = new Documents(documents.store(), new int[] {11});
    Documents rest = new Documents(documents.store(), new int[] {0, 1});
    PretrainingBatch batch = new PretrainingBatch();
    EvaluationBatches batches = new EvaluationBatches(one, rest, pieces, CONFIG);
    int random = 0;
    while (batches.next(batch)) {
      for (int s = 0; s < batch.sequences().sequences(); s++) {
        int second = original(batch, s)[batch.sequences().length(s) - 2];
        if (batch.nextSentenceLabel(s) == PretrainingBatch.RANDOM_NEXT) {
          assertTrue(second < Stores.SPECIAL + documents.store().tokens(0) + 40);
          random++;
        }
      }
    }
    assertTrue(random > 0);
  }

  @Test
  void positionOfOtherDataIsRefused() {
    for (DataPosition position :
        List.of(new DataPosition(0, 12, 0, 0), new DataPosition(0, 0, 0, 100_000))) {
      assertThrows(IllegalArgumentException.class, () -> batches(CONFIG, position));
    }
    assertThrows(IllegalArgumentException.class, () -> new DataPosition(0, -1, 0, 0));
  }

  @Test
  void failureOfThePreparingThreadReachesTheConsumer() {
    WordPieces small = Stores.pieces(3, 0);
    try (PretrainingBatches batches =
        new PretrainingBatches(documents, small, CONFIG, DataPosition.START)) {
      IllegalStateException error = assertThrows(IllegalStateException.class, () -> drain(batches));
      assertTrue(error.getCause() instanceof ArrayIndexOutOfBoundsException);
    }
  }

  private static void drain(PretrainingBatches batches) {
    for (int i = 0; i < 100; i++) {
      batches.next(1).get(0);
    }
  }

  @Test
  void closingEndsTheThread() {
    batches(CONFIG, DataPosition.START).close();
    assertFalse(
        Thread.getAllStackTraces().keySet().stream()
            .anyMatch(thread -> thread.getName().equals("pretraining-batches")));
  }
}
