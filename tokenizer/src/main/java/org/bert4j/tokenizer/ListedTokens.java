package org.bert4j.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Tokens that HuggingFace's files list beside a {@code vocab.txt}: {@code added_tokens_decoder} of
 * {@code tokenizer_config.json}, without it {@code added_tokens.json}, and {@code
 * additional_special_tokens}. They follow the vocabulary's last token in the order of their ids.
 *
 * @param options {@code tokenizer_config.json}
 * @param added {@code added_tokens.json}
 * @param specials {@code special_tokens_map.json}
 */
record ListedTokens(JsonPlace options, JsonPlace added, JsonPlace specials) {

  private static final String DECODER = "added_tokens_decoder";
  private static final String ADDITIONAL = "additional_special_tokens";
  private static final int MAX_ADDITIONAL = 10_000;
  private static final List<String> FLAGS =
      List.of("lstrip", "rstrip", "single_word", "normalized", "special");

  /** A token, where a file has it, and its id, -1 if the file gives it none. */
  private record Listed(int id, ObjectNode token, JsonPlace place) {}

  /**
   * The tokens as {@code tokenizer.json} has them, without BERT's special ones.
   *
   * @param notes receives a line about them, if there are any
   * @throws IllegalArgumentException if a file is broken or an id is neither that of the token in
   *     the vocabulary nor the next one behind it
   */
  ArrayNode beside(Vocabulary vocabulary, Consumer<String> notes) {
    ArrayNode tokens = JsonNodeFactory.instance.arrayNode();
    List<String> contents = new ArrayList<>();
    int next = vocabulary.size();
    String file = null;
    for (Listed listed : all()) {
      String content = listed.token().path("content").textValue();
      if (Vocabulary.SPECIAL_TOKENS.contains(content) || contents.contains(content)) {
        continue;
      }
      int expected = vocabulary.id(content).orElse(next);
      if (listed.id() >= 0 && listed.id() != expected) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s: token %s has id %d, expected %d, %s",
                listed.place().file(),
                JsonPlace.shown(content),
                listed.id(),
                expected,
                expected == next ? "the next one" : "as in vocab.txt"));
      }
      next += expected == next ? 1 : 0;
      contents.add(content);
      tokens.add(listed.token().put("id", expected));
      file = listed.place().file();
    }
    if (file != null) {
      notes.accept(
          String.format(
              Locale.ROOT,
              "%s: adds %,d tokens to those of vocab.txt, the first is %s",
              file,
              contents.size(),
              JsonPlace.shown(contents.get(0))));
    }
    return tokens;
  }

  private List<Listed> all() {
    List<Listed> listed = new ArrayList<>();
    JsonPlace decoder = options.at(DECODER);
    if (decoder.isAbsent()) {
      for (Map.Entry<String, JsonNode> entry : added.value().properties()) {
        JsonPlace id = new JsonPlace(entry.getValue(), entry.getKey(), added.file());
        ObjectNode token = token(entry.getKey(), false);
        listed.add(new Listed(id.number(0, WordPieceModel.MAX_ID), token, id));
      }
    } else {
      for (Map.Entry<String, JsonNode> entry : decoder.value().properties()) {
        if (!entry.getKey().matches("\\d{1,7}")) {
          throw decoder.at(entry.getKey()).refused("an id for its name");
        }
        JsonPlace token = decoder.at(entry.getKey());
        listed.add(new Listed(Integer.parseInt(entry.getKey()), token(token, false), token));
      }
    }
    listed.sort(Comparator.comparingInt(Listed::id));
    for (JsonPlace file : List.of(options, specials)) {
      if (!file.at(ADDITIONAL).isAbsent()) {
        for (JsonPlace token : file.at(ADDITIONAL).list(MAX_ADDITIONAL)) {
          listed.add(new Listed(-1, token(token, true), token));
        }
      }
    }
    return listed;
  }

  /** A token that a file has as an object, or its content alone. */
  private static ObjectNode token(JsonPlace place, boolean special) {
    if (place.value().isTextual()) {
      return token(place.value().textValue(), special);
    }
    if (!place.at("content").value().isTextual()) {
      throw place.at("content").refused("a token");
    }
    ObjectNode token = token(place.at("content").value().textValue(), special);
    for (String flag : FLAGS) {
      if (!place.at(flag).isAbsent()) {
        token.put(flag, place.at(flag).flag());
      }
    }
    return token;
  }

  private static ObjectNode token(String content, boolean special) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("content", content)
        .put("single_word", false)
        .put("lstrip", false)
        .put("rstrip", false)
        .put("normalized", !special)
        .put("special", special);
  }
}
