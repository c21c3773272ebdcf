package org.bert4j.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Reads and writes the tokenizer files of a HuggingFace directory. */
final class TokenizerFiles {

  private static final String TOKENIZER = "tokenizer.json";
  private static final String VOCABULARY = "vocab.txt";
  private static final String CONFIG = "tokenizer_config.json";
  private static final String SPECIAL_TOKENS_MAP = "special_tokens_map.json";

  private TokenizerFiles() {}

  /**
   * Reads {@code tokenizer.json} if there is one, else {@code vocab.txt} and, if there is one, its
   * {@code tokenizer_config.json}.
   *
   * @throws IllegalArgumentException if there is neither or a file is broken
   */
  static TokenizerJson read(Path directory) throws IOException {
    Path tokenizer = directory.resolve(TOKENIZER);
    if (Files.isRegularFile(tokenizer)) {
      return TokenizerJson.parse(text(tokenizer), tokenizer.toString());
    }
    Path vocabulary = directory.resolve(VOCABULARY);
    if (!Files.isRegularFile(vocabulary)) {
      throw new IllegalArgumentException(
          directory
              + ": not a directory with a "
              + TOKENIZER
              + " or a "
              + VOCABULARY
              + ", expected one of them");
    }
    return TokenizerJson.build(
        Vocabulary.read(vocabulary), readNormalization(directory.resolve(CONFIG)));
  }

  /**
   * Writes the four files, each complete or not at all.
   *
   * @param modelMaxLength the longest sequence of the model, 0 if unknown
   */
  static void write(TokenizerJson json, Path directory, int modelMaxLength) throws IOException {
    Files.createDirectories(directory);
    Vocabulary vocabulary = json.vocabulary();
    replace(directory.resolve(VOCABULARY), String.join("\n", vocabulary.tokens()) + "\n");
    replace(directory.resolve(TOKENIZER), json.recognizingSpecialTokens());
    ObjectNode specialTokens = TokenizerJson.MAPPER.createObjectNode();
    putSpecialTokens(specialTokens);
    replace(directory.resolve(SPECIAL_TOKENS_MAP), specialTokens.toPrettyString() + "\n");
    replace(directory.resolve(CONFIG), config(json, modelMaxLength).toPrettyString() + "\n");
  }

  private static ObjectNode config(TokenizerJson json, int modelMaxLength) {
    ObjectNode config = TokenizerJson.MAPPER.createObjectNode();
    if (json.normalization().isPresent()) {
      BertNormalization normalization = json.normalization().get();
      config
          .put("tokenizer_class", "BertTokenizer")
          .put("do_lower_case", normalization.doLowerCase())
          .put("strip_accents", normalization.stripAccents())
          .put("tokenize_chinese_chars", normalization.tokenizeChineseChars());
    } else {
      // BertTokenizer would put its own normalizer over the one in tokenizer.json.
      config.put("tokenizer_class", "PreTrainedTokenizerFast");
    }
    if (modelMaxLength > 0) {
      config.put("model_max_length", modelMaxLength);
    }
    putSpecialTokens(config);
    return config;
  }

  private static void putSpecialTokens(ObjectNode object) {
    object
        .put("unk_token", Vocabulary.UNKNOWN)
        .put("sep_token", Vocabulary.SEP)
        .put("pad_token", Vocabulary.PAD)
        .put("cls_token", Vocabulary.CLS)
        .put("mask_token", Vocabulary.MASK);
  }

  private static BertNormalization readNormalization(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return BertNormalization.uncased();
    }
    ObjectNode config = TokenizerJson.parseObject(text(file), file.toString());
    boolean lowerCase = flag(config, "do_lower_case", true, file);
    return new BertNormalization(
        lowerCase,
        flag(config, "strip_accents", lowerCase, file),
        flag(config, "tokenize_chinese_chars", true, file));
  }

  private static boolean flag(ObjectNode config, String field, boolean absent, Path file) {
    JsonNode value = config.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return absent;
    }
    if (!value.isBoolean()) {
      throw new IllegalArgumentException(
          file + ": " + field + " is " + value + ", expected true or false");
    }
    return value.asBoolean();
  }

  private static String text(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file + ": not UTF-8", e);
    }
  }

  /** Writes beside the file, forces it to the disk and renames it over the old one. */
  private static void replace(Path file, String content) throws IOException {
    Path temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
