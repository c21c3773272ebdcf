package org.bert4j.pretrain.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bert4j.common.io.InvalidUtf8;
import org.junit.jupiter.api.Test;

/** What may be read, what is told of it, and what is refused. */
class CorpusInputTest extends CorpusFiles {
  @Test
  void nulBytesAreFatalOrDroppedWithTheirLine() throws IOException {
    Path file = file("a.txt", "One.\nT\0wo.\nThree.\n");
    String message = errorOf(CorpusFormat.SENTENCES, file);
    assertTrue(message.startsWith(file + ":2: a NUL byte"), message);
    CorpusOptions options = new CorpusOptions(CorpusFormat.SENTENCES, InvalidUtf8.SKIP, "text");
    try (CorpusReader reader = Corpus.of(List.of(file), options).read(CorpusListener.NONE)) {
      assertEquals(List.of("One.", "Three."), reader.next().sentences());
      assertEquals(1, reader.leftOut().withNul());
      assertEquals("1 line with NUL bytes", reader.leftOut().describe());
    }
  }

  @Test
  void directoriesAreReadInOrderOfNames() throws IOException {
    Files.createDirectories(directory.resolve("sub/.hidden"));
    file("b.txt", "b");
    file("sub/a.TXT", "sub");
    file("sub/.hidden/x.txt", "no");
    file("a", "a");
    file("c.bin", "no");
    Corpus corpus = Corpus.of(List.of(directory, directory.resolve("a")), CorpusOptions.DEFAULT);
    assertEquals(List.of(List.of("a"), List.of("b"), List.of("sub")), read(corpus));
    assertEquals(5, corpus.bytes());
  }

  @Test
  void listenerHearsFormatsAndProgressAndSourcesNameTheLine() throws IOException {
    Path file = file("a.txt", "\nOne.\nTwo.\n\nThree.\nFour.\n");
    List<String> heard = new ArrayList<>();
    CorpusListener listener =
        new CorpusListener() {
          @Override
          public void fileOpened(Path opened, CorpusFormat format) {
            heard.add(opened.getFileName() + " " + format);
          }

          @Override
          public void corpusFound(CorpusContents contents) {
            heard.add(contents.files() + " file: " + contents.describeForms());
          }

          @Override
          public void documentRead(long bytesRead) {
            heard.add(Long.toString(bytesRead));
          }

          @Override
          public void corpusRead(CorpusSummary summary) {
            heard.add(summary.documents() + " " + summary.sentences());
          }
        };
    try (CorpusReader reader = Corpus.of(List.of(file), CorpusOptions.DEFAULT).read(listener)) {
      assertEquals(file + ":2", reader.next().source());
      assertEquals(file + ":5", reader.next().source());
      assertFalse(reader.hasNext());
      assertFalse(reader.hasNext());
    }
    assertEquals(List.of("1 file: 1 as sentences", "a.txt SENTENCES", "25", "25", "2 4"), heard);
  }

  @Test
  void bytesThatAreNotUtf8AreFatalWithFileAndLine() throws IOException {
    Path file = file("a.txt", "fine\ncaf\u00e9 au lait\n", StandardCharsets.ISO_8859_1);
    String message = errorOf(CorpusFormat.AUTO, file);
    assertTrue(message.startsWith(file + ":2: not UTF-8: byte 0xE9 at byte 4"), message);
    assertTrue(message.contains("--on-invalid-utf8 skip"), message);
  }

  @Test
  void bytesThatAreNotUtf8AreDroppedWithTheirLineAndCounted() throws IOException {
    Path file = file("a.txt", "\u00e9\nfine\ncaf\u00e9\nalso fine", StandardCharsets.ISO_8859_1);
    CorpusOptions options = new CorpusOptions(CorpusFormat.SENTENCES, InvalidUtf8.SKIP, "text");
    try (CorpusReader reader = Corpus.of(List.of(file), options).read(CorpusListener.NONE)) {
      assertEquals(List.of("fine", "also fine"), reader.next().sentences());
      assertEquals(2, reader.droppedLines());
      assertEquals(Files.size(file), reader.bytesRead());
    }
  }

  @Test
  void utf16IsReadByItsMarkAndRefusedWithoutOneEvenWhenInvalidLinesAreDropped() throws IOException {
    CorpusOptions options = new CorpusOptions(CorpusFormat.AUTO, InvalidUtf8.SKIP, "text");
    Path marked = file("a.txt", "text", StandardCharsets.UTF_16);
    assertEquals(List.of(List.of("text")), read(Corpus.of(List.of(marked), options)));
    Path unmarked = file("b.txt", "text", StandardCharsets.UTF_16LE);
    Corpus corpus = Corpus.of(List.of(unmarked), options);
    assertEquals(
        unmarked + ": this file is UTF-16LE, without a byte-order mark; add --encoding UTF-16LE",
        assertThrows(IllegalArgumentException.class, () -> read(corpus)).getMessage());
  }

  @Test
  void corpusWithoutText() throws IOException {
    Path empty = file("a.txt", "");
    Path blank = file("b.txt", "\n \u3000\n\uFEFF\n");
    assertEquals("the corpus is empty: no text in " + empty, errorOf(CorpusFormat.AUTO, empty));
    assertEquals(
        "the corpus is empty: no text in 2 files", errorOf(CorpusFormat.SENTENCES, empty, blank));
    assertEquals("the corpus is empty: no text in " + blank, errorOf(CorpusFormat.PROSE, blank));
  }

  @Test
  void pathsThatCannotBeRead() throws IOException {
    Path missing = directory.resolve("missing");
    assertEquals(missing + ": no such file or directory", errorOf(CorpusFormat.AUTO, missing));
    file("image.png", "");
    assertEquals(
        directory
            + ": no text in this directory (*.txt, *.text, *.jsonl, *.ndjson, *.csv or no ending, each"
            + " also with .gz, .bz2 or .xz); other files, here 1 *.png, are read when they are named",
        errorOf(CorpusFormat.AUTO, directory));
    assertEquals("a corpus needs at least one file or directory", errorOf(CorpusFormat.AUTO));
  }
}
