package org.bert4j.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BertTokenizerTest {

  private static BertTokenizer tokenizer;

  @BeforeAll
  static void open() {
    tokenizer = TinyVocabulary.uncased();
  }

  @AfterAll
  static void close() {
    tokenizer.close();
  }

  @Test
  void tellsTheVocabulary() {
    assertEquals(TinyVocabulary.TOKENS, tokenizer.tokens());
    assertEquals(TinyVocabulary.TOKENS.size(), tokenizer.vocabularySize());
    assertArrayEquals(
        new int[] {0, 1, 2, 3, 4},
        new int[] {
          tokenizer.padId(),
          tokenizer.unknownId(),
          tokenizer.clsId(),
          tokenizer.sepId(),
          tokenizer.maskId()
        });
    assertEquals(OptionalInt.of(6), tokenizer.id("cat"));
    assertEquals(OptionalInt.empty(), tokenizer.id("dog"));
    assertEquals("##aff", tokenizer.token(9));
    assertTrue(tokenizer.isContinuation(9));
    assertFalse(tokenizer.isContinuation(8));
    assertTrue(IntStream.range(0, 5).allMatch(tokenizer::isSpecial));
    assertFalse(tokenizer.isSpecial(5));
    String message =
        assertThrows(IllegalArgumentException.class, () -> tokenizer.token(99)).getMessage();
    assertEquals("token id 99: expected 0 to 27, the vocabulary's ids", message);
  }

  @Test
  void encodesAPairWithWordsAndPlaces() {
    Encoding encoding = tokenizer.encode("Unaffable,", "cat", EncodeOptions.untruncated());
    assertTokens(encoding, "[CLS] un ##aff ##able , [SEP] cat [SEP]");
    assertArrayEquals(new int[] {0, 0, 0, 0, 0, 0, 1, 1}, encoding.typeIds());
    assertArrayEquals(new int[] {1, 0, 0, 0, 0, 1, 0, 1}, encoding.specialTokensMask());
    assertArrayEquals(new int[] {-1, 0, 0, 0, 1, -1, 0, -1}, encoding.wordIds());
    assertArrayEquals(new int[] {-1, 0, 2, 5, 9, -1, 0, -1}, encoding.starts());
    assertArrayEquals(new int[] {-1, 2, 5, 9, 10, -1, 3, -1}, encoding.ends());
  }

  /** One code point, two chars: what follows it moves by one in Java. */
  @ParameterizedTest
  @CsvSource({
    "😀 cat, 😀 cat",
    "𠮷吉cat, 𠮷 吉 cat",
    "x😀😀, [UNK]",
    "the 😀𠮷 中国, the 😀 𠮷 中 国",
  })
  void placesAreJavaChars(String text, String tokens) {
    Encoding encoding = tokenizer.encode(text);
    assertTokens(encoding, "[CLS] " + tokens + " [SEP]");
    for (int i = 1; i < encoding.length() - 1; i++) {
      String place = text.substring(encoding.starts()[i], encoding.ends()[i]);
      String token = tokenizer.token(encoding.ids()[i]);
      if (!token.equals("[UNK]")) {
        assertEquals(token, place);
      }
      assertFalse(Character.isLowSurrogate(place.charAt(0)), place);
      assertFalse(Character.isHighSurrogate(place.charAt(place.length() - 1)), place);
    }
  }

  @Test
  void placesCoverCombiningAccents() {
    String text = "the nai\u0308ve naïve CAT";
    Encoding encoding = tokenizer.encode(text);
    assertTokens(encoding, "[CLS] the naive naive cat [SEP]");
    assertEquals("nai\u0308ve", text.substring(encoding.starts()[2], encoding.ends()[2]));
    assertEquals("naïve", text.substring(encoding.starts()[3], encoding.ends()[3]));
    assertEquals("CAT", text.substring(encoding.starts()[4], encoding.ends()[4]));
  }

  @Test
  void brokenSurrogatesVanishWithoutMovingOthers() {
    Encoding encoding = tokenizer.encode("\uD842 cat \uDC00");
    assertTokens(encoding, "[CLS] cat [SEP]");
    assertEquals(2, encoding.starts()[1]);
    assertEquals(5, encoding.ends()[1]);
  }

  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "' \t\r\n', ''",
    "'the\r\ncat\r\n', the cat",
    "'the\u00a0cat\u3000sat', the cat sat",
    "'t\u200dhe c\u0000at', the cat",
  })
  void splitsAtWhiteSpaceAndDropsControls(String text, String tokens) {
    assertTokens(tokenizer.encode(text), ("[CLS] " + tokens).strip() + " [SEP]");
    assertTokens(tokenizer.encodeAll(List.of(text)).get(0), tokens);
  }

  @Test
  void wordsOfMoreThanAHundredCharactersAreUnknown() {
    assertEquals(100, tokenizer.encodeAll(List.of("a".repeat(100))).get(0).length);
    assertTokens(tokenizer.encodeAll(List.of("a".repeat(101) + " cat")).get(0), "[UNK] cat");
  }

  @Test
  void corpusTextIsNeverSpecial() {
    String text = "the [MASK].[SEP] cat";
    assertTokens(tokenizer.encodeAll(List.of(text)).get(0), "the [ mask ] . [ [UNK] ] cat");
    assertTokens(tokenizer.encode(text), "[CLS] the [MASK] . [SEP] cat [SEP]");
    assertTokens(
        tokenizer.encode(text, null, EncodeOptions.untruncated().withoutSpecialTokens()),
        "[CLS] the [ mask ] . [ [UNK] ] cat [SEP]");
    Encoding encoding = tokenizer.encode("[MASK] cat");
    assertArrayEquals(new int[] {1, 0, 0, 1}, encoding.specialTokensMask());
    assertArrayEquals(new int[] {-1, 0, 7, -1}, encoding.starts());
    assertArrayEquals(new int[] {-1, 6, 10, -1}, encoding.ends());
  }

  @Test
  void casedKeepsCaseAndAccents() {
    try (BertTokenizer cased = BertTokenizer.of(TinyVocabulary.TOKENS, BertNormalization.cased())) {
      assertEquals(
          "[UNK] [UNK] cat 中 国", tokens(cased.encodeAll(List.of("The naïve cat中国")).get(0)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "LONGEST_FIRST, 7, [CLS] the cat [SEP] a b [SEP]",
    "LONGEST_FIRST, 6, [CLS] the cat [SEP] a [SEP]",
    "LONGEST_FIRST, 3, [CLS] [SEP] [SEP]",
    "ONLY_FIRST, 7, [CLS] the [SEP] a b x [SEP]",
    "ONLY_SECOND, 8, [CLS] the cat sat [SEP] a b [SEP]",
    "NONE, 1, [CLS] the cat sat [SEP] a b x [SEP]",
    "LONGEST_FIRST, 9, [CLS] the cat sat [SEP] a b x [SEP]",
  })
  void truncates(Truncation truncation, int maxLength, String tokens) {
    assertTokens(
        tokenizer.encode("the cat sat", "a b x", EncodeOptions.truncated(truncation, maxLength)),
        tokens);
  }

  @ParameterizedTest
  @CsvSource({"LONGEST_FIRST, 2", "ONLY_FIRST, 5", "ONLY_SECOND, 5"})
  void refusesALengthThatTruncationCannotReach(Truncation truncation, int maxLength) {
    EncodeOptions options = EncodeOptions.truncated(truncation, maxLength);
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> tokenizer.encode("the cat sat", "a b x", options))
            .getMessage();
    assertTrue(message.contains("room for " + (maxLength - 3) + " word pieces"), message);
    assertThrows(IllegalArgumentException.class, () -> EncodeOptions.truncated(truncation, 0));
  }

  @ParameterizedTest
  @CsvSource({
    "'Unaffable cat, the [MASK] sat.', 'unaffable cat, the [MASK] sat.'",
    "'中国. the cat''s', '中国. the cat''s'",
    "'中[MASK]国', '中[MASK]国'",
    "'', ''",
  })
  void decodesForReading(String text, String decoded) {
    // "s" is not in the vocabulary, so the expected text shows it as unknown.
    String expected = decoded.replace("'s", "'[UNK]");
    assertEquals(expected, tokenizer.decode(tokenizer.encode(text).ids()));
  }

  @Test
  void batchesKeepOrderAndAgreeWithSingleTexts() {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      texts.add("the ".repeat(i % 7) + (i % 2 == 0 ? "cat" : "unaffable 中国") + " a".repeat(i % 5));
    }
    List<int[]> batch = tokenizer.encodeAll(texts);
    for (int i = 0; i < texts.size(); i++) {
      int[] ids = tokenizer.encode(texts.get(i)).ids();
      assertArrayEquals(Arrays.copyOfRange(ids, 1, ids.length - 1), batch.get(i));
    }
    assertEquals(List.of(), tokenizer.encodeAll(Collections.emptyList()));
  }

  @Test
  void closedTokenizerRefusesText() {
    BertTokenizer closed = TinyVocabulary.uncased();
    closed.close();
    closed.close();
    assertThrows(IllegalStateException.class, () -> closed.encode("cat"));
    assertThrows(IllegalStateException.class, () -> closed.encodeAll(List.of("cat")));
    assertEquals("cat", closed.token(6));
  }

  private static void assertTokens(Encoding encoding, String tokens) {
    assertTokens(encoding.ids(), tokens);
  }

  private static void assertTokens(int[] ids, String tokens) {
    assertEquals(tokens, tokens(ids));
  }

  private static String tokens(int[] ids) {
    return String.join(" ", Arrays.stream(ids).mapToObj(tokenizer::token).toList());
  }
}
