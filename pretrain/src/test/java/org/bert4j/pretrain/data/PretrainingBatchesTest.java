package org.bert4j.pretrain.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bert4j.common.batch.PretrainingBatch;
import org.junit.jupiter.api.Test;

/** Batches of training: their order, their layout, and how they go on. */
class PretrainingBatchesTest extends SmallBatches {
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
    MaskingVocabulary small = Stores.pieces(3, 0);
    try (PretrainingBatches batches =
        new PretrainingBatches(documents, small, CONFIG, DataPosition.START)) {
      IllegalStateException error = assertThrows(IllegalStateException.class, () -> drain(batches));
      assertTrue(error.getCause() instanceof ArrayIndexOutOfBoundsException);
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
