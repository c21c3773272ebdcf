package org.bert4j.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenizerFilesTest {

  private static final String TEXT = "The naïve CAT中国[MASK]";

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"true, true, true", "false, false, true", "true, false, true", "false, true, false"})
  void saveAndLoadAreInverse(boolean lowerCase, boolean stripAccents, boolean chinese)
      throws IOException {
    BertNormalization normalization = new BertNormalization(lowerCase, stripAccents, chinese);
    try (BertTokenizer original = BertTokenizer.of(TinyVocabulary.TOKENS, normalization)) {
      original.save(directory, 128);
      assertEquals(
          Set.of("vocab.txt", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json"),
          files());
      assertSame(original);
      byte[] json = Files.readAllBytes(directory.resolve("tokenizer.json"));
      // vocab.txt and tokenizer_config.json alone say the same.
      Files.delete(directory.resolve("tokenizer.json"));
      assertSame(original);
      try (BertTokenizer copy = BertTokenizer.load(directory)) {
        copy.save(directory);
        assertArrayEquals(json, Files.readAllBytes(directory.resolve("tokenizer.json")));
      }
    }
  }

  private void assertSame(BertTokenizer original) throws IOException {
    try (BertTokenizer copy = BertTokenizer.load(directory)) {
      assertEquals(original.tokens(), copy.tokens());
      assertArrayEquals(original.encode(TEXT).ids(), copy.encode(TEXT).ids());
      assertArrayEquals(
          original.encodeAll(List.of(TEXT)).get(0), copy.encodeAll(List.of(TEXT)).get(0));
    }
  }

  @Test
  void writesWhatHuggingFaceReads() throws IOException {
    try (BertTokenizer tokenizer = TinyVocabulary.uncased()) {
      tokenizer.save(directory, 128);
    }
    JsonNode config = json("tokenizer_config.json");
    assertEquals("BertTokenizer", config.path("tokenizer_class").asText());
    assertTrue(config.path("do_lower_case").asBoolean());
    assertTrue(config.path("tokenize_chinese_chars").asBoolean());
    assertEquals(128, config.path("model_max_length").asInt());
    for (JsonNode specials : List.of(config, json("special_tokens_map.json"))) {
      assertEquals("[PAD]", specials.path("pad_token").asText());
      assertEquals("[UNK]", specials.path("unk_token").asText());
      assertEquals("[CLS]", specials.path("cls_token").asText());
      assertEquals("[SEP]", specials.path("sep_token").asText());
      assertEquals("[MASK]", specials.path("mask_token").asText());
    }
    JsonNode model = json("tokenizer.json").path("model");
    assertEquals(TinyVocabulary.TOKENS.size(), model.path("vocab").size());
    assertEquals(100, model.path("max_input_chars_per_word").asInt());
    assertEquals(
        String.join("\n", TinyVocabulary.TOKENS) + "\n",
        Files.readString(directory.resolve("vocab.txt")));
  }

  @ParameterizedTest
  @CsvSource({
    "'', 0, 512",
    "128, 128, 128",
    "4096, 4096, 512",
    "1000000000000000019884624838656, 0, 512"
  })
  void keepsTheSmallerModelMaxLength(String own, int saved, int savedForAModel) throws IOException {
    write("vocab.txt", String.join("\n", TinyVocabulary.TOKENS));
    write("tokenizer_config.json", own.isEmpty() ? "{}" : "{\"model_max_length\": " + own + "}");
    try (BertTokenizer tokenizer = BertTokenizer.load(directory)) {
      tokenizer.save(directory);
      assertEquals(saved, json("tokenizer_config.json").path("model_max_length").asInt());
      tokenizer.save(directory, 512);
      assertEquals(savedForAModel, json("tokenizer_config.json").path("model_max_length").asInt());
    }
  }

  /** A vocab.txt alone would be taken for an uncased tokenizer. */
  @Test
  void leavesNoPartOfATokenizerThatCannotBeWritten() throws IOException {
    // Directories in the way of the temporary files stand for a full disk, one file later each.
    for (String last :
        List.of(
            "special_tokens_map.json", "tokenizer_config.json", "tokenizer.json", "vocab.txt")) {
      directory = Files.createDirectory(directory.resolve("half"));
      Path obstacle = directory.resolve(".tmp-" + last).resolve("full");
      Files.createDirectories(obstacle);
      try (BertTokenizer tokenizer = TinyVocabulary.uncased()) {
        assertThrows(IOException.class, () -> tokenizer.save(directory));
      }
      assertEquals(Set.of(".tmp-" + last), files());
      assertThrows(IllegalArgumentException.class, () -> BertTokenizer.load(directory));
    }
  }

  @Test
  void failingToOverwriteLeavesTheOldTokenizer() throws IOException {
    try (BertTokenizer tokenizer = TinyVocabulary.uncased();
        BertTokenizer cased = BertTokenizer.of(TinyVocabulary.TOKENS, BertNormalization.cased())) {
      tokenizer.save(directory);
      Files.createDirectories(directory.resolve(".tmp-vocab.txt").resolve("full"));
      assertThrows(IOException.class, () -> cased.save(directory));
      assertSame(tokenizer);
    }
  }

  @Test
  void saysThatWritingATokenizerWasInterrupted() throws IOException {
    write(".tmp-tokenizer.json", "{");
    assertRefused("writing a tokenizer here was interrupted; remove the directory");
  }

  @Test
  void bareVocabTxtWithoutCapitalsMeansUncased() throws IOException {
    Files.writeString(directory.resolve("vocab.txt"), String.join("\r\n", TinyVocabulary.TOKENS));
    try (BertTokenizer bare = BertTokenizer.load(directory);
        BertTokenizer uncased = TinyVocabulary.uncased()) {
      assertArrayEquals(uncased.encode(TEXT).ids(), bare.encode(TEXT).ids());
    }
  }

  @Test
  void ignoresTruncationAndPaddingOfTheFile() throws IOException {
    ObjectNode json = tinyJson();
    json.putObject("truncation")
        .put("direction", "Right")
        .put("max_length", 3)
        .put("strategy", "LongestFirst")
        .put("stride", 0);
    json.putObject("padding")
        .put("direction", "Right")
        .put("pad_id", 0)
        .put("pad_type_id", 0)
        .put("pad_token", "[PAD]")
        .putObject("strategy")
        .put("Fixed", 64);
    write("tokenizer.json", json.toString());
    try (BertTokenizer tokenizer = BertTokenizer.load(directory)) {
      assertEquals(7, tokenizer.encode("the cat sat the cat").length());
    }
  }

  @Test
  void keepsForeignPipelinesAndAddedTokens() throws IOException {
    ObjectNode json = tinyJson();
    json.putNull("normalizer");
    json.putObject("pre_tokenizer").put("type", "Whitespace");
    json.putArray("added_tokens")
        .add(BertPipeline.addedToken(new Vocabulary(TinyVocabulary.TOKENS, "tiny"), "[MASK]"))
        .addObject()
        .put("id", TinyVocabulary.TOKENS.size())
        .put("content", "the end")
        .put("single_word", false)
        .put("lstrip", false)
        .put("rstrip", false)
        .put("normalized", false)
        .put("special", false);
    write("tokenizer.json", json.toString());
    try (BertTokenizer tokenizer = BertTokenizer.load(directory)) {
      int added = TinyVocabulary.TOKENS.size();
      assertEquals(added + 1, tokenizer.vocabularySize());
      assertFalse(tokenizer.isSpecial(added));
      // Special tokens that the file forgot to add are recognized all the same.
      assertArrayEquals(new int[] {2, 3, 1, added, 3}, tokenizer.encode("[SEP] The the end").ids());
      assertArrayEquals(new int[] {5, added}, tokenizer.encodeAll(List.of("the the end")).get(0));
      tokenizer.save(directory);
      assertSame(tokenizer);
      assertEquals(
          "PreTrainedTokenizerFast",
          json("tokenizer_config.json").path("tokenizer_class").asText());
    }
  }

  @Test
  void absentStripAccentsFollowsCase() {
    ObjectNode json = tinyJson();
    ((ObjectNode) json.path("normalizer")).putNull("strip_accents");
    assertEquals(
        BertNormalization.uncased(),
        TokenizerJson.parse(json.toString(), "t").normalization().orElseThrow());
  }

  @Test
  void refusesADirectoryWithoutTokenizer() {
    assertRefused("not a directory with a tokenizer.json or a vocab.txt");
    directory = directory.resolve("missing");
    assertRefused("missing: not a directory with a tokenizer.json or a vocab.txt");
  }

  @Test
  void refusesBrokenVocabularies() throws IOException {
    for (String special : Vocabulary.SPECIAL_TOKENS) {
      List<String> tokens = new ArrayList<>(TinyVocabulary.TOKENS);
      tokens.set(tokens.indexOf(special), "other");
      write("vocab.txt", String.join("\n", tokens));
      assertRefused("vocab.txt: no token " + special + " among 28");
    }
    write("vocab.txt", "");
    assertRefused("vocab.txt: no token [PAD] among 1, expected the special tokens");
    Files.write(directory.resolve("vocab.txt"), "caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
    assertRefused("vocab.txt: not UTF-8");
  }

  @Test
  void refusesBrokenConfigurations() throws IOException {
    write("vocab.txt", String.join("\n", TinyVocabulary.TOKENS));
    write("tokenizer_config.json", "{\"do_lower_case\": \"yes\"}");
    assertRefused("tokenizer_config.json: do_lower_case is \"yes\", expected true or false");
    write("tokenizer_config.json", "{\"do_lower_case\":\n true");
    assertRefused("tokenizer_config.json: broken JSON at line 2");
    write("tokenizer_config.json", "{\"a\": " + "[".repeat(2000) + "]".repeat(2000) + "}");
    assertRefused("tokenizer_config.json: broken JSON: Document nesting depth");
    write("tokenizer_config.json", "{\"strip_accents\": [\"\u202e" + "x".repeat(9999) + "\"]}");
    assertRefused("tokenizer_config.json: strip_accents is [\"\\u202exxx");
    write("tokenizer_config.json", "{\"model_max_length\": \"512\"}");
    assertRefused("tokenizer_config.json: model_max_length is \"512\", expected a positive number");
    write("tokenizer_config.json", "{\"model_max_length\": -1}");
    assertRefused("tokenizer_config.json: model_max_length is -1, expected a positive number");
  }

  @Test
  void refusesBrokenTokenizerJson() throws IOException {
    write("tokenizer.json", "{\"model\": {\n\"type\": }");
    assertRefused("tokenizer.json: broken JSON at line 2, column");
    write("tokenizer.json", "[]");
    assertRefused("tokenizer.json: expected a JSON object");
    write("tokenizer.json", "");
    assertRefused("tokenizer.json: expected a JSON object");
    write("tokenizer.json", "{}");
    assertRefused("tokenizer.json: model.unk_token is missing, expected \"[UNK]\"");
    refuse(model -> model.put("type", "BPE"), "model.type is \"BPE\", expected \"WordPiece\"");
    refuse(model -> model.put("continuing_subword_prefix", "@"), "prefix is \"@\", expected");
    refuse(model -> model.remove("vocab"), "model.vocab is missing");
    refuse(model -> vocab(model).put("cat", 7), "tokens \"cat\" and \"sat\" both have id 7");
    refuse(model -> vocab(model).put("cat", 40), "no token has id 6");
    refuse(model -> vocab(model).put("cat", "six"), "id of token \"cat\" is \"six\"");
    refuse(model -> vocab(model).put("cat", -1), "id of token \"cat\" is -1");
    refuse(model -> vocab(model).put("cat", 2_000_000_000), "id of token \"cat\" is 2000000000");
    ObjectNode json = tinyJson();
    json.putObject("normalizer").put("type", "Unheard");
    write("tokenizer.json", json.toString());
    assertRefused("normalizer.type is \"Unheard\", expected a normalizer");
  }

  private void refuse(java.util.function.Consumer<ObjectNode> damage, String message)
      throws IOException {
    ObjectNode json = tinyJson();
    damage.accept((ObjectNode) json.path("model"));
    write("tokenizer.json", json.toString());
    assertRefused(message);
  }

  private static ObjectNode vocab(ObjectNode model) {
    return (ObjectNode) model.path("vocab");
  }

  private static ObjectNode tinyJson() {
    return BertPipeline.build(
        new Vocabulary(TinyVocabulary.TOKENS, "tiny"), BertNormalization.uncased());
  }

  private void assertRefused(String message) {
    String actual =
        assertThrows(IllegalArgumentException.class, () -> BertTokenizer.load(directory).close())
            .getMessage();
    assertTrue(actual.contains(message), actual);
    assertTrue(actual.startsWith(directory.toString()), actual);
    assertEquals(1, actual.lines().count(), actual);
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(directory.resolve(name), content);
  }

  private JsonNode json(String name) throws IOException {
    return new ObjectMapper().readTree(directory.resolve(name).toFile());
  }

  private Set<String> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }
}
