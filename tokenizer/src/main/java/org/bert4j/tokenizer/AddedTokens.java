package org.bert4j.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The tokens that a {@code tokenizer.json} adds beside its model, all special tokens among them. In
 * a text they are found before it is split into words. Immutable.
 */
final class AddedTokens {

  /** The library compares every token with every other. */
  private static final int MAX_TOKENS = 10_000;

  private static final int MAX_CHARACTERS = 200;

  /** Of all tokens together, as they are and normalized: the library keeps a state for each. */
  private static final int MAX_TOGETHER = 500_000;

  /** What the library strips, which is what Unicode calls white space. */
  private static final Pattern BLANK = Pattern.compile("\\s*", Pattern.UNICODE_CHARACTER_CLASS);

  private final ArrayNode tokens;
  private final JsonNode modelVocabulary;
  private final Set<Integer> specialIds = new HashSet<>();

  /**
   * @param root a whole file whose {@code added_tokens} have been checked; its list is completed
   */
  AddedTokens(ObjectNode root, Vocabulary vocabulary) {
    this.tokens = root.withArray("added_tokens");
    this.modelVocabulary = root.path("model").path("vocab");
    for (JsonNode token : tokens) {
      if (token.path("special").asBoolean()) {
        specialIds.add(token.path("id").asInt());
      }
    }
    // Some writers leave the special tokens out of the added ones; HuggingFace's reader adds them.
    for (String special : Vocabulary.SPECIAL_TOKENS) {
      if (specialIds.add(vocabulary.specialId(special))) {
        tokens.add(BertPipeline.addedToken(vocabulary, special));
      }
    }
  }

  /**
   * Checks fields and ids of {@code added_tokens}, if there are any.
   *
   * @throws IllegalArgumentException naming the first value that is not accepted
   */
  static void check(JsonPlace root) {
    JsonPlace list = root.at("added_tokens");
    if (list.value().isMissingNode()) {
      return;
    }
    JsonNode model = root.value().path("model").path("vocab");
    int characters = 0;
    for (JsonPlace token : list.list(MAX_TOKENS)) {
      token.at("id").number(0, WordPieceModel.MAX_ID);
      String content = token.at("content").text(1, MAX_CHARACTERS);
      characters = together(characters, content.length(), token.at("content"));
      token.flags("single_word", "lstrip", "rstrip", "normalized", "special");
      if (!model.has(content) && token.at("id").value().intValue() < model.size()) {
        throw token
            .at("id")
            .refused("at least " + model.size() + ", the ids below are for the model's tokens");
      }
    }
  }

  /**
   * Refuses tokens that the native library does not survive looking for: those of which the
   * normalizer leaves nothing, which it finds everywhere, and blank ones that strip blanks on their
   * left, which then begin after their end where the token before has stripped these blanks
   * already. It looks for a token in normalized text if it is told so, but what it strips is told
   * by the last token of the same content, so for stripping both forms count.
   *
   * @param normalizer the checked normalizer of the file
   * @param source the file, for error messages
   * @throws IllegalArgumentException naming such a token, or the one with which normalized tokens
   *     become too long
   */
  void requireFindable(JsonNode normalizer, String source) {
    List<JsonPlace> looked =
        new JsonPlace(tokens, "added_tokens", source)
            .list(Integer.MAX_VALUE).stream()
                .filter(token -> token.at("normalized").flag() || token.at("lstrip").flag())
                .toList();
    if (looked.isEmpty()) {
      return;
    }
    int characters = 0;
    try (NativeTokenizer single = normalizing(normalizer, "FixedLength", source);
        NativeTokenizer words = normalizing(normalizer, "WhitespaceSplit", source)) {
      for (JsonPlace token : looked) {
        JsonPlace content = token.at("content");
        String text = content.value().textValue();
        int length = single.ids(text).length;
        characters = together(characters, length, content);
        if (length == 0 && token.at("normalized").flag()) {
          throw content.refused("a text of which the normalizer leaves something");
        }
        boolean blank = BLANK.matcher(text).matches() || words.ids(text).length == 0;
        if (blank && token.at("lstrip").flag()) {
          throw content.refused("more than blanks, or an lstrip that is false");
        }
      }
    }
  }

  private static int together(int before, int length, JsonPlace content) {
    if (length > MAX_TOGETHER - before) {
      throw content.refused(
          String.format(
              Locale.ROOT, "added tokens of together at most %,d characters", MAX_TOGETHER));
    }
    return before + length;
  }

  /** A tokenizer that makes an id of each piece of a normalized text. */
  private static NativeTokenizer normalizing(JsonNode normalizer, String splits, String source) {
    Vocabulary specials = new Vocabulary(Vocabulary.SPECIAL_TOKENS, source);
    ObjectNode root = BertPipeline.build(specials, BertNormalization.uncased());
    root.set("normalizer", normalizer);
    root.putArray("added_tokens");
    root.putObject("pre_tokenizer").put("type", splits).put("length", 1);
    int[] ids = IntStream.range(0, specials.size()).toArray();
    return new NativeTokenizer(root.toString(), ids, source);
  }

  boolean isSpecial(int id) {
    return specialIds.contains(id);
  }

  /** Whether there are tokens that are not special; they may contain blanks. */
  boolean hasOthers() {
    return tokens.size() > specialIds.size();
  }

  ArrayNode all() {
    return tokens;
  }

  /** Those that are not special. */
  ArrayNode others() {
    ArrayNode others = JsonNodeFactory.instance.arrayNode();
    for (JsonNode token : tokens) {
      if (!isSpecial(token.path("id").asInt())) {
        others.add(token);
      }
    }
    return others;
  }

  /**
   * What the ids of the native library mean: it numbers added tokens that its model has not got in
   * the order of the list, whatever ids the file gives them.
   *
   * @param listed the tokens it is given
   * @return our ids, by those of the library
   */
  int[] ids(ArrayNode listed) {
    Set<String> seen = new HashSet<>();
    IntStream.Builder added = IntStream.builder();
    for (JsonNode token : listed) {
      String content = token.path("content").asText();
      if (!modelVocabulary.has(content) && seen.add(content)) {
        added.add(token.path("id").asInt());
      }
    }
    return IntStream.concat(IntStream.range(0, modelVocabulary.size()), added.build()).toArray();
  }
}
