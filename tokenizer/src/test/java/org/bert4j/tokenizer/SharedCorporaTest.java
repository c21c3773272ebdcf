package org.bert4j.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokenizing from the cache gives the ids of the bare native tokenizer for real corpora. */
class SharedCorporaTest {

  @ParameterizedTest
  @CsvSource({"bert-base-uncased, true", "bert-base-chinese, false"})
  void cacheChangesNoId(String vocabulary, boolean uncased) throws IOException {
    Path corpora = SharedData.require("data/pretrain");
    Path tokens = SharedData.require("data/vocab/" + vocabulary).resolve("vocab.txt");
    BertNormalization normalization =
        uncased ? BertNormalization.uncased() : BertNormalization.cased();
    Vocabulary words = Vocabulary.read(Files.readString(tokens), tokens.toString(), note -> {});
    TokenizerJson json = TokenizerJson.build(words, normalization);
    List<String> lines = lines(corpora);
    assertTrue(lines.size() > 200_000, lines.size() + " lines");
    try (BertTokenizer tokenizer = BertTokenizer.of(words.tokens(), normalization);
        NativeTokenizer bare = json.recognizingNoSpecialTokens()) {
      List<int[]> ids = tokenizer.encodeAll(lines);
      IntStream.range(0, lines.size())
          .parallel()
          .forEach(i -> assertArrayEquals(bare.ids(lines.get(i)), ids.get(i), lines.get(i)));
    }
  }

  /** Bytes that are not UTF-8 become U+FFFD here, one more thing to agree on. */
  private static List<String> lines(Path directory) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".txt")).sorted().toList()) {
        new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().forEach(lines::add);
      }
    }
    return lines;
  }
}
