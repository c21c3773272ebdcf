package org.bert4j.finetune.ner.feature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.bert4j.common.batch.TokenClassificationBatch;
import org.bert4j.tokenizer.BertNormalization;
import org.bert4j.tokenizer.BertTokenizer;
import org.junit.jupiter.api.Test;

class WindowSplitterTest {
  private static final int CLS = 1;
  private static final int SEP = 2;

  /** Word w of n pieces has the ids 1000 w, 1000 w + 1, ... */
  private static WordPieces pieces(List<Integer> counts) {
    return new WordPieces(
        IntStream.range(0, counts.size())
            .mapToObj(w -> IntStream.range(0, counts.get(w)).map(i -> 1000 * w + i).toArray())
            .toList());
  }

  @Property
  void everyWordBelongsToOneWindow(
      @ForAll @Size(max = 60) List<@IntRange(min = 1, max = 9) Integer> counts,
      @ForAll @IntRange(min = 3, max = 20) int length) {
    WordPieces pieces = pieces(counts);
    int next = 0;
    for (TokenWindow window : new WindowSplitter(length, CLS, SEP).split(pieces)) {
      assertTrue(window.length() <= length);
      assertEquals(CLS, window.ids()[0]);
      assertEquals(SEP, window.ids()[window.length() - 1]);
      assertEquals(next, window.ownedFrom());
      assertTrue(window.ownedTo() > window.ownedFrom());
      for (int word = window.ownedFrom(); word < window.ownedTo(); word++) {
        int position = window.positions()[word - window.firstWord()];
        assertEquals(1000 * word, window.ids()[position]);
      }
      next = window.ownedTo();
    }
    assertEquals(counts.size(), next);
  }

  @Test
  void overlappingWindowsShareTheirWordsInTheMiddle() {
    List<TokenWindow> windows =
        new WindowSplitter(10, CLS, SEP).split(pieces(java.util.Collections.nCopies(14, 1)));
    assertEquals(2, windows.size());
    assertEquals(6, windows.get(1).firstWord());
    assertEquals(7, windows.get(0).ownedTo());
  }

  @Test
  void labelsStandOnFirstPiecesOfOwnWords() {
    TokenWindow window = new WindowSplitter(20, CLS, SEP).split(pieces(List.of(2, 1, 3))).get(0);
    int none = TokenClassificationBatch.IGNORED;
    assertArrayEquals(
        new int[] {none, 7, none, 8, 9, none, none, none}, window.labels(new int[] {7, 8, 9}));
  }

  @Test
  void predictionsAreStitched() {
    List<Integer> counts = List.of(1, 4, 2, 1, 1, 9, 3, 1, 1, 1, 2);
    float[] words = new float[2 * counts.size()];
    Arrays.fill(words, -1);
    float[] tokens = new float[2000];
    for (TokenWindow window : new WindowSplitter(9, CLS, SEP).split(pieces(counts))) {
      for (int i = 0; i < window.length(); i++) {
        tokens[2 * i] = window.ids()[i];
        tokens[2 * i + 1] = 1;
      }
      window.stitch(tokens, words, 2);
    }
    for (int word = 0; word < counts.size(); word++) {
      assertEquals(1000f * word, words[2 * word]);
      assertEquals(1f, words[2 * word + 1]);
    }
  }

  @Test
  void wordsThatVanishAreUnknown() {
    List<String> vocabulary =
        List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "un", "##aff", "a", "[", "]", "cls");
    try (BertTokenizer tokenizer = BertTokenizer.of(vocabulary, BertNormalization.uncased())) {
      List<WordPieces> pieces =
          WordPieces.of(
              tokenizer,
              List.of(List.of("unaff", "\u0085", "", " ", "\u200B", "a"), List.of("[CLS]")));
      assertArrayEquals(new int[] {5, 6}, pieces.get(0).words().get(0));
      for (int word = 1; word < 5; word++) {
        assertArrayEquals(new int[] {1}, pieces.get(0).words().get(word));
      }
      assertArrayEquals(new int[] {8, 10, 9}, pieces.get(1).words().get(0));
    }
  }

  @Test
  void aWindowHoldsAtLeastOnePiece() {
    assertThrows(IllegalArgumentException.class, () -> new WindowSplitter(2, CLS, SEP));
    assertEquals(List.of(), new WindowSplitter(3, CLS, SEP).split(pieces(List.of())));
  }
}
