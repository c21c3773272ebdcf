package org.bert4j.tokenizer;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.bert4j.common.io.AtomicFile;
import org.bert4j.common.io.FileFailure;
import org.bert4j.common.io.GitLfs;
import org.bert4j.common.io.JsonFile;

/**
 * The tokenizer files of a HuggingFace directory.
 *
 * @param json the tokenizer
 * @param modelMaxLength the longest sequence in tokens that {@code tokenizer_config.json} names, 0
 *     if it names none
 */
record TokenizerFiles(TokenizerJson json, int modelMaxLength) {

  private static final String TOKENIZER = "tokenizer.json";
  private static final String VOCABULARY = "vocab.txt";
  private static final String CONFIG = "tokenizer_config.json";
  private static final String MODEL_CONFIG = "config.json";
  private static final String TOKENIZER_CLASS = "tokenizer_class";
  private static final String MODEL_MAX_LENGTH = "model_max_length";
  private static final String ADDED_TOKENS = "added_tokens.json";
  private static final String SPECIAL_TOKENS_MAP = "special_tokens_map.json";

  /** Larger files are no tokenizers; the largest known have 35 MB. */
  private static final long MAX_BYTES = 256L << 20;

  /**
   * Reads a file of the form of a {@code tokenizer.json}, which speaks for itself; of a directory
   * {@code tokenizer.json} if there is one, else {@code vocab.txt}, and, if there is one, {@code
   * tokenizer_config.json}. What other files add to a {@code vocab.txt} is read as well.
   *
   * @param notes receives a line about each choice that the files leave open
   * @throws IllegalArgumentException if there is neither, a file is broken, or they contradict each
   *     other
   */
  static TokenizerFiles read(Path directory, Consumer<String> notes) throws IOException {
    if (Files.isRegularFile(directory)) {
      return new TokenizerFiles(TokenizerJson.parse(text(directory), directory.toString()), 0);
    }
    Path tokenizer = directory.resolve(TOKENIZER);
    Path vocabulary = directory.resolve(VOCABULARY);
    if (!Files.isRegularFile(tokenizer) && !Files.isRegularFile(vocabulary)) {
      throw new IllegalArgumentException(
          directory
              + ": not a directory with a "
              + TOKENIZER
              + " or a "
              + VOCABULARY
              + (Files.exists(AtomicFile.temporary(tokenizer))
                  ? ": writing a tokenizer here was interrupted; remove the directory and write it again"
                  : ", expected one of them"));
    }
    JsonPlace options = object(directory.resolve(CONFIG));
    JsonPlace tokenizerClass = options.at(TOKENIZER_CLASS);
    if (tokenizerClass.isAbsent()) {
      tokenizerClass = object(directory.resolve(MODEL_CONFIG)).at(TOKENIZER_CLASS);
    }
    TokenizerConfig config = new TokenizerConfig(options, tokenizerClass, notes);
    return new TokenizerFiles(
        Files.isRegularFile(tokenizer)
            ? read(tokenizer, config)
            : config.read(
                Vocabulary.read(text(vocabulary), vocabulary.toString(), notes),
                new ListedTokens(
                    options,
                    object(directory.resolve(ADDED_TOKENS)),
                    object(directory.resolve(SPECIAL_TOKENS_MAP))),
                vocabulary.toString()),
        modelMaxLength(options.at(MODEL_MAX_LENGTH)));
  }

  /** A {@code tokenizer.json} with nothing beside it speaks for itself. */
  private static TokenizerJson read(Path tokenizer, TokenizerConfig config) throws IOException {
    TokenizerJson json = TokenizerJson.parse(text(tokenizer), tokenizer.toString());
    return Files.isRegularFile(tokenizer.resolveSibling(CONFIG)) ? config.read(json) : json;
  }

  /** The content of a file, an empty object if there is none. */
  private static JsonPlace object(Path file) throws IOException {
    return new JsonPlace(
        Files.isRegularFile(file)
            ? JsonFile.parseObject(text(file), file.toString())
            : JsonNodeFactory.instance.objectNode(),
        "",
        file.toString());
  }

  /**
   * Writes the four files. All are on the disk before the first gets its name, and {@code
   * tokenizer.json} and {@code vocab.txt} get theirs last: whatever interrupts this, there is no
   * tokenizer or a whole one.
   *
   * @throws IOException if a file cannot be written; files that were there are then as before
   */
  void write(Path directory) throws IOException {
    Files.createDirectories(directory);
    Map<Path, String> contents = new LinkedHashMap<>();
    ObjectNode specialTokens = JsonNodeFactory.instance.objectNode();
    putSpecialTokens(specialTokens);
    contents.put(directory.resolve(SPECIAL_TOKENS_MAP), specialTokens.toPrettyString() + "\n");
    contents.put(directory.resolve(CONFIG), config().toPrettyString() + "\n");
    contents.put(directory.resolve(TOKENIZER), json.text());
    contents.put(
        directory.resolve(VOCABULARY), String.join("\n", json.vocabulary().tokens()) + "\n");
    try {
      for (Map.Entry<Path, String> file : contents.entrySet()) {
        byte[] utf8 = file.getValue().getBytes(StandardCharsets.UTF_8);
        AtomicFile.prepare(
            file.getKey(), channel -> AtomicFile.writeFully(channel, ByteBuffer.wrap(utf8)));
      }
    } catch (IOException | RuntimeException e) {
      for (Path file : contents.keySet()) {
        Files.deleteIfExists(AtomicFile.temporary(file));
      }
      throw e;
    }
    for (Path file : contents.keySet()) {
      AtomicFile.rename(AtomicFile.temporary(file), file);
    }
  }

  private ObjectNode config() {
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    if (json.normalization().isPresent()) {
      BertNormalization normalization = json.normalization().get();
      config
          .put(TOKENIZER_CLASS, "BertTokenizer")
          .put("do_lower_case", normalization.doLowerCase())
          .put("strip_accents", normalization.stripAccents())
          .put("tokenize_chinese_chars", normalization.tokenizeChineseChars());
    } else {
      // BertTokenizer would put its own normalizer over the one in tokenizer.json.
      config.put(TOKENIZER_CLASS, "PreTrainedTokenizerFast");
    }
    if (modelMaxLength > 0) {
      config.put(MODEL_MAX_LENGTH, modelMaxLength);
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

  /** HuggingFace writes 10³⁰ for a length that it does not know. */
  private static int modelMaxLength(JsonPlace length) {
    if (length.isAbsent()) {
      return 0;
    }
    double tokens = length.value().isNumber() ? length.value().doubleValue() : 0;
    if (tokens < 1) {
      throw length.refused("a positive number of tokens");
    }
    return tokens > Integer.MAX_VALUE ? 0 : (int) tokens;
  }

  private static String text(Path file) throws IOException {
    long size = Files.size(file);
    if (size > MAX_BYTES) {
      throw new IllegalArgumentException(
          file + ": " + size + " bytes, expected a tokenizer of at most " + MAX_BYTES);
    }
    GitLfs.refusePointer(file);
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file + ": not UTF-8 text", e);
    } catch (IOException e) {
      throw FileFailure.of(file, e);
    }
  }
}
