package org.bert4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
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
  void aFileCutShortIsRefused() throws IOException {
    Path cut = directory.resolve("cut.txt.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(cut))) {
      out.write("A cat sat.\n".getBytes(StandardCharsets.UTF_8));
    }
    byte[] bytes = Files.readAllBytes(cut);
    refused(Files.write(cut, Arrays.copyOf(bytes, bytes.length - 3)), cut, "cut short");
  }

  @Test
  void recordsThatCannotBeReadAreRefusedByFileAndLine() throws IOException {
    Path other = Files.writeString(directory.resolve("a.jsonl"), "{\"text\": \"a\"}\n{\"b\": 1}\n");
    refused(other, other + ":2", "no \"text\" among [b]", "--text-column");
    Path broken = Files.writeString(directory.resolve("b.jsonl"), "{\"text\": \"a\"}\n{\"text\n");
    refused(broken, broken + ":2", "not JSON");
    Path ragged = Files.writeString(directory.resolve("c.csv"), "id,text\n1,a\n2,b,c\n");
    refused(ragged, ragged + ":3", "3 fields, expected 2");
  }

  @Test
  void nulBytesAreRefusedByFileAndLine() throws IOException {
    Path corpus = Files.writeString(directory.resolve("nul.txt"), "A cat.\nA\0cat.\n");
    refused(corpus, corpus + ":2", "NUL byte");
  }

  @Test
  void aGlobThatMatchesNothingIsRefused() {
    refused(directory.resolve("**/*.txt"), "**/*.txt", "matches no file");
  }

  @Test
  void globsCompressedFilesAndByteOrderMarksAreRead() throws IOException {
    Path texts = Files.createDirectories(directory.resolve("texts/more"));
    Files.writeString(texts.resolve("a.txt"), "\uFEFFA cat sat.\nIt ran.\n");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(texts.resolve("b.gz")))) {
      out.write("A dog sat.\nIt ran.\n".getBytes(StandardCharsets.UTF_8));
    }
    String out =
        CommandLineRun.of(
                "vocab",
                "--corpus",
                directory.resolve("texts/**"),
                "--vocab-size",
                60,
                "--output",
                directory.resolve("vocab"))
            .succeeds()
            .out();
    assertTrue(out.contains("corpus: 2 files, "), out);
    assertTrue(out.contains("B: 2 as sentences, 1 compressed"), out);
    assertTrue(out.contains("read 2 documents, 4 sentences in "), out);
  }

  @Test
  void aVocabularyThatCannotHoldTheCharactersIsRefused() throws IOException {
    Path corpus = Files.writeString(directory.resolve("corpus.txt"), "abc def ghi.\n");
    Path output = directory.resolve("vocab");
    CommandLineRun.of("vocab", "--corpus", corpus, "--vocab-size", 7, "--output", output)
        .isRefusedWith(
            "vocabulary size 7 is smaller than the 21 special tokens and characters of the corpus;"
                + " give --vocab-size 21 or more");
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
