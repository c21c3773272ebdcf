package org.bert4j.pretrain.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.bert4j.common.batch.PretrainingBatch;
import org.bert4j.common.random.RandomStream;
import org.bert4j.common.random.RandomStream.Purpose;
import org.junit.jupiter.api.Test;

class MaskedLanguageModelingTest {
  private static final int UNK = 1;
  private static final int CLS = 2;
  private static final int SEP = 3;
  private static final int MASK = 4;
  private static final int WORDS = 20_000;
  private static final MaskingVocabulary PIECES = Stores.pieces(WORDS, 100);

  private final PretrainingBatch batch = new PretrainingBatch();

  private static RandomStream random(int index) {
    return RandomStream.of(7, 0, index, Purpose.MASKING);
  }

  /** A continuation piece. */
  private static int piece(int i) {
    return Stores.SPECIAL + WORDS + i;
  }

  /** A sequence of so many tokens: [CLS], different words, [SEP]. */
  private static int[] words(int length) {
    int[] ids = new int[length];
    for (int i = 0; i < length; i++) {
      ids[i] = Stores.SPECIAL + i;
    }
    ids[0] = CLS;
    ids[length - 1] = SEP;
    return ids;
  }

  private void mask(int[] ids, double probability, boolean wholeWords, RandomStream random) {
    batch.clear();
    batch.sequences().add(ids, new int[ids.length], 0, ids.length);
    new MaskedLanguageModeling(PIECES, probability, wholeWords).mask(batch, 0, random);
  }

  @Test
  void eightyTenTenAndPositionsUniform() {
    int[] ids = words(128);
    int[] chosen = new int[128];
    int masked = 0;
    int kept = 0;
    int draws = 0;
    long sumOfRandomIds = 0;
    Set<Integer> randomIds = new HashSet<>();
    for (int i = 0; draws < 100_000; i++) {
      mask(ids, 0.15, false, random(i));
      assertEquals(19, batch.masked());
      for (int m = 0; m < batch.masked(); m++) {
        int position = batch.maskedPosition(m);
        int id = batch.sequences().inputId(position);
        assertEquals(ids[position], batch.maskedId(m));
        chosen[position]++;
        draws++;
        if (id == MASK) {
          masked++;
        } else if (id == ids[position]) {
          kept++;
        } else {
          assertTrue(id >= Stores.SPECIAL, "a special token in place of a word");
          randomIds.add(id);
          sumOfRandomIds += id;
        }
      }
    }
    int replaced = draws - masked - kept;
    assertEquals(0.8, (double) masked / draws, 0.007);
    assertEquals(0.1, (double) kept / draws, 0.005);
    assertEquals(0.1, (double) replaced / draws, 0.005);
    assertTrue(randomIds.size() > 7_500, randomIds.size() + " different random ids");
    assertEquals(Stores.SPECIAL + 10_050, (double) sumOfRandomIds / replaced, 300);
    assertEquals(0, chosen[0] + chosen[127]);
    double expected = draws / 126.0;
    for (int position = 1; position < 127; position++) {
      assertEquals(expected, chosen[position], 5 * Math.sqrt(expected));
    }
  }

  @Test
  void numberOfPredictionsIsRoundedAsGoogleDoes() {
    // Python rounds halves to even: 30 · 0.15 = 4.5 gives 4, 10 · 0.15 = 1.5 gives 2.
    int[][] lengthAndNumber = {{3, 1}, {5, 1}, {10, 2}, {13, 2}, {30, 4}, {31, 5}, {207, 31}};
    for (int[] pair : lengthAndNumber) {
      mask(words(pair[0]), 0.15, false, random(0));
      assertEquals(pair[1], batch.masked(), "length " + pair[0]);
    }
  }

  @Test
  void probabilityOneChoosesEverythingButSpecialTokens() {
    int[] ids = {CLS, 10, UNK, 11, SEP, MASK, 0, 12, SEP};
    mask(ids, 1, false, random(0));
    assertEquals(3, batch.masked());
    for (int m = 0; m < 3; m++) {
      assertEquals(10 + m, batch.maskedId(m));
    }
  }

  @Test
  void sequenceOfSpecialTokensStaysAsItIs() {
    int[] ids = {CLS, UNK, SEP, UNK, SEP};
    mask(ids, 0.15, false, random(0));
    assertEquals(0, batch.masked());
    for (int i = 0; i < ids.length; i++) {
      assertEquals(ids[i], batch.sequences().inputId(i));
    }
  }

  @Test
  void positionsAreThoseOfTheSequenceInItsBatchAndAscend() {
    batch.clear();
    for (int i = 0; i < 3; i++) {
      batch.sequences().add(words(40), new int[40], 0, 40);
    }
    MaskedLanguageModeling masking = new MaskedLanguageModeling(PIECES, 0.15, false);
    for (int i = 0; i < 3; i++) {
      masking.mask(batch, i, random(i));
    }
    assertEquals(18, batch.masked());
    for (int m = 0; m < 18; m++) {
      assertEquals(m / 6, batch.maskedPosition(m) / 40);
      assertTrue(m == 0 || batch.maskedPosition(m) > batch.maskedPosition(m - 1));
    }
  }

  @Test
  void sameStreamSameMasksOtherStreamOtherMasks() {
    mask(words(128), 0.15, false, random(1));
    int[] first = masked();
    mask(words(128), 0.15, false, random(1));
    assertEquals(0, Arrays.compare(first, masked()));
    mask(words(128), 0.15, false, random(2));
    assertNotEquals(0, Arrays.compare(first, masked()));
  }

  private int[] masked() {
    int[] ids = new int[batch.sequences().tokens()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = batch.sequences().inputId(i);
    }
    return ids;
  }

  @Test
  void wholeWordsAreChosenTogetherAndAsOften() {
    // Words of one, two and three pieces, in turn.
    int[] ids = words(128);
    for (int i = 1; i < 127; i++) {
      boolean continues = i % 6 == 3 || i % 6 == 5 || i % 6 == 0;
      ids[i] = continues ? piece(i % 100) : ids[i];
    }
    int[] chosen = new int[128];
    int sequences = 5_400;
    int draws = 0;
    int masked = 0;
    for (int i = 0; i < sequences; i++) {
      mask(ids, 0.15, true, random(i));
      boolean[] positions = new boolean[128];
      for (int m = 0; m < batch.masked(); m++) {
        positions[batch.maskedPosition(m)] = true;
        chosen[batch.maskedPosition(m)]++;
        masked += batch.sequences().inputId(batch.maskedPosition(m)) == MASK ? 1 : 0;
      }
      draws += batch.masked();
      assertEquals(19, batch.masked());
      for (int position = 1; position < 127; position++) {
        boolean continues = ids[position] >= piece(0);
        assertTrue(!continues || positions[position] == positions[position - 1]);
      }
    }
    assertTrue(draws > 100_000);
    assertEquals(0, chosen[0] + chosen[127]);
    // Each piece draws its own of the three fates.
    assertEquals(0.8, (double) masked / draws, 0.007);
    // Short words are somewhat more frequent: they still fit where longer ones are passed over.
    for (int position = 1; position < 127; position++) {
      assertEquals(19 / 126.0, (double) chosen[position] / sequences, 0.045);
    }
  }

  @Test
  void wordsEndAtSpecialTokensAndTruncatedOnesAreWords() {
    int[] ids = {CLS, piece(0), piece(1), SEP, piece(2), 10, UNK, piece(3), SEP};
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 300; i++) {
      mask(ids, 0.22, true, random(i));
      StringBuilder positions = new StringBuilder();
      for (int m = 0; m < batch.masked(); m++) {
        positions.append(batch.maskedPosition(m));
      }
      seen.add(positions.toString());
    }
    assertEquals(Set.of("12", "45", "47", "57"), seen);
  }

  @Test
  void wordLongerThanTheNumberIsMaskedIfThereIsNoOther() {
    mask(new int[] {CLS, 10, piece(0), piece(1), SEP}, 0.15, true, random(0));
    assertEquals(3, batch.masked());
  }
}
