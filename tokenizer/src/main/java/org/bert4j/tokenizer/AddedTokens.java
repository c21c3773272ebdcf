package org.bert4j.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The tokens that a {@code tokenizer.json} adds beside its model, all special tokens among them. In
 * a text they are found before it is split into words. Immutable.
 */
final class AddedTokens {

  /** The library compares every token with every other. */
  private static final int MAX_TOKENS = 10_000;

  private static final int MAX_CHARACTERS = 200;

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
    for (JsonPlace token : list.list(MAX_TOKENS)) {
      token.at("id").number(0, WordPieceModel.MAX_ID);
      String content = token.at("content").text(1, MAX_CHARACTERS);
      token.flags("single_word", "lstrip", "rstrip", "normalized", "special");
      if (!model.has(content) && token.at("id").value().intValue() < model.size()) {
        throw token
            .at("id")
            .refused("at least " + model.size() + ", the ids below are for the model's tokens");
      }
    }
  }

  /**
   * Refuses tokens of which the normalizer leaves nothing: the native library looks for them in
   * normalized text, if it is told so, and does not survive that. What is left, it says itself:
   * without splitting into words any text but an empty one is a piece.
   *
   * @param normalizer the checked normalizer of the file
   * @param source the file, for error messages
   * @throws IllegalArgumentException naming such a token
   */
  void requireVisible(JsonNode normalizer, String source) {
    List<JsonPlace> normalized =
        new JsonPlace(tokens, "added_tokens", source)
            .list(Integer.MAX_VALUE).stream()
                .filter(token -> token.at("normalized").flag())
                .toList();
    if (normalized.isEmpty()) {
      return;
    }
    Vocabulary specials = new Vocabulary(Vocabulary.SPECIAL_TOKENS, source);
    ObjectNode unsplit = BertPipeline.build(specials, BertNormalization.uncased());
    unsplit.set("normalizer", normalizer);
    unsplit.putNull("pre_tokenizer").putArray("added_tokens");
    int[] ids = IntStream.range(0, specials.size()).toArray();
    try (NativeTokenizer library = new NativeTokenizer(unsplit.toString(), ids, source)) {
      for (JsonPlace token : normalized) {
        JsonPlace content = token.at("content");
        if (library.ids(content.value().textValue()).length == 0) {
          throw content.refused("a text of which the normalizer leaves something");
        }
      }
    }
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
    ArrayNode others = TokenizerJson.MAPPER.createArrayNode();
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
