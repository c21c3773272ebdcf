package org.bert4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VocabCommandTest {
  @TempDir Path directory;

  @Test
  void writesTheFilesThatHuggingFaceReads() throws IOException {
    Path corpus = Files.writeString(directory.resolve("corpus.txt"), "A cat sat.\nThe cat ran.\n");
    Path output = directory.resolve("vocab");
    CommandLineRun.of("vocab", "--corpus", corpus, "--vocab-size", 40, "--output", output)
        .succeeds();
    List<String> tokens = Files.readAllLines(output.resolve("vocab.txt"));
    assertTrue(tokens.contains("cat"), tokens.toString());
    assertEquals("[PAD]", tokens.get(0));
    assertTrue(Files.exists(output.resolve("tokenizer.json")));
    assertTrue(Files.exists(output.resolve("tokenizer_config.json")));
    assertTrue(Files.exists(output.resolve("special_tokens_map.json")));
  }

  @Test
  void aMissingCorpusIsRefused() {
    refused(directory.resolve("nowhere"), "nowhere", "no such file");
  }

  @Test
  void anEmptyCorpusIsRefused() throws IOException {
    refused(Files.writeString(directory.resolve("empty.txt"), " \n\n"), "empty");
  }

  @Test
  void aDirectoryWithoutTextIsRefused() throws IOException {
    refused(Files.createDirectory(directory.resolve("photos")), "photos", "no text");
  }

  @Test
  void aFileThatIsNotUtf8IsRefusedByFileAndLine() throws IOException {
    Path latin1 = directory.resolve("latin1.txt");
    Files.write(latin1, new byte[] {'a', '\n', 'b', (byte) 0xE9, '\n'});
    refused(latin1, latin1 + ":2", "UTF-8");
  }

  @Test
  void aVocabularyThatCannotHoldTheCharactersIsRefused() throws IOException {
    Path corpus = Files.writeString(directory.resolve("corpus.txt"), "abc def ghi.\n");
    Path output = directory.resolve("vocab");
    CommandLineRun.of("vocab", "--corpus", corpus, "--vocab-size", 7, "--output", output)
        .isRefusedWith("vocabulary size 7");
    assertFalse(Files.exists(output));
  }

  @Test
  void anOutputThatIsNotEmptyIsRefusedAndLeftAlone() throws IOException {
    Path corpus = Files.writeString(directory.resolve("corpus.txt"), "A cat sat.\n");
    CommandLineRun.of("vocab", "--corpus", corpus, "--output", directory)
        .isRefusedWith(directory, "not empty");
    try (var files = Files.list(directory)) {
      assertEquals(List.of(corpus), files.toList());
    }
  }

  private void refused(Path corpus, Object... words) {
    Path output = directory.resolve("vocab");
    CommandLineRun.of("vocab", "--corpus", corpus, "--output", output).isRefusedWith(words);
    assertFalse(Files.exists(output), "an error leaves nothing behind");
  }
}
