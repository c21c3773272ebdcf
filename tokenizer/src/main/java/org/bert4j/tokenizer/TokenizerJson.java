package org.bert4j.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bert4j.common.io.JsonFile;

/**
 * A checked {@code tokenizer.json} with a WordPiece model. Truncation and padding are off in it,
 * and its added tokens contain all special tokens. Immutable.
 */
final class TokenizerJson {

  private static final Set<String> NORMALIZATION_FIELDS =
      Set.of("lowercase", "strip_accents", "handle_chinese_chars");

  private final ObjectNode root;

  /** The file, for error messages. */
  private final String source;

  private final Vocabulary vocabulary;
  private final AddedTokens added;

  private TokenizerJson(ObjectNode root, String source) {
    this.root = root;
    this.source = source;
    this.vocabulary = WordPieceModel.vocabulary(new JsonPlace(root, "", source));
    this.added = new AddedTokens(root, vocabulary);
    root.putNull("truncation");
    root.putNull("padding");
  }

  /**
   * Parses a {@code tokenizer.json}.
   *
   * @param source the file, for error messages
   * @throws IllegalArgumentException if it is no JSON, no WordPiece tokenizer for BERT, or has
   *     anything that the native library might not survive
   */
  static TokenizerJson parse(String json, String source) {
    ObjectNode root = JsonFile.parseObject(json, source);
    JsonPlace place = new JsonPlace(root, "", source);
    if (root.has("version")) {
      place.at("version").text(List.of("1.0"));
    }
    WordPieceModel.check(place);
    AddedTokens.check(place);
    PipelineCheck.check(place);
    return new TokenizerJson(root, source);
  }

  /** Builds BERT's own pipeline around a vocabulary. */
  static TokenizerJson build(Vocabulary vocabulary, BertNormalization normalization) {
    return build(vocabulary, normalization, JsonNodeFactory.instance.arrayNode());
  }

  /**
   * Builds BERT's own pipeline around a vocabulary and tokens added to it.
   *
   * @param added as {@code added_tokens} has them
   * @throws IllegalArgumentException if one of them is not accepted
   */
  static TokenizerJson build(
      Vocabulary vocabulary, BertNormalization normalization, ArrayNode added) {
    ObjectNode root = BertPipeline.build(vocabulary, normalization);
    root.withArray("added_tokens").addAll(added);
    AddedTokens.check(new JsonPlace(root, "", "vocabulary"));
    return new TokenizerJson(root, "vocabulary");
  }

  Vocabulary vocabulary() {
    return vocabulary;
  }

  AddedTokens added() {
    return added;
  }

  /** The whole file. */
  String text() {
    return root.toString();
  }

  /**
   * A tokenizer that recognizes special tokens in a text.
   *
   * @throws IllegalArgumentException if the native library refuses the file
   */
  NativeTokenizer recognizingSpecialTokens() {
    added.requireFindable(root.path("normalizer"), source);
    return new NativeTokenizer(text(), added.ids(added.all()), source);
  }

  /**
   * A tokenizer for which special tokens are ordinary characters in a text.
   *
   * @throws IllegalArgumentException if the native library refuses the file
   */
  NativeTokenizer recognizingNoSpecialTokens() {
    ArrayNode others = added.others();
    ObjectNode copy = JsonNodeFactory.instance.objectNode();
    copy.setAll(root);
    copy.set("added_tokens", others);
    return new NativeTokenizer(copy.toString(), added.ids(others), source);
  }

  /** The same tokenizer with BERT's normalizer of these options. */
  TokenizerJson with(BertNormalization normalization) {
    ObjectNode copy = root.deepCopy();
    copy.set("normalizer", BertPipeline.normalizer(normalization));
    return new TokenizerJson(copy, source);
  }

  /** The normalization, if normalizer and pre-tokenizer are BERT's own. */
  Optional<BertNormalization> normalization() {
    boolean bert =
        root.path("normalizer").path("clean_text").asBoolean(true)
            && root.path("pre_tokenizer").path("type").asText().equals("BertPreTokenizer");
    return bert ? bertNormalizer() : Optional.empty();
  }

  /** The options of the normalizer, if it is BERT's. */
  Optional<BertNormalization> bertNormalizer() {
    JsonNode normalizer = root.path("normalizer");
    boolean bert =
        normalizer.path("type").asText().equals("BertNormalizer")
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
}
