package org.bert4j.tokenizer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A checked {@code tokenizer.json} with a WordPiece model. Truncation and padding are off in it,
 * and its added tokens contain all special tokens. Immutable.
 */
final class TokenizerJson {

  static final ObjectMapper MAPPER = new ObjectMapper();

  private static final Set<String> NORMALIZATION_FIELDS =
      Set.of("lowercase", "strip_accents", "handle_chinese_chars");

  private final ObjectNode root;
  private final Vocabulary vocabulary;
  private final Set<Integer> specialIds = new HashSet<>();

  private TokenizerJson(ObjectNode root, String source) {
    this.root = root;
    this.vocabulary = WordPieceModel.vocabulary(root, source);
    root.putNull("truncation");
    root.putNull("padding");
    completeSpecialTokens();
  }

  /**
   * Parses a {@code tokenizer.json}.
   *
   * @param source the file, for error messages
   * @throws IllegalArgumentException if it is no JSON or no WordPiece tokenizer for BERT
   */
  static TokenizerJson parse(String json, String source) {
    return new TokenizerJson(parseObject(json, source), source);
  }

  /** Builds BERT's own pipeline around a vocabulary. */
  static TokenizerJson build(Vocabulary vocabulary, BertNormalization normalization) {
    return new TokenizerJson(BertPipeline.build(vocabulary, normalization), "vocabulary");
  }

  static ObjectNode parseObject(String json, String source) {
    try {
      if (MAPPER.readTree(json) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      throw new IllegalArgumentException(
          source
              + ": broken JSON at line "
              + at.getLineNr()
              + ", column "
              + at.getColumnNr()
              + ": "
              + e.getOriginalMessage().lines().findFirst().orElse(""),
          e);
    }
    throw new IllegalArgumentException(source + ": expected a JSON object");
  }

  Vocabulary vocabulary() {
    return vocabulary;
  }

  boolean isSpecial(int id) {
    return specialIds.contains(id);
  }

  /** The whole file; a tokenizer made of it recognizes special tokens in a text. */
  String recognizingSpecialTokens() {
    return root.toString();
  }

  /** The file without its special tokens: they are ordinary characters in a text. */
  String recognizingNoSpecialTokens() {
    ObjectNode copy = MAPPER.createObjectNode();
    copy.setAll(root);
    ArrayNode kept = copy.putArray("added_tokens");
    for (JsonNode added : root.path("added_tokens")) {
      if (!specialIds.contains(added.path("id").asInt())) {
        kept.add(added);
      }
    }
    return copy.toString();
  }

  /** The normalization, if normalizer and pre-tokenizer are BERT's own. */
  Optional<BertNormalization> normalization() {
    JsonNode normalizer = root.path("normalizer");
    boolean bert =
        normalizer.path("type").asText().equals("BertNormalizer")
            && normalizer.path("clean_text").asBoolean(true)
            && root.path("pre_tokenizer").path("type").asText().equals("BertPreTokenizer")
            && NORMALIZATION_FIELDS.stream().allMatch(normalizer::has);
    if (!bert) {
      return Optional.empty();
    }
    boolean lowerCase = normalizer.path("lowercase").asBoolean();
    return Optional.of(
        new BertNormalization(
            lowerCase,
            normalizer.path("strip_accents").asBoolean(lowerCase),
            normalizer.path("handle_chinese_chars").asBoolean()));
  }

  /** Whether the file adds tokens that are not special; they may contain blanks. */
  boolean hasOtherAddedTokens() {
    return root.path("added_tokens").size() > specialIds.size();
  }

  /**
   * Some writers leave the special tokens out of the added ones; HuggingFace's reader adds them.
   */
  private void completeSpecialTokens() {
    for (JsonNode added : root.path("added_tokens")) {
      if (added.path("special").asBoolean()) {
        specialIds.add(added.path("id").asInt());
      }
    }
    for (String special : Vocabulary.SPECIAL_TOKENS) {
      if (specialIds.add(vocabulary.specialId(special))) {
        root.withArray("added_tokens").add(BertPipeline.addedToken(vocabulary, special));
      }
    }
  }
}
