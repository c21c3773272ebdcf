package org.bert4j.finetune.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.tokenizer.BertNormalization;
import org.bert4j.tokenizer.BertTokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a model reads of texts. */
class TextWindowsTest {
  private static final List<String> TOKENS =
      List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "b", "c", "d", "e", "f", "g", "h");

  private static TextWindows windows(String text, String pair, int length, LongTexts longTexts) {
    try (BertTokenizer tokenizer = BertTokenizer.of(TOKENS, BertNormalization.uncased())) {
      return TextWindows.of(
          List.of(new LabelledText(text, pair, List.of(), "x")),
          new TextWindows.Reading(tokenizer, length, longTexts));
    }
  }

  private static String shown(TextWindows windows, int window) {
    TokenBatch batch = new TokenBatch();
    windows.addTo(batch, window);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < batch.tokens(); i++) {
      String token = TOKENS.get(batch.inputId(i)).replace("[CLS]", "^").replace("[SEP]", "$");
      text.append(batch.tokenTypeId(i) == 1 ? token.toUpperCase(java.util.Locale.ROOT) : token);
    }
    return text.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "a b c, 5, HEAD, ^abc$",
    "a b c d e f, 6, HEAD, ^abcd$",
    "a b c d e f, 6, TAIL, ^cdef$",
    "a b c d e f g h, 8, HEAD_TAIL, ^adefgh$"
  })
  void longTextsAreCut(String text, int length, LongTexts longTexts, String expected) {
    TextWindows windows = windows(text, null, length, longTexts);
    assertEquals(1, windows.count());
    assertEquals(expected, shown(windows, 0));
  }

  @Test
  void windowsCoverAllAndTheirOutputsAreAveraged() {
    TextWindows windows = windows("a b c d e f g", null, 5, LongTexts.WINDOWS);
    assertEquals(
        List.of("^abc$", "^cde$", "^efg$"),
        IntStream.range(0, windows.count()).mapToObj(i -> shown(windows, i)).toList());
    assertEquals(1, windows.longTexts());
    List<float[]> outputs =
        windows.outputs(
            (all, receiver) -> {
              for (int i = 0; i < all.count(); i++) {
                receiver.accept(i, new float[] {i, 2});
              }
            });
    assertArrayEquals(new float[] {1, 2}, outputs.get(0));
  }

  /** As HuggingFace's {@code longest_first} leaves them: the longer one gives way. */
  @ParameterizedTest
  @CsvSource({
    "a b, c d, 7, ^ab$CD$",
    "a b c d e, f, 7, ^abc$F$",
    "a, c d e f g, 7, ^a$CDE$",
    "a b c d, e f g h, 8, ^ab$EFG$",
    "a b c d e, f g h a, 8, ^abc$FG$"
  })
  void ofPairsTheLongerGivesWay(String text, String pair, int length, String expected) {
    TextWindows windows = windows(text, pair, length, LongTexts.HEAD);
    assertEquals(expected, shown(windows, 0));
  }
}
