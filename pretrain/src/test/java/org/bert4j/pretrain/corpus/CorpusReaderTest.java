package org.bert4j.pretrain.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.bert4j.common.io.InvalidUtf8;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusReaderTest {
  @TempDir Path directory;

  private Path file(String name, String text) throws IOException {
    return file(name, text, StandardCharsets.UTF_8);
  }

  private Path file(String name, String text, Charset charset) throws IOException {
    return Files.write(directory.resolve(name), text.getBytes(charset));
  }

  private static CorpusOptions options(CorpusFormat format) {
    return new CorpusOptions(format, InvalidUtf8.FAIL, "text");
  }

  private static List<List<String>> read(CorpusFormat format, Path... paths) {
    return read(Corpus.of(List.of(paths), options(format)));
  }

  private static List<List<String>> read(Corpus corpus) {
    List<List<String>> documents = new ArrayList<>();
    try (CorpusReader reader = corpus.read(CorpusListener.NONE)) {
      reader.forEachRemaining(document -> documents.add(document.sentences()));
    }
    return documents;
  }

  @Test
  void readingGoesOnAtEveryPosition() throws IOException {
    List<Path> files =
        List.of(
            file("a.txt", "one\ntwo\n\nthree\n"),
            file("b.txt", "\n\n"),
            file("c.txt", "four\n\nfive\n\n"));
    Corpus corpus = Corpus.of(files, options(CorpusFormat.SENTENCES));
    List<List<String>> documents = read(corpus);
    assertEquals(4, documents.size());
    try (CorpusReader whole = corpus.read(CorpusListener.NONE)) {
      for (int i = 0; i <= documents.size(); i++) {
        CorpusPosition position = i == 0 ? CorpusPosition.START : whole.position();
        List<List<String>> rest = new ArrayList<>();
        try (CorpusReader reader = corpus.read(CorpusListener.NONE, position)) {
          reader.forEachRemaining(document -> rest.add(document.sentences()));
          assertEquals(corpus.bytes(), reader.bytesRead());
        }
        assertEquals(documents.subList(i, documents.size()), rest);
        if (whole.hasNext()) {
          whole.next();
        }
      }
    }
  }

  @Test
  void readingGoesOnInEveryFormCompressedOrNotAndCountsWhatIsBehind() throws IOException {
    Path compressed = directory.resolve("c.jsonl.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(compressed))) {
      String records = "{\"text\": \"One.\"}\n{\"text\": null}\n{\"text\": \"Two. Three.\"}\n";
      out.write(records.repeat(3).getBytes(StandardCharsets.UTF_8));
    }
    List<Path> files =
        List.of(
            file("a.txt", " = One = \n Apes. Bees. \n caf\u00e9 \n", StandardCharsets.ISO_8859_1),
            file("b.csv", "id,text\n1,\"Four.\nFive.\"\n2,\n3,Six.\n"),
            compressed,
            file("d.txt", "It rained\nall day.\n\nNUL\0\n\nCHAPTER II\n\nIt was\nnight.\n"));
    CorpusOptions options = new CorpusOptions(CorpusFormat.AUTO, InvalidUtf8.SKIP, "text");
    Corpus corpus = Corpus.of(files, options);
    List<Document> documents = new ArrayList<>();
    List<CorpusPosition> positions = new ArrayList<>();
    List<CorpusSummary> summaries = new ArrayList<>();
    try (CorpusReader reader = corpus.read(summary(summaries))) {
      while (reader.hasNext()) {
        documents.add(reader.next());
        positions.add(reader.position());
      }
      assertEquals(corpus.bytes(), reader.bytesRead());
    }
    LeftOut leftOut = summaries.get(0).leftOut();
    assertEquals(1, leftOut.notUtf8());
    assertEquals(1, leftOut.withNul());
    assertEquals(4, leftOut.withoutText());
    assertTrue(leftOut.headings() >= 2, leftOut.toString());
    for (int i = 0; i < positions.size(); i++) {
      List<Document> rest = new ArrayList<>();
      try (CorpusReader reader = corpus.read(summary(summaries), positions.get(i))) {
        reader.forEachRemaining(rest::add);
        assertEquals(corpus.bytes(), reader.bytesRead());
        assertEquals(2, reader.droppedLines());
      }
      assertEquals(documents.subList(i + 1, documents.size()), rest);
      assertEquals(summaries.get(0), summaries.get(i + 1));
    }
  }

  private static CorpusListener summary(List<CorpusSummary> heard) {
    return new CorpusListener() {
      @Override
      public void fileOpened(Path file, CorpusFormat format) {}

      @Override
      public void corpusRead(CorpusSummary summary) {
        heard.add(summary);
      }
    };
  }

  @Test
  void aFileThatLostDocumentsIsNotGoneOnWith() throws IOException {
    Corpus corpus = Corpus.of(List.of(file("a.txt", "one\n\n")), CorpusOptions.DEFAULT);
    try (CorpusReader reader =
        corpus.read(CorpusListener.NONE, new CorpusPosition(0, 3, 0, CorpusSummary.NOTHING))) {
      String message = assertThrows(IllegalArgumentException.class, reader::hasNext).getMessage();
      assertTrue(message.contains("a.txt: has 1 documents, expected 2 more"), message);
    }
  }

  private static String errorOf(CorpusFormat format, Path... paths) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> read(format, paths)).getMessage();
    assertTrue(message.lines().count() == 1, message);
    return message;
  }

  @Test
  void sentencesOneALineBlankLineBetweenDocuments() throws IOException {
    Path file = file("a.txt", "\n A one. Still one. \nTwo\n \n\n\u3000三。\n");
    assertEquals(
        List.of(List.of("A one. Still one.", "Two"), List.of("三。")),
        read(CorpusFormat.SENTENCES, file));
  }

  @Test
  void everyKindOfLineEndAndByteOrderMark() throws IOException {
    for (String end : List.of("\n", "\r\n", "\r")) {
      Path file = file("a.txt", "\uFEFFone" + end + "two" + end + end + "three");
      assertEquals(
          List.of(List.of("one", "two"), List.of("three")), read(CorpusFormat.SENTENCES, file));
    }
  }

  @Test
  void paragraphsUnderHeadings() throws IOException {
    Path file =
        file(
            "a.txt",
            " \n = One = \n \n Apes. Bees. \n = = Part = = \n\n Cats. \n \n = Two = \n Dogs. \n");
    assertEquals(
        List.of(List.of("Apes.", "Bees.", "Cats."), List.of("Dogs.")),
        read(CorpusFormat.PARAGRAPHS, file));
  }

  @Test
  void paragraphsWithoutHeadingsAreDividedByBlankLines() throws IOException {
    Path file = file("a.txt", "Apes. Bees.\nCats.\n\nDogs.\n");
    assertEquals(
        List.of(List.of("Apes.", "Bees.", "Cats."), List.of("Dogs.")),
        read(CorpusFormat.PARAGRAPHS, file));
  }

  @Test
  void proseIsUnwrappedAndEndsAtHeadings() throws IOException {
    Path file =
        file(
            "a.txt",
            "CHAPTER I\r\n\r\nA long\r\n  line. Bees\r\n\r\nCats.\r\n\r\nTHE END OF IT\r\n\r\nDogs.");
    assertEquals(
        List.of(List.of("A long line.", "Bees", "Cats."), List.of("Dogs.")),
        read(CorpusFormat.PROSE, file));
  }

  @Test
  void chineseProseIsUnwrappedWithoutSpaces() throws IOException {
    Path file = file("a.txt", "第一回 上\n\u3000\u3000话说天\n下大势。分久\n第二回 下\n完。\n");
    assertEquals(List.of(List.of("话说天下大势。", "分久"), List.of("完。")), read(CorpusFormat.PROSE, file));
  }

  @Test
  void proseEndsAtTheFirstParagraphEndAfterTwoHundredSentences() throws IOException {
    Path file = file("a.txt", "One. Two. Three.\n\n".repeat(100));
    List<List<String>> documents = read(CorpusFormat.PROSE, file);
    assertEquals(List.of(201, 99), documents.stream().map(List::size).toList());
  }

  @Test
  void endlessDocumentsAreCut() throws IOException {
    Path file = file("a.txt", "x\n".repeat(DocumentAssembler.MAX_SENTENCES + 1));
    List<List<String>> documents = read(CorpusFormat.SENTENCES, file);
    assertEquals(
        List.of(DocumentAssembler.MAX_SENTENCES, 1), documents.stream().map(List::size).toList());
  }

  @Test
  void proseWithoutBlankLinesNeedsNoMemoryForAllOfIt() throws IOException {
    Path file = file("a.txt", "no stop anywhere here\n".repeat(30_000));
    List<List<String>> documents = read(CorpusFormat.PROSE, file);
    assertEquals(3, documents.get(0).size());
  }

  @Test
  void jsonLines() throws IOException {
    Path file =
        file(
            "a.jsonl",
            "{\"id\": 1, \"text\": \"One. Two.\\n\\nThree.\"}\r\n\r\n{\"text\": null}\n{\"text\":\"四。\"}");
    assertEquals(
        List.of(List.of("One.", "Two.", "Three."), List.of("四。")), read(CorpusFormat.AUTO, file));
  }

  @Test
  void jsonLinesThatCannotBeRead() throws IOException {
    Path broken = file("a.jsonl", "{\"text\": \"One.\"}\n{\"text\": \n");
    assertTrue(errorOf(CorpusFormat.AUTO, broken).startsWith(broken + ":2: not JSON at column "));
    Path two = file("b.jsonl", "{\"text\": \"One.\"} {}\n");
    assertTrue(errorOf(CorpusFormat.AUTO, two).startsWith(two + ":1: not JSON: "));
    Path array = file("c.jsonl", "[1]\n");
    assertEquals(
        array + ":1: expected a JSON object, not an array", errorOf(CorpusFormat.AUTO, array));
    Path number = file("d.jsonl", "{\"text\": 1}\n");
    assertEquals(
        number + ":1: expected a string in \"text\", not a number",
        errorOf(CorpusFormat.AUTO, number));
    Path other = file("e.jsonl", "{\"id\": 1, \"body\": \"One.\"}\n");
    assertEquals(
        other + ":1: no \"text\" among [id, body]; name the text with --text-column",
        errorOf(CorpusFormat.AUTO, other));
  }

  @Test
  void commaSeparatedValues() throws IOException {
    Path file =
        file("a.csv", "id,body\r\n1,\"He said \"\"no\"\".\r\n\r\nThen, yes.\"\r\n\r\n2,Three.\r\n");
    CorpusOptions options = new CorpusOptions(CorpusFormat.AUTO, InvalidUtf8.FAIL, "body");
    assertEquals(
        List.of(List.of("He said \"no\".", "Then, yes."), List.of("Three.")),
        read(Corpus.of(List.of(file), options)));
  }

  @Test
  void commaSeparatedValuesThatCannotBeRead() throws IOException {
    Path other = file("a.csv", "id,body\n1,One.\n");
    assertEquals(
        other + ":1: no \"text\" among [id, body]; name the text with --text-column",
        errorOf(CorpusFormat.AUTO, other));
    Path missing = file("b.csv", "id,text\n1,One.\n2\n");
    assertEquals(
        missing + ":3: 1 fields, expected 2 as in the line of names [id, text]",
        errorOf(CorpusFormat.AUTO, missing));
    Path more = file("e.csv", "id,text\n1,One.\n2,Two, or three.\n");
    assertEquals(
        more + ":3: 3 fields, expected 2 as in the line of names [id, text]",
        errorOf(CorpusFormat.AUTO, more));
    Path open = file("c.csv", "id,text\n1,\"One.\n2,Two.\n");
    assertEquals(
        open + ":2: a quoted field that begins here does not end",
        errorOf(CorpusFormat.AUTO, open));
    Path stray = file("d.csv", "id,text\n1,\"One\" more\n");
    assertTrue(
        errorOf(CorpusFormat.AUTO, stray)
            .startsWith(stray + ":2: not a record of comma-separated values: "));
  }

  @Test
  void semicolonsAndTabsAreFoundInTheLineOfNames() throws IOException {
    Path semicolons = file("a.csv", "\uFEFFid; text\n1;One, two.\n");
    assertEquals(List.of(List.of("One, two.")), read(CorpusFormat.AUTO, semicolons));
    Path tabs = file("a.csv", "id\ttext\n1\tOne; two.\n");
    assertEquals(List.of(List.of("One; two.")), read(CorpusFormat.AUTO, tabs));
  }

  @Test
  void jsonLinesPassOverAllButTheText() throws IOException {
    Path file =
        file(
            "a.jsonl",
            "\uFEFF{\"meta\": {\"text\": [1, {\"text\": \"no\"}]}, \"text\": \"One.\", \"x\": 1e5}\n"
                + "{\"text\": \" \"}\n{\"text\": null}\n{\"text\": \"\"}\n");
    try (CorpusReader reader =
        Corpus.of(List.of(file), CorpusOptions.DEFAULT).read(CorpusListener.NONE)) {
      assertEquals(List.of("One."), reader.next().sentences());
      assertFalse(reader.hasNext());
      assertEquals(new LeftOut(0, 0, 0, 3), reader.leftOut());
    }
  }

  @Test
  void jsonThatEndsTooEarlyIsNamedInShortWords() throws IOException {
    Path file = file("a.jsonl", "{\"text\": \"One.\"}\n{\"text\": \"Two.\"\n");
    assertEquals(
        file
            + ":2: not JSON at column 16: Unexpected end-of-input: expected close marker for Object",
        errorOf(CorpusFormat.AUTO, file));
  }

  @Test
  void aLineOfManyMegabytesIsCutIntoSentences() throws IOException {
    String sentence = "It rained, and 3.14 cats left. ";
    for (CorpusFormat format :
        List.of(
            CorpusFormat.AUTO,
            CorpusFormat.SENTENCES,
            CorpusFormat.PARAGRAPHS,
            CorpusFormat.PROSE)) {
      Path file = file("a.txt", "One.\n" + sentence.repeat(200_000) + "\nThe end.\n");
      int sentences = 0;
      try (CorpusReader reader =
          Corpus.of(List.of(file), options(format)).read(CorpusListener.NONE)) {
        while (reader.hasNext()) {
          for (String found : reader.next().sentences()) {
            boolean edge = found.equals("One.") || found.equals("The end.");
            assertTrue(edge || found.equals(sentence.strip()), found);
            sentences++;
          }
        }
      }
      assertEquals(200_002, sentences, format.name());
    }
  }

  @Test
  void aRecordOfManyMegabytesIsRefused() throws IOException {
    String most = "{\"text\": \"" + "It rained. ".repeat(1_500_000) + "\"}\n";
    int sentences =
        read(CorpusFormat.AUTO, file("a.jsonl", most)).stream().mapToInt(List::size).sum();
    assertEquals(1_500_000, sentences);
    String record = "{\"text\": \"" + "It rained. ".repeat(1_600_000) + "\"}\n";
    Path file = file("a.jsonl", "{\"text\": \"One.\"}\n" + record);
    assertEquals(
        file + ":2: a line of more than 16 MiB, the most that a record may have; divide it",
        errorOf(CorpusFormat.AUTO, file));
    Path csv = file("a.csv", "id,text\n1,\"" + "It rained.\n".repeat(1_600_000) + "\"\n");
    assertEquals(
        csv + ":2: a quoted field that begins here does not end within 16 million characters",
        errorOf(CorpusFormat.AUTO, csv));
  }

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
  void linesLongerThanTheBuffer() throws IOException {
    String line = "长x".repeat(100_000);
    Path file = file("a.txt", line + "\r\n" + line);
    assertEquals(List.of(List.of(line, line)), read(CorpusFormat.SENTENCES, file));
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
    assertEquals(List.of("1 file: 1 sentences", "a.txt SENTENCES", "25", "25", "2 4"), heard);
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
  void utf16IsRefusedEvenWhenInvalidLinesAreDropped() throws IOException {
    Path file = file("a.txt", "text", StandardCharsets.UTF_16);
    CorpusOptions options = new CorpusOptions(CorpusFormat.AUTO, InvalidUtf8.SKIP, "text");
    Corpus corpus = Corpus.of(List.of(file), options);
    assertEquals(
        file + ": this file is UTF-16; convert it to UTF-8",
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
            + " also with .gz); other files are read when they are named",
        errorOf(CorpusFormat.AUTO, directory));
    assertEquals("a corpus needs at least one file or directory", errorOf(CorpusFormat.AUTO));
  }
}
