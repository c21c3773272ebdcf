package org.bert4j.pretrain.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.bert4j.pretrain.store.TokenStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SentencePairsTest {
  private static final int MAX_PAIR_LENGTH = 125;

  @TempDir Path directory;

  private final InstanceBlock block = new InstanceBlock();
  private final Instance instance = new Instance();

  private static DataConfig config(double shortSeqProb) {
    return new DataConfig(MAX_PAIR_LENGTH + 3, shortSeqProb, 0.15, false, 8, 1);
  }

  private Documents documents(int[]... lengths) throws IOException {
    return Documents.all(Stores.write(directory.resolve("store"), lengths));
  }

  @Test
  void halfOfTheSecondSegmentsAreRandomAndSplitsAreUniform() throws IOException {
    Documents documents =
        documents(Stores.sentences(400, 10), Stores.sentences(400, 10), Stores.sentences(400, 10));
    SentencePairs pairs = new SentencePairs(documents, documents, config(0));
    int random = 0;
    int draws = 0;
    int fromSecond = 0;
    int[] splits = new int[13];
    for (int epoch = 0; draws < 100_000; epoch++) {
      block.start(epoch, 0);
      pairs.add(0, epoch, block);
      for (int i = 0; i < block.size(); i++) {
        block.get(i, instance);
        boolean leftover = instance.firstStart + instance.firstLength == 4_000;
        if (!leftover) {
          random += instance.otherDocument == Instance.NEXT ? 0 : 1;
          fromSecond += instance.otherDocument == 1 ? 1 : 0;
          draws++;
          splits[instance.firstLength / 10] += instance.firstStart < 3_800 ? 1 : 0;
        }
        assertNotEquals(0, instance.otherDocument, "random from its own document");
      }
    }
    assertEquals(0.5, (double) random / draws, 0.008);
    assertEquals(0.25, (double) fromSecond / draws, 0.008);
    // A chunk is 13 sentences of 10 tokens: the first to reach 125.
    int whole = 0;
    for (int split : splits) {
      whole += split;
    }
    for (int sentences = 1; sentences < 13; sentences++) {
      assertEquals(whole / 12.0, splits[sentences], 5 * Math.sqrt(whole / 12.0));
    }
  }

  @Test
  void everySentenceIsUsedAndThoseDisplacedAreUsedAgain() throws IOException {
    Documents documents = documents(Stores.sentences(101, 9), Stores.sentences(50, 11));
    TokenStore store = documents.store();
    SentencePairs pairs = new SentencePairs(documents, documents, config(0.5));
    for (int epoch = 0; epoch < 200; epoch++) {
      block.start(epoch, 0);
      pairs.add(0, epoch, block);
      int end = 0;
      for (int i = 0; i < block.size(); i++) {
        block.get(i, instance);
        assertEquals(end, instance.firstStart, "first segments go on where the last pair ended");
        end += instance.firstLength;
        if (instance.otherDocument == Instance.NEXT) {
          assertEquals(end, instance.secondStart);
          end += instance.secondLength;
        } else {
          assertEquals(1, instance.otherDocument);
          assertEquals(0, instance.secondStart % 11);
          assertTrue(instance.secondStart + instance.secondLength <= store.tokens(1));
        }
        assertTrue(instance.firstLength > 0 && instance.firstLength % 9 == 0);
        assertTrue(instance.secondLength > 0);
      }
      assertEquals(store.tokens(0), end);
    }
  }

  @Test
  void randomSegmentsStopWhenTheyFillTheSequence() throws IOException {
    Documents documents = documents(Stores.sentences(60, 30), Stores.sentences(1000, 7));
    SentencePairs pairs = new SentencePairs(documents, documents, config(0));
    int enough = 0;
    for (int epoch = 0; epoch < 100; epoch++) {
      block.start(epoch, 0);
      pairs.add(0, epoch, block);
      for (int i = 0; i < block.size(); i++) {
        block.get(i, instance);
        if (instance.otherDocument == 1 && instance.secondStart < 6_000) {
          int length = instance.firstLength + instance.secondLength;
          boolean single = instance.secondLength == 7;
          assertTrue(length >= MAX_PAIR_LENGTH && (single || length < MAX_PAIR_LENGTH + 7));
          enough++;
        }
      }
    }
    assertTrue(enough > 500);
  }

  @Test
  void shortSequencesAreAsFrequentAsAsked() throws IOException {
    Documents documents = documents(Stores.sentences(2_000, 1), Stores.sentences(2, 1));
    SentencePairs pairs = new SentencePairs(documents, documents, config(0.1));
    int epochs = 5_000;
    int shorter = 0;
    long sum = 0;
    for (int epoch = 0; epoch < epochs; epoch++) {
      block.start(epoch, 0);
      pairs.add(0, epoch, block);
      int target = targetOf(block);
      assertTrue(target >= 2 && target <= MAX_PAIR_LENGTH);
      shorter += target < MAX_PAIR_LENGTH ? 1 : 0;
      sum += target < MAX_PAIR_LENGTH ? target : 0;
    }
    // Of the 124 lengths drawn from, one is the full one.
    assertEquals(0.1 * 123 / 124, (double) shorter / epochs, 0.02);
    assertEquals((2 + 124) / 2.0, (double) sum / shorter, 8);
  }

  /** With sentences of one token, a chunk that is followed has exactly the length aimed at. */
  private int targetOf(InstanceBlock instances) {
    for (int i = 0; i < instances.size(); i++) {
      instances.get(i, instance);
      if (instance.otherDocument == Instance.NEXT) {
        return instance.firstLength + instance.secondLength;
      }
    }
    throw new AssertionError("no pair in which the second segment follows");
  }

  @Test
  void oddDocuments() throws IOException {
    Documents documents = documents(new int[] {1}, new int[] {5_000}, new int[] {1, 1});
    SentencePairs pairs = new SentencePairs(documents, documents, config(0.5));
    for (int epoch = 0; epoch < 100; epoch++) {
      block.start(epoch, 17);
      for (int index = 0; index < 3; index++) {
        pairs.add(index, epoch, block);
      }
      assertTrue(block.size() == 3 || block.size() == 4);
      block.get(1, instance);
      assertEquals(5_000, instance.firstLength);
      assertEquals(18, instance.number);
      assertEquals(epoch, instance.epoch);
    }
  }

  @Test
  void aSingleDocumentHasNoOtherToDrawFrom() throws IOException {
    Documents one = documents(new int[] {3, 3});
    String message =
        assertThrows(IllegalArgumentException.class, () -> new SentencePairs(one, one, config(0.1)))
            .getMessage();
    assertTrue(message.contains("at least two documents; mark boundaries"), message);
  }
}
