package org.bert4j.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every tokenization of HuggingFace's Python tokenizer. This project runs HuggingFace's native one,
 * which differs from it by design in three ways:
 *
 * <ul>
 *   <li>{@code implementations_differ} in the files marks a capital sigma at the end of a word:
 *       lower-cased by itself it is σ, within its word ς. Either form is accepted.
 *   <li>{@link #GLUED}: the Python class alone recognizes a special token only between blanks and
 *       Chinese characters, the native one wherever it stands (as in "the [MASK]."). There, ours
 *       must recognize all of them; without recognition both must agree.
 *   <li>{@link #UNASSIGNED}: the Python one removes code points that the Unicode version it runs
 *       with has not assigned; the native one keeps them, as Google's does, which makes [UNK].
 * </ul>
 */
class GoldenTokenizationTest {

  private static final Set<String> GLUED =
      Set.of(
          "the [MASK] sat on the [MASK].",
          "hello 你好 [MASK]。",
          "foo[MASK]bar",
          "[[MASK]]",
          "[SEP][SEP]",
          "[PAD][UNK][CLS][SEP][MASK]");

  private static final Set<String> UNASSIGNED = Set.of("\u0378unassigned\u0379", "\uFDD0\uFFFF");

  private static final Pattern SPECIAL = Pattern.compile("\\[(PAD|UNK|CLS|SEP|MASK)]");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tokenization_uncased",
        "tokenization_cased",
        "tokenization_chinese",
        "tokenization_uncased_keep_accents",
        "tokenization_cased_strip_accents",
        "tokenization_uncased_no_chinese_split"
      })
  void agreesWithHuggingFace(String name) throws IOException {
    Path file = SharedData.require("golden/text/" + name + ".json");
    JsonNode golden = new ObjectMapper().readTree(file.toFile());
    List<String> vocabulary =
        Files.readAllLines(file.resolveSibling(golden.path("vocab").asText()));
    BertNormalization normalization = normalization(golden.path("settings"));
    List<String> texts = new ArrayList<>();
    golden.path("cases").forEach(c -> texts.add(c.path("text").asText()));
    assertFalse(texts.isEmpty());
    BitSet characters = new BitSet();
    texts.forEach(text -> text.codePoints().forEach(characters::set));
    try (BertTokenizer tokenizer = BertTokenizer.of(vocabulary, normalization);
        WordSpeller speller = WordSpeller.of(characters, normalization)) {
      List<int[]> all = tokenizer.encodeAll(texts);
      for (int i = 0; i < texts.size(); i++) {
        JsonNode expected = golden.path("cases").get(i).path("expected");
        check(tokenizer, texts.get(i), all.get(i), expected);
        if (!expected.has("implementations_differ") && !UNASSIGNED.contains(texts.get(i))) {
          checkWords(speller, texts.get(i), strings(expected.path("basic")));
        }
      }
    }
  }

  private static void check(
      BertTokenizer tokenizer, String text, int[] unrecognized, JsonNode expected) {
    List<String> tokens = strings(expected.path("tokens"));
    List<String> plain =
        expected.has("tokens_without_special_tokens")
            ? strings(expected.path("tokens_without_special_tokens"))
            : tokens;
    int[] recognized = tokenizer.encode(text).ids();
    recognized = Arrays.copyOfRange(recognized, 1, recognized.length - 1);
    if (expected.has("implementations_differ")) {
      assertTrue(List.of(plain, tokens).contains(tokens(tokenizer, recognized)), text);
      assertTrue(List.of(plain, tokens).contains(tokens(tokenizer, unrecognized)), text);
    } else if (UNASSIGNED.contains(text)) {
      assertEquals(List.of("[UNK]"), tokens(tokenizer, recognized), text);
      assertEquals(List.of("[UNK]"), tokens(tokenizer, unrecognized), text);
    } else if (GLUED.contains(text)) {
      assertEquals(
          SPECIAL.matcher(text).results().map(MatchResult::group).toList(),
          tokens(tokenizer, Arrays.stream(recognized).filter(tokenizer::isSpecial).toArray()));
      assertEquals(plain, tokens(tokenizer, unrecognized), text);
    } else {
      assertEquals(tokens, tokens(tokenizer, recognized), text);
      assertArrayEquals(ints(expected.path("ids")), recognized, text);
      assertEquals(plain, tokens(tokenizer, unrecognized), text);
    }
  }

  private static void checkWords(WordSpeller speller, String text, List<String> basic) {
    List<String> words = new ArrayList<>(basic);
    words.removeIf(word -> word.codePointCount(0, word.length()) > Vocabulary.MAX_CHARS_PER_WORD);
    List<String> spelled = new ArrayList<>();
    speller.forEachWord(text, spelled::add);
    assertEquals(words, spelled, text);
  }

  private static BertNormalization normalization(JsonNode settings) {
    boolean lowerCase = settings.path("do_lower_case").asBoolean();
    return new BertNormalization(
        lowerCase,
        settings.path("strip_accents").asBoolean(lowerCase),
        settings.path("tokenize_chinese_chars").asBoolean());
  }

  private static List<String> tokens(BertTokenizer tokenizer, int[] ids) {
    return Arrays.stream(ids).mapToObj(tokenizer::token).toList();
  }

  private static List<String> strings(JsonNode array) {
    List<String> strings = new ArrayList<>();
    array.forEach(value -> strings.add(value.asText()));
    return strings;
  }

  private static int[] ints(JsonNode array) {
    return new ObjectMapper().convertValue(array, int[].class);
  }
}
