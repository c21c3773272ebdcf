package org.bert4j.pretrain.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusFormatDetectorTest {
  @TempDir Path directory;

  private static CorpusFormat detect(Path file) throws IOException {
    return CorpusFormatDetector.detect(file, CorpusOptions.DEFAULT).format();
  }

  private void assertDetects(CorpusFormat expected, String text) throws IOException {
    Path file = Files.writeString(directory.resolve("a.txt"), text);
    assertEquals(expected, detect(file));
  }

  @Test
  void sentences() throws IOException {
    assertDetects(CorpusFormat.SENTENCES, "it rained .\nwhat ?\n\nhe said \" no . \"\nsure !\n");
    assertDetects(CorpusFormat.SENTENCES, "下雨了。\n他说：“好。”\n\n完了！\n是吗？\n");
  }

  @Test
  void sentencesWithoutPunctuation() throws IOException {
    assertDetects(CorpusFormat.SENTENCES, "it rained\nwhat\n\nhe said no\nsure\n");
  }

  @Test
  void paragraphs() throws IOException {
    assertDetects(
        CorpusFormat.PARAGRAPHS, " = Title = \n\n It rained. We left. \n\n = Two = \n\n No. \n");
    assertDetects(
        CorpusFormat.PARAGRAPHS,
        "It rained. We left.\nHe came. So did she.\n\nYes. No.\nOh. Ah.\n");
  }

  @Test
  void prose() throws IOException {
    assertDetects(
        CorpusFormat.PROSE,
        "CHAPTER I\n\nIt rained for\ndays and days and\nwe left.\n\nThen it\nstopped.\n");
    assertDetects(CorpusFormat.PROSE, "第一回 上\r\n\r\n　话说。分久。\r\n\r\n　又说。\r\n\r\n　完。\r\n");
  }

  @Test
  void recordsByTheEndingOfTheName() throws IOException {
    for (CorpusFormat format : List.of(CorpusFormat.JSONL, CorpusFormat.CSV)) {
      Path file = directory.resolve("a." + format);
      assertEquals(format, detect(Files.writeString(file, "One.\nTwo.\n")));
    }
  }

  @Test
  void jsonLinesByTheirContent() throws IOException {
    assertDetects(CorpusFormat.JSONL, "\uFEFF\n {\"te\\\"xt\" : \"One.\"}\n");
    assertDetects(CorpusFormat.SENTENCES, "{One.\n\"Two.\"\n");
  }

  @Test
  void compressedFiles() throws IOException {
    for (String name : List.of("a.jsonl.gz", "a.NDJSON.GZ", "a.csv.gz", "a.txt.gz", "a.gz")) {
      Path file = directory.resolve(name);
      try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
        out.write("One.\nTwo.\n".getBytes(StandardCharsets.UTF_8));
      }
      CorpusFormat expected =
          name.contains("csv")
              ? CorpusFormat.CSV
              : name.toLowerCase(Locale.ROOT).contains("json")
                  ? CorpusFormat.JSONL
                  : CorpusFormat.SENTENCES;
      assertEquals(expected, detect(file), name);
    }
  }

  @Test
  void nothingToSee() throws IOException {
    assertDetects(CorpusFormat.SENTENCES, "");
    assertDetects(CorpusFormat.SENTENCES, "\n\n");
  }
}
