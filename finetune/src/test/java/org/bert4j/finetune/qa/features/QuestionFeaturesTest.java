package org.bert4j.finetune.qa.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bert4j.finetune.qa.SmallTokenizer;
import org.bert4j.finetune.qa.data.GoldAnswer;
import org.bert4j.tokenizer.BertTokenizer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class QuestionFeaturesTest {
  private static final BertTokenizer TOKENIZER = SmallTokenizer.uncased();

  @AfterAll
  static void close() {
    TOKENIZER.close();
  }

  private static ContextTokens tokens(String text) {
    return ContextTokens.of(text, TOKENIZER);
  }

  private static List<String> surfaces(String text) {
    ContextTokens tokens = tokens(text);
    List<String> surfaces = new ArrayList<>();
    for (int i = 0; i < tokens.length(); i++) {
      surfaces.add(text.substring(tokens.starts()[i], tokens.ends()[i]));
    }
    return surfaces;
  }

  private static String inputs(QuestionFeatures features, Window window) {
    List<String> tokens = new ArrayList<>();
    for (int id : features.inputIds(window, TOKENIZER)) {
      tokens.add(TOKENIZER.token(id));
    }
    return String.join(" ", tokens);
  }

  @Test
  void offsetsAreJavaChars() {
    assertEquals(
        List.of("😀", "Un", "aff", "able", "中", "国", "😀", "cat"),
        surfaces("😀 Unaffable 中国 😀\u0001 cat "));
    assertEquals(0, tokens("\u0001 \u200B").length());
  }

  @Test
  void specialTokensInATextAreCharacters() {
    assertEquals(List.of("[", "SEP", "]"), surfaces("[SEP]"));
    for (int id : tokens("a [SEP] b").ids()) {
      assertTrue(!TOKENIZER.isSpecial(id));
    }
  }

  @Test
  void answersAreFoundAlsoWithinPieces() {
    ContextTokens context = tokens("the cat, unaffable cats.");
    assertEquals(Optional.of(new Window(1, 1)), context.pieces(new GoldAnswer("cat", 4)));
    assertEquals(Optional.of(new Window(1, 2)), context.pieces(new GoldAnswer("at, ", 5)));
    assertEquals(Optional.of(new Window(3, 3)), context.pieces(new GoldAnswer("unaffable", 9)));
    assertEquals(Optional.of(new Window(4, 1)), context.pieces(new GoldAnswer("ff", 12)));
    assertEquals(Optional.of(new Window(6, 3)), context.pieces(new GoldAnswer(" cats.", 18)));
    assertEquals(Optional.empty(), context.pieces(new GoldAnswer(" ", 3)));
  }

  @Test
  void windowsAreReadBehindTheQuestion() {
    ContextTokens context = tokens("a b c d e a");
    QuestionFeatures features =
        QuestionFeatures.of(tokens("what cat?").ids(), context, new WindowConfig(10, 2, 2));
    assertEquals(List.of(new Window(0, 5), new Window(2, 4)), features.windows());
    Window first = features.windows().get(0);
    Window second = features.windows().get(1);
    assertEquals("[CLS] what cat [SEP] a b c d e [SEP]", inputs(features, first));
    assertEquals("[CLS] what cat [SEP] c d e a [SEP]", inputs(features, second));
    assertArrayEquals(new int[] {0, 0, 0, 0, 1, 1, 1, 1, 1, 1}, features.tokenTypeIds(first));
    assertArrayEquals(new int[] {7, 8}, features.answerPositions(first, new Window(3, 2)));
    assertArrayEquals(new int[] {5, 6}, features.answerPositions(second, new Window(3, 2)));
    assertArrayEquals(new int[] {0, 0}, features.answerPositions(first, new Window(4, 2)));
    assertArrayEquals(new int[] {0, 0}, features.answerPositions(second, new Window(1, 2)));
    assertArrayEquals(new int[] {0, 0}, features.answerPositions(first, null));
  }

  @Test
  void aQuestionLongerThanTheModelIsRefused() {
    ContextTokens context = tokens("a b");
    int[] query = tokens("what what what what what").ids();
    WindowConfig config = WindowConfig.DEFAULT.within(8);
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class, () -> QuestionFeatures.of(query, context, config));
    assertTrue(error.getMessage().contains("max_seq_length 8"), error.getMessage());
    assertEquals(
        2, QuestionFeatures.of(query, context, new WindowConfig(8, 128, 4)).windows().size());
  }

  @Test
  void lengthsAreChecked() {
    assertThrows(IllegalArgumentException.class, () -> new WindowConfig(3, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new WindowConfig(4, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new WindowConfig(4, 1, 0));
  }
}
