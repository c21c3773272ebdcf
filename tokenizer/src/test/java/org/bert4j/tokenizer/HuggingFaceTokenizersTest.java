package org.bert4j.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What HuggingFace's library writes is accepted and means here what it means there. */
class HuggingFaceTokenizersTest {

  @TempDir Path directory;

  static Stream<String> names() throws IOException {
    return new HuggingFaceTokenizers().files().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void givesTheSameIds(String name) throws IOException {
    HuggingFaceTokenizers all = new HuggingFaceTokenizers();
    Files.writeString(directory.resolve("tokenizer.json"), all.files().get(name).toString());
    List<String> texts = all.texts();
    List<int[]> expected = all.ids(name);
    try (BertTokenizer tokenizer = BertTokenizer.load(directory)) {
      for (int i = 0; i < texts.size(); i++) {
        int[] ids = tokenizer.encode(texts.get(i)).ids();
        assertArrayEquals(
            expected.get(i), Arrays.copyOfRange(ids, 1, ids.length - 1), texts.get(i));
      }
    }
  }
}
