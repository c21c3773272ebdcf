package org.bert4j.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the vocabulary out of a {@code tokenizer.json} and checks that it is BERT's WordPiece. */
final class WordPieceModel {

  private WordPieceModel() {}

  /**
   * The tokens of the model and those added beside it.
   *
   * @param source the file, for error messages
   * @throws IllegalArgumentException if the model is not BERT's or its ids are not 0, 1, 2, ...
   */
  static Vocabulary vocabulary(ObjectNode root, String source) {
    requireWordPiece(root.path("model"), source);
    return new Vocabulary(tokens(root, source), source);
  }

  private static void requireWordPiece(JsonNode model, String source) {
    // Files of old versions name no type; the prefix below then tells WordPiece from others.
    if (model.has("type")) {
      requireText(model, "type", "WordPiece", source);
    }
    requireText(model, "unk_token", Vocabulary.UNKNOWN, source);
    requireText(model, "continuing_subword_prefix", Vocabulary.CONTINUATION, source);
    if (!model.path("vocab").isObject()) {
      throw new IllegalArgumentException(
          source + ": model.vocab is missing, expected an object of tokens and ids");
    }
  }

  private static void requireText(JsonNode model, String field, String expected, String source) {
    JsonNode value = model.path(field);
    if (!value.asText().equals(expected)) {
      throw new IllegalArgumentException(
          source
              + ": model."
              + field
              + " is "
              + (value.isMissingNode() ? "missing" : value)
              + ", expected \""
              + expected
              + "\" (a BERT tokenizer)");
    }
  }

  private static List<String> tokens(ObjectNode root, String source) {
    List<String> tokens = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : root.path("model").path("vocab").properties()) {
      place(tokens, entry.getKey(), entry.getValue(), source);
    }
    for (JsonNode added : root.path("added_tokens")) {
      place(tokens, added.path("content").asText(), added.path("id"), source);
    }
    int hole = tokens.indexOf(null);
    if (hole >= 0) {
      throw new IllegalArgumentException(
          source
              + ": no token has id "
              + hole
              + ", expected ids from 0 to "
              + (tokens.size() - 1)
              + " without a gap");
    }
    return tokens;
  }

  private static void place(List<String> tokens, String token, JsonNode id, String source) {
    // Ten million is far beyond any vocabulary; it keeps a damaged id from filling the memory.
    if (!id.isInt() || id.asInt() < 0 || id.asInt() > 10_000_000) {
      throw new IllegalArgumentException(
          source + ": id of token '" + token + "' is " + id + ", expected a small whole number");
    }
    while (tokens.size() <= id.asInt()) {
      tokens.add(null);
    }
    String other = tokens.set(id.asInt(), token);
    if (other != null && !other.equals(token)) {
      throw new IllegalArgumentException(
          source
              + ": tokens '"
              + other
              + "' and '"
              + token
              + "' both have id "
              + id
              + ", expected every id once");
    }
  }
}
