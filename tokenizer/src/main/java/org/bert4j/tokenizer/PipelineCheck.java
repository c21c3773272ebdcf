package org.bert4j.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Checks what a {@code tokenizer.json} does to a text before and after its model. The native
 * library ends the process on much that it has not foreseen and never ends on some of it, so it
 * sees only components that are known here, with fields in known bounds: everything that
 * HuggingFace's tokenizers library writes for BERT, for byte-level and for SentencePiece
 * tokenizers.
 */
final class PipelineCheck {

  private static final int MAX_DEPTH = 4;
  private static final int MAX_COMPONENTS = 32;

  /**
   * How many times as long a text may become, in bytes. ALBERT's components could make 484: NFKD
   * and a character map 11 each for U+FDFA, and Metaspace 4.
   */
  private static final int MAX_GROWTH = 512;

  /** Real patterns have a few hundred characters. */
  private static final int MAX_PATTERN = 1_000;

  private static final List<String> BEHAVIORS =
      List.of("Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous");

  private static final List<String> PREPEND_SCHEMES = List.of("always", "first", "never");

  /** A kind of component; returns how many times its length a text may become. */
  private interface Kind {
    double check(JsonPlace component, int depth);
  }

  private int components;

  private PipelineCheck() {}

  /**
   * Checks normalizer, pre-tokenizer, post-processor and decoder.
   *
   * @throws IllegalArgumentException naming the first value that is not accepted
   */
  static void check(JsonPlace root) {
    PipelineCheck check = new PipelineCheck();
    double growth =
        check.section(root.at("normalizer"), check::normalizer)
            * check.section(root.at("pre_tokenizer"), check::preTokenizer);
    if (growth > MAX_GROWTH) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: normalizer and pre_tokenizer may make a text %.0f times as long, expected at most"
                  + " %d times",
              root.file(),
              growth,
              MAX_GROWTH));
    }
    check.section(root.at("post_processor"), check::postProcessor);
    check.section(root.at("decoder"), check::decoder);
  }

  private double section(JsonPlace component, Kind kind) {
    return component.isAbsent() ? 1 : kind.check(component, 1);
  }

  private double sequence(JsonPlace list, int depth, Kind kind) {
    double growth = 1;
    for (JsonPlace component : list.list(MAX_COMPONENTS)) {
      growth *= kind.check(component, depth + 1);
    }
    return growth;
  }

  private String type(JsonPlace component, int depth) {
    if (depth > MAX_DEPTH || ++components > MAX_COMPONENTS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: %s is one too many, expected at most %d components on %d levels",
              component.file(),
              component.path(),
              MAX_COMPONENTS,
              MAX_DEPTH));
    }
    return component.at("type").text(1, MAX_PATTERN);
  }

  private double normalizer(JsonPlace at, int depth) {
    return switch (type(at, depth)) {
      case "Sequence" -> sequence(at.at("normalizers"), depth, this::normalizer);
      case "Replace" -> replace(at);
      case "Prepend" -> 1 + bytes(at.at("prepend").text(1, MAX_PATTERN));
      case "ByteLevel" -> 2;
      case "BertNormalizer" -> {
        at.flags("clean_text", "handle_chinese_chars", "lowercase");
        at.optionalFlags("strip_accents");
        yield 1;
      }
      case "Strip" -> {
        at.flags("strip_left", "strip_right");
        yield 1;
      }
      case "Precompiled" -> PrecompiledCharsmap.growth(at.at("precompiled_charsmap"));
      case "NFKC", "NFKD" -> 11;
      case "NFC", "NFD" -> 3;
      case "Lowercase", "Nmt", "StripAccents" -> 1;
      default -> throw at.at("type").refused("a normalizer of HuggingFace's tokenizers");
    };
  }

  private double preTokenizer(JsonPlace at, int depth) {
    return switch (type(at, depth)) {
      case "Sequence" -> sequence(at.at("pretokenizers"), depth, this::preTokenizer);
      case "Metaspace" -> metaspace(at);
      case "ByteLevel" -> {
        byteLevel(at);
        yield 4;
      }
      case "Split" -> {
        shortestMatch(at.at("pattern"));
        at.at("behavior").text(BEHAVIORS);
        at.flags("invert");
        yield 1;
      }
      case "Punctuation" -> {
        if (!at.at("behavior").value().isMissingNode()) {
          at.at("behavior").text(BEHAVIORS);
        }
        yield 1;
      }
      case "Digits" -> {
        at.flags("individual_digits");
        yield 1;
      }
      case "CharDelimiterSplit" -> {
        at.at("delimiter").text(1, 1);
        yield 1;
      }
      case "FixedLength" -> {
        if (!at.at("length").value().isMissingNode()) {
          at.at("length").number(1, 1_000_000);
        }
        yield 1;
      }
      case "BertPreTokenizer", "Whitespace", "WhitespaceSplit", "UnicodeScripts" -> 1;
      default -> throw at.at("type").refused("a pre-tokenizer of HuggingFace's tokenizers");
    };
  }

  private double postProcessor(JsonPlace at, int depth) {
    switch (type(at, depth)) {
      case "Sequence" -> sequence(at.at("processors"), depth, this::postProcessor);
      case "TemplateProcessing" -> template(at);
      case "ByteLevel" -> byteLevel(at);
      case "BertProcessing" -> tokenAndId(at, "sep", "cls");
      case "RobertaProcessing" -> {
        tokenAndId(at, "sep", "cls");
        at.flags("trim_offsets", "add_prefix_space");
      }
      default -> throw at.at("type").refused("a post-processor of HuggingFace's tokenizers");
    }
    return 1;
  }

  private double decoder(JsonPlace at, int depth) {
    switch (type(at, depth)) {
      case "Sequence" -> sequence(at.at("decoders"), depth, this::decoder);
      case "WordPiece" -> {
        at.at("prefix").text(0, MAX_PATTERN);
        at.flags("cleanup");
      }
      case "BPEDecoder" -> at.at("suffix").text(0, MAX_PATTERN);
      case "CTC" -> {
        at.at("pad_token").text(0, MAX_PATTERN);
        at.at("word_delimiter_token").text(0, MAX_PATTERN);
        at.flags("cleanup");
      }
      case "Strip" -> {
        at.at("content").text(1, 1);
        at.at("start").number(0, MAX_PATTERN);
        at.at("stop").number(0, MAX_PATTERN);
      }
      case "ByteLevel" -> byteLevel(at);
      case "Metaspace" -> metaspace(at);
      case "Replace" -> replace(at);
      case "ByteFallback", "Fuse" -> {}
      default -> throw at.at("type").refused("a decoder of HuggingFace's tokenizers");
    }
    return 1;
  }

  private static double replace(JsonPlace at) {
    int replaced = shortestMatch(at.at("pattern"));
    return Math.max(1, (double) bytes(at.at("content").text(0, MAX_PATTERN)) / replaced);
  }

  /** The length of the shortest match of a {@code {"String": ...}} or {@code {"Regex": ...}}. */
  private static int shortestMatch(JsonPlace pattern) {
    JsonNode value = pattern.value();
    if (value.size() == 1 && value.has("String")) {
      return bytes(pattern.at("String").text(1, MAX_PATTERN));
    }
    if (value.size() != 1 || !value.has("Regex")) {
      throw pattern.refused("{\"String\": ...} or {\"Regex\": ...}");
    }
    JsonPlace regex = pattern.at("Regex");
    int shortest = LinearRegex.shortestMatch(regex.text(1, MAX_PATTERN));
    if (shortest < 1) {
      throw regex.refused(
          "alternatives without groups that match at least one character and that are searched for"
              + " in linear time");
    }
    return shortest;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static void byteLevel(JsonPlace at) {
    at.flags("add_prefix_space", "trim_offsets");
    at.optionalFlags("use_regex");
  }

  private static double metaspace(JsonPlace at) {
    if (!at.at("prepend_scheme").value().isMissingNode()) {
      at.at("prepend_scheme").text(PREPEND_SCHEMES);
    }
    at.optionalFlags("add_prefix_space", "split");
    return 1 + bytes(at.at("replacement").text(1, 1));
  }

  /** {@code ["[SEP]", 102]}. */
  private static void tokenAndId(JsonPlace at, String... fields) {
    for (String field : fields) {
      List<JsonPlace> pair = at.at(field).list(2);
      if (pair.size() != 2) {
        throw at.at(field).refused("a list of a token and its id");
      }
      pair.get(0).text(1, MAX_PATTERN);
      pair.get(1).number(0, WordPieceModel.MAX_ID);
    }
  }

  private static void template(JsonPlace at) {
    JsonPlace specials = at.at("special_tokens");
    if (!specials.value().isObject()) {
      throw specials.refused("an object of tokens");
    }
    for (String name : (Iterable<String>) specials.value()::fieldNames) {
      JsonPlace special = specials.at(name);
      special.at("id").text(1, MAX_PATTERN);
      List<JsonPlace> ids = special.at("ids").list(MAX_COMPONENTS);
      List<JsonPlace> tokens = special.at("tokens").list(MAX_COMPONENTS);
      ids.forEach(id -> id.number(0, WordPieceModel.MAX_ID));
      tokens.forEach(token -> token.text(1, MAX_PATTERN));
      if (ids.isEmpty() || ids.size() != tokens.size()) {
        throw special.refused("as many ids as tokens");
      }
    }
    template(at.at("single"), List.of("A"), specials.value());
    template(at.at("pair"), List.of("A", "B"), specials.value());
  }

  private static void template(JsonPlace pieces, List<String> sequences, JsonNode specials) {
    List<String> found = new ArrayList<>();
    for (JsonPlace piece : pieces.list(MAX_COMPONENTS)) {
      boolean isSequence = piece.value().has("Sequence");
      JsonPlace content = piece.at(isSequence ? "Sequence" : "SpecialToken");
      String id = content.at("id").text(1, MAX_PATTERN);
      content.at("type_id").number(0, 1_000);
      if (isSequence) {
        found.add(id);
      } else if (!specials.has(id)) {
        throw content.at("id").refused("a token of special_tokens");
      }
      if (piece.value().size() != 1) {
        throw piece.refused("either \"Sequence\" or \"SpecialToken\"");
      }
    }
    if (!found.equals(sequences)) {
      throw pieces.refused("a template with the sequences " + sequences + ", each once");
    }
  }
}
