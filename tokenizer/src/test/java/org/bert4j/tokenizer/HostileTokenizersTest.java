package org.bert4j.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files that end the process inside the native library, or hold it up, are refused before it sees
 * them, in one line that names file, component, value and what is expected.
 */
class HostileTokenizersTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final String TWENTY_FIVE = "aaaaabbbbbcccccdddddeeeee";

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "normalizer # {'type':'Unheard'} # normalizer.type is \"Unheard\", expected a normalizer",
        "normalizer # {} # normalizer.type is missing, expected a string",
        "normalizer # [1] # normalizer.type is missing, expected a string",
        "normalizer # {'type':'Strip','strip_left':1} # strip_left is 1, expected true or false",
        "normalizer # {'type':'Replace','pattern':{'String':''},'content':'x'}"
            + " # normalizer.pattern.String is \"\", expected a string of 1 to 1,000",
        "normalizer # {'type':'Replace','pattern':{'Regex':'(x*)*y'},'content':'x'}"
            + " # normalizer.pattern.Regex is \"(x*)*y\", expected alternatives without groups",
        "normalizer # {'type':'Replace','pattern':{'Regex':'x*'},'content':'x'}"
            + " # normalizer.pattern.Regex is \"x*\", expected alternatives",
        "normalizer # {'type':'Replace','pattern':'x','content':'x'}"
            + " # normalizer.pattern is \"x\", expected {\"String\": ...} or {\"Regex\": ...}",
        "normalizer # {'type':'Prepend','prepend':''} # normalizer.prepend is \"\", expected",
        "normalizer # {'type':'Precompiled','precompiled_charsmap':null}"
            + " # normalizer.precompiled_charsmap is null, expected a character map",
        "pre_tokenizer # {'type':'FixedLength','length':0}"
            + " # pre_tokenizer.length is 0, expected a whole number from 1 to 1000000",
        "pre_tokenizer # {'type':'Split','pattern':{'Regex':'(x+x+)+y'},'behavior':'Isolated',"
            + "'invert':false} # pre_tokenizer.pattern.Regex is \"(x+x+)+y\", expected alternatives",
        "pre_tokenizer # {'type':'Split','pattern':{'String':'x'},'behavior':'isolated',"
            + "'invert':false} # behavior is \"isolated\", expected one of Removed, Isolated",
        "pre_tokenizer # {'type':'Metaspace','replacement':'xy'}"
            + " # pre_tokenizer.replacement is \"xy\", expected a string of length 1",
        "pre_tokenizer # {'type':'Sequence','pretokenizers':[{'type':'Digits'}]}"
            + " # pre_tokenizer.pretokenizers[0].individual_digits is missing, expected true",
        "post_processor # {'type':'BertProcessing','sep':['[SEP]'],'cls':['[CLS]',2]}"
            + " # post_processor.sep is [\"[SEP]\"], expected a list of a token and its id",
        "decoder # {'type':'Strip','content':' ','start':-1,'stop':0}"
            + " # decoder.start is -1, expected a whole number from 0",
        "added_tokens # null # added_tokens is null, expected a list of at most 10,000",
        "added_tokens # [{'id':3}] # added_tokens[0].content is missing, expected a string",
        "added_tokens # [{'id':3,'content':''}] # added_tokens[0].content is \"\", expected",
      })
  void refusesComponentsOutOfBounds(String section, String json, String message)
      throws IOException {
    refuse(file -> file.set(section, json(json)), message);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 513, Integer.MAX_VALUE})
  void refusesWordsThatTakeLong(int characters) throws IOException {
    refuse(
        file -> ((ObjectNode) file.path("model")).put("max_input_chars_per_word", characters),
        "model.max_input_chars_per_word is " + characters + ", expected a whole number from 1 to");
  }

  /** Without it the library fails at the first word that the vocabulary cannot spell. */
  @Test
  void refusesAModelThatDoesNotKnowTheUnknownToken() throws IOException {
    refuse(
        file -> {
          ObjectNode vocabulary = (ObjectNode) file.path("model").path("vocab");
          vocabulary.remove("[UNK]");
          vocabulary.put("other", 1);
        },
        "model.vocab.[UNK] is missing, expected a whole number");
  }

  @Test
  void refusesOtherVersions() throws IOException {
    refuse(file -> file.put("version", "x".repeat(9_999)), "expected one of 1.0");
  }

  @Test
  void showsLittleOfWhatTheFileSays() throws IOException {
    String name = "\u202e" + "x".repeat(9_999);
    refuse(
        file -> ((ObjectNode) file.path("post_processor").path("special_tokens")).put(name, name),
        "post_processor.special_tokens.\\u202exxx");
  }

  @Test
  void refusesDeepAndLongSequences() throws IOException {
    String deep = "{'type':'Sequence','normalizers':[".repeat(450) + "]}".repeat(450);
    refuse(file -> file.set("normalizer", json(deep)), "one too many, expected at most 32");
    String wide = "{'type':'Lowercase'},".repeat(32) + "{'type':'Lowercase'}";
    refuse(
        file -> file.set("normalizer", json("{'type':'Sequence','normalizers':[" + wide + "]}")),
        "normalizer.normalizers is a list of 33, expected a list of at most 32");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'Replace','pattern':{'String':'a'},'content':'" + TWENTY_FIVE + "'}",
        "{'type':'Replace','pattern':{'Regex':'.'},'content':'" + TWENTY_FIVE + "'}",
        "{'type':'Prepend','prepend':'" + TWENTY_FIVE + "'}",
        "{'type':'Sequence','normalizers':[{'type':'NFKD'},{'type':'NFC'}]}"
      })
  void refusesTextsThatGrow(String normalizer) throws IOException {
    String two = "{'type':'Sequence','normalizers':[" + normalizer + "," + normalizer + "]}";
    refuse(file -> file.set("normalizer", json(two)), "expected at most 512 times");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "{'Sequence':{'id':'B','type_id':0}} # single is a list of 5, expected a template",
        "{'SpecialToken':{'id':'[X]','type_id':0}} # id is \"[X]\", expected a token of special",
        "{'Sequence':{'id':'A','type_id':-1}} # type_id is -1, expected a whole number",
        "{'Sequence':{'id':'A'}} # type_id is missing, expected a whole number",
        "{'Sequence':{'id':'A','type_id':0}} # a list of 5, expected a template with the sequences",
        "{} # SpecialToken.id is missing, expected a string",
      })
  void refusesMalformedTemplates(String piece, String message) throws IOException {
    refuse(
        file -> {
          ArrayNode single = (ArrayNode) file.path("post_processor").path("single");
          single.add(json(piece)).add(single.get(0));
        },
        message);
  }

  /** The library looks for nothing in the normalized text, and finds it everywhere. */
  @ParameterizedTest
  @ValueSource(strings = {"\0", "\u0301", "\u200d\u0001"})
  void refusesAddedTokensThatNormalizeToNothing(String content) throws IOException {
    refuse(
        file ->
            file.withArray("added_tokens")
                .addObject()
                .put("id", TinyVocabulary.TOKENS.size())
                .put("content", content)
                .put("single_word", true)
                .put("lstrip", true)
                .put("rstrip", true)
                .put("normalized", true)
                .put("special", false),
        "added_tokens[5].content is "
            + JsonPlace.shown(content)
            + ", expected a text of which the normalizer leaves something");
  }

  /** A token before it may have stripped the blanks that it is made of. */
  @ParameterizedTest
  @CsvSource(
      value = {"'\n', false", "'\u2003 ', false", "'\n', true", "'q', true", "'q', false"},
      ignoreLeadingAndTrailingWhitespace = false)
  void refusesBlankTokensThatStripBlanksOnTheirLeft(String content, String normalized)
      throws IOException {
    refuse(
        file -> {
          file.set("normalizer", json("{'type':'Replace','pattern':{'String':'q'},'content':' '}"));
          addToken(file, "<e>", "rstrip");
          addToken(file, content, "lstrip", normalized.strip().equals("true") ? "normalized" : "");
        },
        "added_tokens[6].content is "
            + JsonPlace.shown(content)
            + ", expected more than blanks, or an lstrip that is false");
  }

  @Test
  void takesBlankTokensThatStripNothingAndOthersThatStrip() throws IOException {
    ObjectNode file = tiny();
    addToken(file, "<e>", "lstrip", "rstrip");
    addToken(file, "\n", "rstrip");
    addToken(file, "<f>", "lstrip", "rstrip", "normalized");
    Files.writeString(directory.resolve("tokenizer.json"), file.toString());
    try (BertTokenizer tokenizer = BertTokenizer.load(directory)) {
      int e = TinyVocabulary.TOKENS.size();
      int cls = TinyVocabulary.TOKENS.indexOf("[CLS]");
      int sep = TinyVocabulary.TOKENS.indexOf("[SEP]");
      assertArrayEquals(
          new int[] {cls, e, e + 1, e + 2, e + 1, e, sep},
          tokenizer.encode(" <e> \n <f> \n <e> ").ids());
    }
  }

  @Test
  void refusesTokensThatAreLongTogether() throws IOException {
    String message = "expected added tokens of together at most 500,000 characters";
    refuse(
        file -> {
          for (int i = 0; i < 2_501; i++) {
            addToken(file, (1_000 + i) + "x".repeat(196));
          }
        },
        message);
    String y = "y".repeat(500);
    refuse(
        file -> {
          file.set(
              "normalizer",
              json("{'type':'Replace','pattern':{'String':'x'},'content':'" + y + "'}"));
          for (char c : "abcdef".toCharArray()) {
            addToken(file, c + "x".repeat(199), "normalized");
          }
        },
        message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud800", "\udc00"})
  void refusesHalfCharacters(String half) throws IOException {
    int id = TinyVocabulary.TOKENS.size();
    refuse(file -> ((ObjectNode) file.path("model").path("vocab")).put(half, id), "broken JSON");
    refuse(file -> ((ObjectNode) file.path("decoder")).put("prefix", half), "decoder.prefix is ");
  }

  @Test
  void refusesCharacterMapsThatLeadAstray() throws IOException {
    byte[] text = {'x', 0, (byte) 0xC3, (byte) 0xA9, 0};
    int[] trie = new int[512];
    accept(charsmap(trie, 512, text));
    // The key "a" leads from unit 0 over unit 256 ^ 'a' to its leaf in unit 256 ^ 'a' ^ 1.
    int a = 256 ^ 'a';
    trie[0] = 256 << 10;
    trie[a] = 'a' | 1 << 8 | 1 << 10;
    trie[a ^ 1] = 1 << 31 | 2;
    accept(charsmap(trie, 512, text));
    for (int place : new int[] {3, 5, Integer.MAX_VALUE}) {
      trie[a ^ 1] = 1 << 31 | place;
      refuseCharsmap(charsmap(trie, 512, text), "of its trie leads to no text");
    }
    trie[a] = 'a' | 256 << 10 | 1 << 9;
    refuseCharsmap(charsmap(trie, 512, text), "unit " + a + " of its trie leads out of it");
    trie[a] = 'a' | 'a' << 10; // "aa" is "a", and so on
    accept(charsmap(trie, 512, text));
    int[] half = Arrays.copyOf(trie, 256);
    refuseCharsmap(charsmap(half, 256, text), "unit 0 of its trie leads out of it");
    refuseCharsmap(charsmap(trie, 0, text), "the size of its trie is wrong");
    refuseCharsmap(charsmap(trie, 600, text), "the size of its trie is wrong");
    refuseCharsmap(new byte[] {1, 2}, "the size of its trie is wrong");
    refuseCharsmap(charsmap(trie, 512, new byte[] {(byte) 0xC3, 0}), "its texts are not UTF-8");
    refuseCharsmap(charsmap(trie, 512, new byte[] {'x'}), "does not end within 64 bytes");
    refuseCharsmap(
        charsmap(trie, 512, ("x".repeat(65) + "\0").getBytes(StandardCharsets.UTF_8)),
        "does not end within 64 bytes");
    refuse(
        file -> file.set("normalizer", json("{'type':'Precompiled','precompiled_charsmap':'?'}")),
        "it is not base64");
  }

  /** Where special tokens are left out, the library numbers those after them anew. */
  @Test
  void idsOfAddedTokensAreThoseOfTheFile() throws IOException {
    ObjectNode file = tiny();
    int first = TinyVocabulary.TOKENS.size();
    String[] contents = {"<e1>", "new york", "<e2>", "zzz"};
    for (int i = 0; i < contents.length; i++) {
      file.withArray("added_tokens")
          .addObject()
          .put("id", first + (i ^ 1))
          .put("content", contents[i])
          .put("single_word", false)
          .put("lstrip", false)
          .put("rstrip", false)
          .put("normalized", false)
          .put("special", contents[i].startsWith("<"));
    }
    Files.writeString(directory.resolve("tokenizer.json"), file.toString());
    try (BertTokenizer tokenizer = BertTokenizer.load(directory)) {
      String text = "zzz<e2>new york<e1>";
      int[] ids = tokenizer.encode(text).ids();
      assertEquals("zzz <e2> new york <e1>", tokenizer.decode(ids));
      int[] plain = tokenizer.encodeAll(List.of("zzz new york")).get(0);
      assertEquals("zzz new york", tokenizer.decode(plain));
    }
  }

  private void refuseCharsmap(byte[] charsmap, String message) throws IOException {
    refuse(
        file ->
            file.putObject("normalizer")
                .put("type", "Precompiled")
                .put("precompiled_charsmap", Base64.getEncoder().encodeToString(charsmap)),
        message);
  }

  private static void accept(byte[] charsmap) {
    ObjectNode file = tiny();
    file.putObject("normalizer")
        .put("type", "Precompiled")
        .put("precompiled_charsmap", Base64.getEncoder().encodeToString(charsmap));
    TokenizerJson.parse(file.toString(), "t");
  }

  private static byte[] charsmap(int[] trie, int units, byte[] texts) {
    ByteBuffer map =
        ByteBuffer.allocate(4 + 4 * trie.length + texts.length).order(ByteOrder.LITTLE_ENDIAN);
    map.putInt(4 * units);
    for (int unit : trie) {
      map.putInt(unit);
    }
    return map.put(texts).array();
  }

  private void refuse(Consumer<ObjectNode> damage, String message) throws IOException {
    ObjectNode file = tiny();
    damage.accept(file);
    Files.writeString(
        directory.resolve("tokenizer.json"),
        MAPPER.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII).writeValueAsString(file));
    String actual =
        assertThrows(IllegalArgumentException.class, () -> BertTokenizer.load(directory).close())
            .getMessage();
    assertTrue(actual.contains(message), actual);
    assertTrue(actual.startsWith(directory.resolve("tokenizer.json") + ": "), actual);
    assertEquals(1, actual.lines().count(), actual);
    assertTrue(actual.length() < 700, actual);
  }

  /** Adds a token with some flags. */
  private static void addToken(ObjectNode file, String content, String... flags) {
    ArrayNode tokens = file.withArray("added_tokens");
    ObjectNode token = tokens.addObject().put("content", content);
    token.put("id", TinyVocabulary.TOKENS.size() + tokens.size() - 6);
    for (String flag : List.of("single_word", "lstrip", "rstrip", "normalized", "special")) {
      token.put(flag, List.of(flags).contains(flag));
    }
  }

  private static ObjectNode tiny() {
    return BertPipeline.build(
        new Vocabulary(TinyVocabulary.TOKENS, "tiny"), BertNormalization.uncased());
  }

  private static JsonNode json(String json) {
    try {
      return MAPPER.readTree(json.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
