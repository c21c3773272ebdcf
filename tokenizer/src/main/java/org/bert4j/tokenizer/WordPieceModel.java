package org.bert4j.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the vocabulary out of a {@code tokenizer.json} and checks that it is BERT's WordPiece. */
final class WordPieceModel {

  /** Far beyond any vocabulary; it keeps a damaged id from filling the memory. */
  static final int MAX_ID = 10_000_000;

  /** HuggingFace writes 100; the library's time for a word grows with the cube of its length. */
  private static final int MAX_CHARS_PER_WORD = 512;

  private WordPieceModel() {}

  /**
   * Checks that the model is BERT's.
   *
   * @param root the whole file
   * @throws IllegalArgumentException naming the field of the model that is not as BERT's
   */
  static void check(JsonPlace root) {
    JsonPlace model = root.at("model");
    // Files of old versions name no type; the prefix below then tells WordPiece from others.
    if (model.value().has("type")) {
      requireText(model.at("type"), "WordPiece");
    }
    requireText(model.at("unk_token"), Vocabulary.UNKNOWN);
    requireText(model.at("continuing_subword_prefix"), Vocabulary.CONTINUATION);
    model.at("max_input_chars_per_word").number(1, MAX_CHARS_PER_WORD);
    if (!model.at("vocab").value().isObject()) {
      throw model.at("vocab").refused("an object of tokens and ids");
    }
    // The model looks for it there, and only when it needs it.
    model.at("vocab").at(Vocabulary.UNKNOWN).number(0, MAX_ID);
  }

  /**
   * The tokens of the model and those added beside it.
   *
   * @param root the whole file
   * @throws IllegalArgumentException if their ids are not 0, 1, 2, ...
   */
  static Vocabulary vocabulary(JsonPlace root) {
    return new Vocabulary(tokens(root), root.file());
  }

  private static void requireText(JsonPlace field, String expected) {
    if (!expected.equals(field.value().textValue())) {
      throw field.refused("\"" + expected + "\" (a BERT tokenizer)");
    }
  }

  private static List<String> tokens(JsonPlace root) {
    List<String> tokens = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : root.at("model").at("vocab").value().properties()) {
      place(tokens, entry.getKey(), entry.getValue(), root.file());
    }
    for (JsonNode added : root.value().path("added_tokens")) {
      place(tokens, added.path("content").asText(), added.path("id"), root.file());
    }
    int hole = tokens.indexOf(null);
    if (hole >= 0) {
      throw new IllegalArgumentException(
          root.file()
              + ": no token has id "
              + hole
              + ", expected ids from 0 to "
              + (tokens.size() - 1)
              + " without a gap");
    }
    return tokens;
  }

  private static void place(List<String> tokens, String token, JsonNode id, String file) {
    if (!id.isInt() || id.intValue() < 0 || id.intValue() > MAX_ID) {
      throw new IllegalArgumentException(
          file
              + ": id of token "
              + JsonPlace.shown(token)
              + " is "
              + JsonPlace.shown(id)
              + ", expected a small whole number");
    }
    while (tokens.size() <= id.intValue()) {
      tokens.add(null);
    }
    String other = tokens.set(id.intValue(), token);
    if (other != null && !other.equals(token)) {
      throw new IllegalArgumentException(
          file
              + ": tokens "
              + JsonPlace.shown(other)
              + " and "
              + JsonPlace.shown(token)
              + " both have id "
              + id
              + ", expected every id once");
    }
  }
}
