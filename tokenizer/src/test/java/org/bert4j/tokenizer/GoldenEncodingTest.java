package org.bert4j.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * Every encoding of HuggingFace's Python tokenizer. Sequences are never padded here: where the case
 * asks for it, what follows ours must be padding up to the asked length.
 */
class GoldenEncodingTest {

  @Test
  void agreesWithHuggingFace() throws IOException {
    Path file = SharedData.require("golden/text/encoding_uncased.json");
    JsonNode golden = new ObjectMapper().readTree(file.toFile());
    assertFalse(golden.path("cases").isEmpty());
    try (BertTokenizer tokenizer =
        BertTokenizer.of(
            Files.readAllLines(file.resolveSibling(golden.path("vocab").asText())),
            BertNormalization.uncased())) {
      for (JsonNode encodingCase : golden.path("cases")) {
        check(tokenizer, encodingCase);
      }
    }
  }

  private static void check(BertTokenizer tokenizer, JsonNode encodingCase) {
    JsonNode pair = encodingCase.path("text_pair");
    Encoding encoding =
        tokenizer.encode(
            encodingCase.path("text").asText(),
            pair.isNull() ? null : pair.asText(),
            options(encodingCase));
    JsonNode expected = encodingCase.path("expected");
    int length = expected.path("input_ids").size();
    int[] attention = new int[encoding.length()];
    Arrays.fill(attention, 1);
    String name = encodingCase.toString();
    assertArrayEquals(ints(expected, "attention_mask"), padded(attention, length, 0), name);
    assertArrayEquals(
        ints(expected, "input_ids"), padded(encoding.ids(), length, tokenizer.padId()), name);
    assertArrayEquals(
        ints(expected, "token_type_ids"), padded(encoding.typeIds(), length, 0), name);
    assertArrayEquals(
        ints(expected, "special_tokens_mask"),
        padded(encoding.specialTokensMask(), length, 1),
        name);
    if (!encodingCase.path("pad_to_max_length").asBoolean()) {
      assertEquals(length, encoding.length(), name);
    }
  }

  private static EncodeOptions options(JsonNode encodingCase) {
    if (encodingCase.path("truncation").isBoolean()) {
      return EncodeOptions.untruncated();
    }
    String strategy = encodingCase.path("truncation").asText().toUpperCase(Locale.ROOT);
    return EncodeOptions.truncated(
        Truncation.valueOf(strategy), encodingCase.path("max_length").asInt());
  }

  private static int[] padded(int[] values, int length, int padding) {
    int[] result = Arrays.copyOf(values, length);
    Arrays.fill(result, Math.min(values.length, length), length, padding);
    return result;
  }

  private static int[] ints(JsonNode expected, String field) {
    return new ObjectMapper().convertValue(expected.path(field), int[].class);
  }
}
