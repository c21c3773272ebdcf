package org.bert4j.tokenizer;

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
import java.util.LinkedHashMap;
import java.util.Map;
import org.bert4j.common.io.AtomicFile;
import org.bert4j.common.io.FileFailure;
import org.bert4j.common.io.GitLfs;

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
  private static final String MODEL_MAX_LENGTH = "model_max_length";
  private static final String SPECIAL_TOKENS_MAP = "special_tokens_map.json";

  /** Names of files that are not finished begin with it. */
  private static final String TEMPORARY_PREFIX = ".tmp-";

  /** Larger files are no tokenizers; the largest known have 35 MB. */
  private static final long MAX_BYTES = 256L << 20;

  /**
   * Reads {@code tokenizer.json} if there is one, else {@code vocab.txt} and, if there is one,
   * {@code tokenizer_config.json}.
   *
   * @throws IllegalArgumentException if there is neither or a file is broken
   */
  static TokenizerFiles read(Path directory) throws IOException {
    Path tokenizer = directory.resolve(TOKENIZER);
    Path vocabulary = directory.resolve(VOCABULARY);
    Path configFile = directory.resolve(CONFIG);
    if (!Files.isRegularFile(tokenizer) && !Files.isRegularFile(vocabulary)) {
      throw new IllegalArgumentException(
          directory
              + ": not a directory with a "
              + TOKENIZER
              + " or a "
              + VOCABULARY
              + (Files.exists(temporary(tokenizer))
                  ? ": writing a tokenizer here was interrupted; remove the directory and write it again"
                  : ", expected one of them"));
    }
    ObjectNode fields =
        Files.isRegularFile(configFile)
            ? TokenizerJson.parseObject(text(configFile), configFile.toString())
            : TokenizerJson.MAPPER.createObjectNode();
    JsonPlace config = new JsonPlace(fields, "", configFile.toString());
    return new TokenizerFiles(
        Files.isRegularFile(tokenizer)
            ? TokenizerJson.parse(text(tokenizer), tokenizer.toString())
            : TokenizerJson.build(
                Vocabulary.read(text(vocabulary), vocabulary.toString()), normalization(config)),
        modelMaxLength(config.at(MODEL_MAX_LENGTH)));
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
    ObjectNode specialTokens = TokenizerJson.MAPPER.createObjectNode();
    putSpecialTokens(specialTokens);
    contents.put(directory.resolve(SPECIAL_TOKENS_MAP), specialTokens.toPrettyString() + "\n");
    contents.put(directory.resolve(CONFIG), config().toPrettyString() + "\n");
    contents.put(directory.resolve(TOKENIZER), json.text());
    contents.put(
        directory.resolve(VOCABULARY), String.join("\n", json.vocabulary().tokens()) + "\n");
    try {
      for (Map.Entry<Path, String> file : contents.entrySet()) {
        writeAndFlush(temporary(file.getKey()), file.getValue());
      }
    } catch (IOException | RuntimeException e) {
      for (Path file : contents.keySet()) {
        Files.deleteIfExists(temporary(file));
      }
      throw e;
    }
    for (Path file : contents.keySet()) {
      Files.move(temporary(file), file, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private ObjectNode config() {
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

  private static BertNormalization normalization(JsonPlace config) {
    boolean lowerCase = flag(config.at("do_lower_case"), true);
    return new BertNormalization(
        lowerCase,
        flag(config.at("strip_accents"), lowerCase),
        flag(config.at("tokenize_chinese_chars"), true));
  }

  private static boolean flag(JsonPlace field, boolean absent) {
    return field.isAbsent() ? absent : field.flag();
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

  private static Path temporary(Path file) {
    return file.resolveSibling(TEMPORARY_PREFIX + file.getFileName());
  }

  private static void writeAndFlush(Path file, String content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      AtomicFile.writeFully(channel, ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
      channel.force(true);
    } catch (IOException e) {
      throw FileFailure.of(file, e);
    }
  }
}
