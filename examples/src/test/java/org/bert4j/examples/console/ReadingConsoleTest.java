package org.bert4j.examples.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.bert4j.pretrain.corpus.CorpusContents;
import org.bert4j.pretrain.corpus.CorpusFormat;
import org.bert4j.pretrain.corpus.CorpusSummary;
import org.bert4j.pretrain.corpus.LeftOut;
import org.junit.jupiter.api.Test;

class ReadingConsoleTest {
  private final StringWriter out = new StringWriter();

  private static CorpusContents contents(int proseFiles) {
    return new CorpusContents(
        Map.of(CorpusFormat.JSONL, 1, CorpusFormat.PROSE, proseFiles),
        Map.of(),
        1,
        2_500_000,
        Map.of(".pdf", 2, ".docx", 1));
  }

  private void read(ReadingConsole console, int proseFiles) {
    console.corpusFound(contents(proseFiles));
    console.fileOpened(Path.of("a.txt"), CorpusFormat.PROSE);
    console.documentRead(500_000);
    console.documentRead(1_000_000);
    console.fileOpened(Path.of("b.jsonl.gz"), CorpusFormat.JSONL);
    console.documentRead(2_500_000);
    console.corpusRead(new CorpusSummary(3, 1_234, new LeftOut(4, 1, 12, 0, 0)));
  }

  @Test
  void aLogSaysWhatWasFoundHowFarReadingIsAndWhatWasLeftOut() {
    read(new ReadingConsole(new PrintWriter(out), 0, Duration.ZERO), 1);
    String[] lines = out.toString().split("\n");
    assertEquals("corpus: 2 files, 2.5 MB: 1 as prose, 1 as jsonl, 1 compressed", lines[0]);
    assertEquals("not read, being no text by their names: 1 *.docx, 2 *.pdf", lines[1]);
    assertEquals("reading a.txt as prose", lines[2]);
    assertTrue(
        lines[3].matches("read  20%  500\\.0 kB of 2\\.5 MB, [\\d.]+ MB/s  ETA 0:00"), lines[3]);
    assertEquals("reading b.jsonl.gz as jsonl", lines[5]);
    assertEquals(
        "read 3 documents, 1,234 sentences in 0:00; left out: 4 lines that are not UTF-8, 1 line"
            + " with NUL bytes, 12 headings",
        lines[7]);
    assertEquals(8, lines.length);
    assertEquals(-1, out.toString().indexOf('\r'));
  }

  @Test
  void goingOnIsTimedFromWhereItBegins() {
    ReadingConsole console = new ReadingConsole(new PrintWriter(out), 0, Duration.ZERO);
    console.corpusFound(contents(1));
    console.resumed(1_200, 1_000_000);
    console.documentRead(1_000_000);
    String[] lines = out.toString().split("\n");
    assertEquals("going on after 1,200 documents that are tokenized already", lines[2]);
    assertEquals("read  40%  1.0 MB of 2.5 MB, 0.0 MB/s", lines[3]);
  }

  @Test
  void whatIsReadAgainIsNotDescribedAgainAndManyFilesAreNotNamed() {
    ReadingConsole console = new ReadingConsole(new PrintWriter(out), 0);
    read(console, 30);
    read(console, 30);
    String text = out.toString();
    assertEquals(text.indexOf("corpus: 31 files"), text.lastIndexOf("corpus: 31 files"));
    assertTrue(text.contains("corpus: 31 files"), text);
    assertEquals(-1, text.indexOf("reading a.txt"));
    assertEquals(-1, text.indexOf("ETA"), "what takes a moment shows no progress");
  }

  @Test
  void aTerminalHasABarThatFitsAndIsGoneInTheEnd() {
    read(new ReadingConsole(new PrintWriter(out), 80, Duration.ZERO), 1);
    String text = out.toString();
    boolean bar = false;
    for (String line : text.split("[\r\n]+")) {
      if (line.matches("reading +\\d+% .*")) {
        bar = true;
        assertTrue(line.replace("\u001b[K", "").length() <= 80, line);
      }
    }
    assertTrue(bar, text);
    assertTrue(text.contains("\r\u001b[Kread 3 documents, 1,234 sentences in 0:00"), text);
  }

  @Test
  void bytes() {
    assertEquals("999 B", ProgressText.bytes(999));
    assertEquals("1.0 kB", ProgressText.bytes(1_000));
    assertEquals("1.0 MB", ProgressText.bytes(999_960));
    assertEquals("123.5 GB", ProgressText.bytes(123_456_789_012L));
  }
}
