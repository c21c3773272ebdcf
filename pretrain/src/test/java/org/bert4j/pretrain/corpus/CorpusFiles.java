package org.bert4j.pretrain.corpus;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bert4j.common.io.InvalidUtf8;
import org.junit.jupiter.api.io.TempDir;

/** Corpora of a test, and what is read of them. */
class CorpusFiles {
  @TempDir Path directory;

  Path file(String name, String text) throws IOException {
    return file(name, text, StandardCharsets.UTF_8);
  }

  Path file(String name, String text, Charset charset) throws IOException {
    return Files.write(directory.resolve(name), text.getBytes(charset));
  }

  static CorpusOptions options(CorpusFormat format) {
    return new CorpusOptions(format, InvalidUtf8.FAIL, "text");
  }

  static List<List<String>> read(CorpusFormat format, Path... paths) {
    return read(Corpus.of(List.of(paths), options(format)));
  }

  static List<List<String>> read(Corpus corpus) {
    List<List<String>> documents = new ArrayList<>();
    try (CorpusReader reader = corpus.read(CorpusListener.NONE)) {
      reader.forEachRemaining(document -> documents.add(document.sentences()));
    }
    return documents;
  }

  static CorpusListener summary(List<CorpusSummary> heard) {
    return new CorpusListener() {
      @Override
      public void fileOpened(Path file, CorpusFormat format) {}

      @Override
      public void corpusRead(CorpusSummary summary) {
        heard.add(summary);
      }
    };
  }

  static String errorOf(CorpusFormat format, Path... paths) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> read(format, paths)).getMessage();
    assertTrue(message.lines().count() == 1, message);
    return message;
  }
}
