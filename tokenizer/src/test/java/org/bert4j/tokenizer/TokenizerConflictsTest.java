package org.bert4j.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of a tokenizer that leave something open or contradict each other. */
class TokenizerConflictsTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir Path directory;

  private final List<String> notes = new ArrayList<>();

  /**
   * What HuggingFace's AutoTokenizer (transformers 5.18, tokenizers 0.23.2) made of a vocabulary
   * with a configuration, and with a normalizer in {@code tokenizer.json} that says otherwise.
   */
  private static JsonNode golden() throws IOException {
    try (InputStream in =
        TokenizerConflictsTest.class.getResourceAsStream("/huggingface-conflicts.json")) {
      return MAPPER.readTree(in);
    }
  }

  static Stream<JsonNode> cases() throws IOException {
    return StreamSupport.stream(golden().path("cases").spliterator(), false);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void givesTheIdsOfHuggingFacesLoader(JsonNode conflict) throws IOException {
    List<String> tokens = strings(golden().path("vocabulary"));
    if (conflict.has("normalizer")) {
      ObjectNode json =
          BertPipeline.build(new Vocabulary(tokens, "test"), BertNormalization.cased());
      json.set("normalizer", conflict.path("normalizer"));
      write("tokenizer.json", json.toString());
    } else {
      write("vocab.txt", String.join("\n", tokens));
    }
    write("tokenizer_config.json", conflict.path("config").toString());
    List<String> texts = strings(golden().path("texts"));
    try (BertTokenizer tokenizer = BertTokenizer.load(directory)) {
      for (int i = 0; i < texts.size(); i++) {
        int[] expected = MAPPER.convertValue(conflict.at("/ids/" + i), int[].class);
        assertArrayEquals(expected, tokenizer.encode(texts.get(i)).ids(), texts.get(i));
      }
    }
  }

  @Test
  void saysWhichOptionsOverruleTokenizerJson() throws IOException {
    writeTokenizerJson(BertNormalization.uncased());
    write("tokenizer_config.json", "{\"do_lower_case\": false, \"strip_accents\": true}");
    assertEquals(new BertNormalization(false, true, true), read().normalization().orElseThrow());
    assertNoted("tokenizer_config.json: do_lower_case is false, otherwise in tokenizer.json");
  }

  @Test
  void nothingIsSaidWhereTheFilesAgree() throws IOException {
    writeTokenizerJson(BertNormalization.cased());
    assertEquals(BertNormalization.cased(), read().normalization().orElseThrow());
    write("tokenizer_config.json", "{\"do_lower_case\": false}");
    assertEquals(BertNormalization.cased(), read().normalization().orElseThrow());
    assertEquals(List.of(), notes);
  }

  @Test
  void keepsAnotherPipelineThanBertsAndSaysSo() throws IOException {
    ObjectNode json =
        BertPipeline.build(
            new Vocabulary(TinyVocabulary.TOKENS, "test"), BertNormalization.uncased());
    json.putNull("normalizer").putObject("pre_tokenizer").put("type", "Whitespace");
    write("tokenizer.json", json.toString());
    write("tokenizer_config.json", "{\"tokenizer_class\": \"BertTokenizerFast\"}");
    assertEquals(json.path("pre_tokenizer"), MAPPER.readTree(read().text()).path("pre_tokenizer"));
    assertNoted("tokenizer_config.json: the pipeline in tokenizer.json is not BERT's and used as");
  }

  @ParameterizedTest
  @CsvSource({
    "'Aa,Bb,cc,dd,ee,ff', cased",
    "'aa,bb,[unused1],<S>,é,中', uncased",
    "'aa,bb,cc,dd,ee,ff,gg,hh,ii,jj,kk,ll,mm,nn,oo,pp,qq,rr,ss,tt,Tt', uncased",
    "'1,2,中', uncased"
  })
  void theVocabularyDecidesWhetherItIsCased(String pieces, String expected) throws IOException {
    writeVocabulary(pieces);
    assertEquals(expected.equals("uncased"), read().normalization().orElseThrow().doLowerCase());
    assertNoted("so it is read as " + expected);
    // A configuration that does not say it either.
    notes.clear();
    write("tokenizer_config.json", "{\"model_max_length\": 64}");
    assertEquals(expected.equals("uncased"), read().normalization().orElseThrow().doLowerCase());
    assertNoted("so it is read as " + expected);
    notes.clear();
    write("tokenizer_config.json", "{\"do_lower_case\": false}");
    assertEquals(BertNormalization.cased(), read().normalization().orElseThrow());
    assertEquals(List.of(), notes);
  }

  @Test
  void refusesWhatIsNotCertain() throws IOException {
    writeVocabulary("aa,bb,cc,dd,ee,ff,gg,hh,ii,jj,kk,ll,Tt");
    assertRefused("vocab.txt: 1 of 13 pieces with letters have capitals, few for a cased");
    write("tokenizer_config.json", "{\"do_lower_case\": true}");
    assertTrue(read().normalization().orElseThrow().doLowerCase());
  }

  @Test
  void refusesToLowerCaseACasedVocabulary() throws IOException {
    writeVocabulary("Aa,Bb,cc");
    write("tokenizer_config.json", "{\"do_lower_case\": true}");
    assertRefused("tokenizer_config.json: do_lower_case is true, expected false: in ");
    assertRefused("vocab.txt 2 of 3 pieces with letters have capitals");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tokenizer_class\": \"BertJapaneseTokenizer",
        "tokenizer_class\": \"RobertaTokenizer",
        "tokenizer_class\": \"PreTrainedTokenizerFast",
        "word_tokenizer_type\": \"mecab",
        "subword_tokenizer_type\": \"character"
      })
  void refusesVocabTxtOfAnotherKind(String field) throws IOException {
    write("vocab.txt", String.join("\n", TinyVocabulary.TOKENS));
    String config = "{\"do_lower_case\": false, \"" + field + "\"}";
    for (String file :
        field.contains("class")
            ? List.of("tokenizer_config.json", "config.json")
            : List.of("tokenizer_config.json")) {
      write(file, config);
      assertRefused(file + ": " + field.replace("\":", " is") + "\", expected \"");
      // Where there is a tokenizer.json, that says all.
      writeTokenizerJson(BertNormalization.cased());
      try (BertTokenizer tokenizer = BertTokenizer.load(directory)) {
        assertEquals(TinyVocabulary.TOKENS, tokenizer.tokens());
      }
      Files.delete(directory.resolve("tokenizer.json"));
      Files.delete(directory.resolve(file));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"BertTokenizer", "BertTokenizerFast", "DistilBertTokenizerFast"})
  void readsVocabTxtOfBertsClasses(String name) throws IOException {
    write("vocab.txt", String.join("\n", TinyVocabulary.TOKENS));
    write("tokenizer_config.json", "{\"tokenizer_class\": \"" + name + "\"}");
    assertTrue(read().normalization().orElseThrow().doLowerCase());
  }

  private static final String DECODER = "tokenizer_config.json {'added_tokens_decoder': ";
  private static final String PLAIN = "5 9 7 10 6 11 13 12 5 9 16 10 16 5 6 9 7 10";
  private static final String ADDED = "5 19 6 11 13 12 5 20 16 5 6 19";

  /** Files beside a vocab.txt, and the ids that HuggingFace's AutoTokenizer (5.18) gives. */
  static Stream<List<String>> listed() {
    String e1 = "{'content': '<e1>'}";
    return Stream.of(
        List.of("added_tokens.json {}", PLAIN, ""),
        List.of("added_tokens.json {'<TAG>': 20, '<e1>': 19, '[CLS]': 2}", ADDED, "2 tokens"),
        List.of(
            "added_tokens.json {'a': 5}",
            "5 9 7 10 6 11 13 12 5 9 1 5 1 10 1 5 1 5 6 9 7 10",
            "1 tokens"),
        List.of(DECODER + "{'2': {'content': '[CLS]', 'special': true}}}", PLAIN, ""),
        List.of(
            DECODER + "{'20': {'content': '<TAG>', 'normalized': false}, '19': " + e1 + "}}",
            ADDED,
            "the first is \"<e1>\""),
        List.of(
            "special_tokens_map.json {'additional_special_tokens': ['<e1>', {'content': '<TAG>'}]}",
            ADDED,
            "2 tokens"),
        List.of(
            "tokenizer_config.json {'additional_special_tokens': ['<e1>']}",
            "5 19 6 11 13 12 5 9 16 10 16 5 6 19",
            "1 tokens"));
  }

  @ParameterizedTest
  @MethodSource("listed")
  void tokensListedBesideAVocabularyAreRead(List<String> listed) throws IOException {
    String tokens = "[PAD] [UNK] [CLS] [SEP] [MASK] a b e1 ##b < > [ ] unused1 1 e tag x y";
    write("vocab.txt", tokens.replace(' ', '\n'));
    String[] file = listed.get(0).split(" ", 2);
    write(file[0], file[1].replace('\'', '"'));
    read();
    String said = notes.stream().filter(note -> note.contains("adds")).findFirst().orElse("");
    assertEquals(listed.get(2).isEmpty(), said.isEmpty());
    assertTrue(said.contains(listed.get(2)), said);
    for (int saved = 0; saved < 2; saved++) {
      try (BertTokenizer tokenizer = BertTokenizer.load(directory)) {
        int[] ids = tokenizer.encode("a<e1>b [unused1] A <TAG> tag a b <e1>").ids();
        String inner = Arrays.toString(Arrays.copyOfRange(ids, 1, ids.length - 1));
        assertEquals(listed.get(1), inner.replaceAll("[\\[\\],]", ""));
        tokenizer.save(directory);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'<e1>': 30} | added_tokens.json: token `<e1>` has id 30, expected 28, the next one",
        "{'<e1>': 6} | has id 6, expected 28",
        "{'##aff': 6} | has id 6, expected 9, as in vocab.txt",
        "{'<e1>': 'x'} | added_tokens.json: <e1> is `x`, expected a whole number",
        "[] | added_tokens.json: expected a JSON object",
        "{'': 28} | content is ``, expected a string of 1 to",
      })
  void listedTokensThatAreNotTheNextAreRefused(String file, String expected) throws IOException {
    write("vocab.txt", String.join("\n", TinyVocabulary.TOKENS));
    write("added_tokens.json", file.replace('\'', '"'));
    assertRefused(expected.replace('`', '"'));
  }

  /** The ids are those that HuggingFace's BertTokenizer gives. */
  @ParameterizedTest
  @CsvSource({
    "'the|b|a|cat|x', 5 8 6, ''",
    "'the|b|the|cat|x', 7 8 6, '1 of 10 lines: line 6, \"the\"'",
    "'the|b|b|cat|b', 5 8 9, '2 of 10 lines: line 7, \"b\"'",
    "'the|b||cat|x', 5 8 6, '1 of 10 lines: line 8, \"\"'",
    "'the|b|\u2028|cat|x', 5 8 6, ''"
  })
  void linesThatAreNoTokensKeepTheirIds(String lines, String expected, String noted)
      throws IOException {
    String specials = String.join(" \r\n", Vocabulary.SPECIAL_TOKENS);
    write("vocab.txt", "\uFEFF" + specials + "\r\n" + lines.replace("|", " \r\n") + "\n \n\n");
    write("tokenizer_config.json", "{\"do_lower_case\": true}");
    assertEquals(10, read().vocabulary().size());
    if (noted.isEmpty()) {
      assertEquals(List.of(), notes);
    } else {
      assertNoted(noted);
    }
    for (int saved = 0; saved < 2; saved++) {
      try (BertTokenizer tokenizer = BertTokenizer.load(directory)) {
        int[] ids = tokenizer.encodeAll(List.of("the cat b")).get(0);
        assertEquals(expected, ids[0] + " " + ids[1] + " " + ids[2]);
        tokenizer.save(directory);
      }
    }
    notes.clear();
    read();
    assertEquals(List.of(), notes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vocab.txt", "tokenizer.json", "tokenizer_config.json"})
  void namesGitLfsPointers(String file) throws IOException {
    write("vocab.txt", String.join("\n", TinyVocabulary.TOKENS));
    write(file, "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n");
    assertRefused(file + ": a Git LFS pointer");
  }

  private TokenizerJson read() throws IOException {
    return TokenizerFiles.read(directory, notes::add).json();
  }

  private void assertNoted(String part) {
    assertTrue(notes.stream().anyMatch(note -> note.contains(part)), notes.toString());
    assertTrue(notes.stream().allMatch(note -> note.startsWith(directory.toString())));
    assertTrue(notes.stream().allMatch(note -> note.lines().count() == 1));
  }

  private void assertRefused(String part) {
    String message = assertThrows(IllegalArgumentException.class, this::read).getMessage();
    assertTrue(message.contains(part), message);
    assertEquals(1, message.lines().count(), message);
  }

  private void writeVocabulary(String pieces) throws IOException {
    write(
        "vocab.txt",
        String.join("\n", Vocabulary.SPECIAL_TOKENS) + "\n" + pieces.replace(",", "\n"));
  }

  private void writeTokenizerJson(BertNormalization normalization) throws IOException {
    Vocabulary vocabulary = new Vocabulary(TinyVocabulary.TOKENS, "test");
    write("tokenizer.json", BertPipeline.build(vocabulary, normalization).toString());
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(directory.resolve(name), content);
  }

  private static List<String> strings(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }
}
