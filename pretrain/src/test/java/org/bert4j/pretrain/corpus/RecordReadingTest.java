package org.bert4j.pretrain.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.bert4j.common.io.InvalidUtf8;
import org.junit.jupiter.api.Test;

/** JSON Lines and comma-separated values, and lines of any length. */
class RecordReadingTest extends CorpusFiles {
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
        other
            + ":1: no \"text\" among [id, body]; name the text with --text-column, or write null"
            + " where there is none",
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
        more
            + ":3: 3 fields, expected 2 as in the line of names [id, text]; a field that holds what"
            + " separates them is quoted",
        errorOf(CorpusFormat.AUTO, more));
    Path open = file("c.csv", "id,text\n1,\"One.\n2,Two.\n");
    assertEquals(
        open
            + ":2: a quoted field that begins here does not end; a quote that is a character is"
            + " written \"\"\"\"",
        errorOf(CorpusFormat.AUTO, open));
    Path stray = file("d.csv", "id,text\n1,\"One\" more\n");
    String message = errorOf(CorpusFormat.AUTO, stray);
    assertTrue(message.startsWith(stray + ":2: "), message);
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
      assertEquals(new LeftOut(0, 0, 0, 3, 0), reader.leftOut());
    }
  }

  @Test
  void jsonThatEndsTooEarlyIsNamedInShortWords() throws IOException {
    Path file = file("a.jsonl", "{\"text\": \"One.\"}\n{\"text\": \"Two.\"\n");
    assertEquals(
        file
            + ":2: not JSON at column 16: Unexpected end-of-input: expected close marker for Object;"
            + " expected a whole object a line, as \"jq -c .\" writes, or one array of objects",
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
        csv
            + ":2: a quoted field that begins here does not end within 16 million characters; a quote"
            + " that is a character is written \"\"\"\"",
        errorOf(CorpusFormat.AUTO, csv));
  }

  @Test
  void linesLongerThanTheBuffer() throws IOException {
    String line = "长x".repeat(100_000);
    Path file = file("a.txt", line + "\r\n" + line);
    assertEquals(List.of(List.of(line, line)), read(CorpusFormat.SENTENCES, file));
  }
}
