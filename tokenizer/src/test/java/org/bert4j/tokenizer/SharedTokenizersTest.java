package org.bert4j.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokenizers written by other people's tools load and survive being saved. */
class SharedTokenizersTest {

  private static final List<String> TEXTS =
      List.of("The [MASK] sat on Zoë's mat, 42 times!", "中国 naïve 😀", "abc", "");

  @TempDir Path saved;

  @ParameterizedTest
  @CsvSource({
    "vocab/bert-base-uncased, 30522, 103",
    "vocab/bert-base-cased, 28996, 103",
    "vocab/bert-base-chinese, 21128, 103",
    "checkpoints/coldfire-tiny-bert-fixture, 256, 4",
    "checkpoints/jammi-tiny-bert-fixture, 256, 4",
    "checkpoints/microlm-collapsed, 500, 4",
    "checkpoints/keras-bert-tf1-fixture, 15, 4"
  })
  void loadsAndSurvivesSaving(String directory, int size, int maskId) throws IOException {
    try (BertTokenizer original = BertTokenizer.load(SharedData.require("data/" + directory))) {
      assertEquals(size, original.vocabularySize());
      assertEquals(maskId, original.maskId());
      original.save(saved);
      try (BertTokenizer copy = BertTokenizer.load(saved)) {
        assertEquals(original.tokens(), copy.tokens());
        for (String text : TEXTS) {
          assertArrayEquals(original.encode(text).ids(), copy.encode(text).ids(), text);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"vocab/bert-base-uncased, true", "vocab/bert-base-cased, false"})
  void vocabTxtMeansTheSameAsTokenizerJson(String directory, boolean lowerCase) throws IOException {
    Path official = SharedData.require("data/" + directory);
    Files.copy(official.resolve("vocab.txt"), saved.resolve("vocab.txt"));
    Files.writeString(
        saved.resolve("tokenizer_config.json"),
        new ObjectMapper().createObjectNode().put("do_lower_case", lowerCase).toString());
    try (BertTokenizer json = BertTokenizer.load(official);
        BertTokenizer text = BertTokenizer.load(saved)) {
      assertEquals(json.tokens(), text.tokens());
      for (String sentence : TEXTS) {
        assertArrayEquals(json.encode(sentence).ids(), text.encode(sentence).ids(), sentence);
      }
    }
  }
}
