package org.bert4j.pretrain.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.bert4j.common.io.InvalidUtf8;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files as other tools write them: the documents that are read, and what is said about them. */
class CorpusFormsTest extends CorpusFiles {
  private static final String SENTENCES_ALONE = "each line between blank lines is a document";
  private static final String PARAGRAPHS_ALONE = "each line between blank lines is taken";

  /** Name and content; documents, their sentences joined by {@code |}; words of what is said. */
  static Stream<Arguments> filesThatAreRead() {
    return Stream.of(
        read(
            "wiki_00",
            "<doc id=\"1\" url=\"u\" title=\"A &quot;B&quot;\">\nA \"B\"\n\nIt is. So &amp; so.\nA \"B\"\n</doc>\n\n<doc id=\"2\">\nTwo.\n",
            List.of("It is.|So & so.|A \"B\"", "Two."),
            "1 heading, 3 lines with tags"),
        read(
            "wiki_00",
            "<doc url=\"u\" id=\"1\" title=\"A\">\r\nA\r\n\r\n</doc>\r\n<doc id=\"2\">\r\nTwo.\r\n</doc>\r\n",
            List.of("Two."),
            "1 heading, 4 lines with tags, 1 record without text"),
        read(
            "a.json",
            "[{\"text\": \"One. Two.\"},\n{\"id\": [1, {\"text\": 2}], \"text\": \"Three.\"}]",
            List.of("One.|Two.", "Three."),
            ""),
        read(
            "a.txt",
            "\uFEFF[\n  {\n    \"text\": \"One.\\n\\nTwo.\"\n  },\n  {\"text\": null}\n]\n",
            List.of("One.|Two."),
            "1 record without text"),
        read("a.jsonl", "[{\"text\": \"One.\"}]", List.of("One."), ""),
        read("a.json", "{\"text\": \"One.\"}\n{\"text\": \"Two.\"}\n", List.of("One.", "Two."), ""),
        read(
            "a.json",
            "[{\"id\": \"a\", \"body\": \"This is the first text.\"}]",
            List.of("This is the first text."),
            "its texts are \"body\""),
        read(
            "a.jsonl",
            "{\"id\": 7, \"label\": \"x\", \"body\": \"This is the first text.\"}\n{\"body\": null}",
            List.of("This is the first text."),
            "its texts are \"body\""),
        read(
            "a.csv",
            "id,review\n1,\"It was good, they said.\"\n2,Bad.\n3,No text is as good as this.\n",
            List.of("It was good, they said.", "Bad.", "No text is as good as this."),
            "its texts are \"review\""),
        read(
            "a.csv",
            "id;content\n1;小镇在河边没有人认识他。\n",
            List.of("小镇在河边没有人认识他。"),
            "its texts are \"content\""),
        read("a.tsv", "id\ttext\n1\tOne, two.\n", List.of("One, two."), ""),
        read("a.tsv", "\"id\"\t\"text\"\n\"1\"\t\"One.\"\n", List.of("One."), ""),
        read(
            "a.tsv",
            "text\tid\n\"One\" is it.\t1\n\"Two\" and \"three\"\t2\n\"Four.\nFive.\"\t3\n",
            List.of("\"One\" is it.", "\"Two\" and \"three\"", "Four.|Five."),
            ""),
        read("a.csv", "\"id\";\"text\"\n1;\"One; two.\"\n", List.of("One; two."), ""),
        read("a.csv", "sep=;\nid;text\n1;One, two.\n", List.of("One, two."), ""),
        read("a.csv", "id|text\n1|One, two.\n", List.of("One, two."), ""),
        read(
            "a.jsonl",
            "{\"text\": NaN}\n{\"text\": \"One.\"}\n",
            List.of("One."),
            "1 record without text"),
        read(
            "a.txt",
            "Before it.\n<doc id=\"1\" title=\"A\">\nA\n\nOne.\n</doc>\n<doc id=\"2\" title=\"B\">\nB\n\nTwo.\n",
            List.of("Before it.", "One.", "Two."),
            "its last article has no </doc>; the file may be cut short"),
        read(
            "a.csv",
            "id,text\n1,a 5\" pipe\n2,a 6\"\" pipe\n3,\"one \"\"\n\"\" two\"\n4,Four.\n",
            List.of("a 5\" pipe", "a 6\"\" pipe", "one \"|\" two", "Four."),
            ""),
        read(
            "a.txt",
            "One is.\n\nTwo is.\n\nThree is.\n",
            List.of("One is.", "Two is.", "Three is."),
            SENTENCES_ALONE),
        read(
            "a.txt",
            "One is\n\nTwo is, too\n\nThree is.\n",
            List.of("One is", "Two is, too", "Three is."),
            SENTENCES_ALONE),
        read(
            "a.txt",
            "One is. So.\n\nTwo is. So.\n\nThree is.\n",
            List.of("One is.|So.|Two is.|So.|Three is."),
            PARAGRAPHS_ALONE),
        read(
            "a.txt",
            "One.\r\r\nTwo.\r\r\n\r\r\nThree.\r\r\nFour.\r\r\n",
            List.of("One.|Two.", "Three.|Four."),
            ""),
        read(
            "a.txt",
            "One is\nwrapped\nhere.\n\nTwo\nis\nit.\n",
            List.of("One is wrapped here.|Two is it."),
            ""));
  }

  private static Arguments read(String name, String text, List<String> documents, String said) {
    return Arguments.of(name, text, documents, said);
  }

  @ParameterizedTest
  @MethodSource
  void filesThatAreRead(String name, String text, List<String> documents, String said)
      throws IOException {
    Notes notes = new Notes();
    Corpus corpus = Corpus.of(List.of(file(name, text)), CorpusOptions.DEFAULT);
    List<String> found = new ArrayList<>();
    try (CorpusReader reader = corpus.read(notes)) {
      reader.forEachRemaining(document -> found.add(String.join("|", document.sentences())));
    }
    assertEquals(documents, found);
    assertTrue(said.isEmpty() == notes.all().isEmpty() && notes.all().contains(said), notes.all());
  }

  /** What is said about files and what was left out. */
  private static final class Notes implements CorpusListener {
    private final List<String> notes = new ArrayList<>();

    String all() {
      return String.join("; ", notes);
    }

    @Override
    public void fileOpened(Path file, CorpusFormat format) {}

    @Override
    public void noted(Path file, String note) {
      notes.add(note);
    }

    @Override
    public void corpusRead(CorpusSummary summary) {
      if (!summary.leftOut().equals(LeftOut.NOTHING)) {
        notes.add(summary.leftOut().describe());
      }
    }
  }

  /** Name and content; what the error says behind the file. */
  static Stream<Arguments> filesThatAreRefused() {
    return Stream.of(
        Arguments.of(
            "a.html",
            "<!DOCTYPE html>\n<p>One.</p>\n",
            ": HTML, whose tags would be read as words; extract its text first, or read it as it is with --format prose"),
        Arguments.of("a.txt", "1\n00:00:01,000 --> 00:00:01,900\nOne.\n", ": subtitles (SubRip)"),
        Arguments.of("a.json", "{\n  \"text\": \"One.\"\n}", ":1: not JSON at column 2: "),
        Arguments.of(
            "a.json",
            "{\n  \"text\": \"One.\"\n}",
            "; expected a whole object a line, as \"jq -c .\" writes, or one array of objects"),
        Arguments.of(
            "a.json",
            "[{\"text\": \"One.\"},\n 1]",
            ":2: expected one array of JSON objects, not a number in it"),
        Arguments.of(
            "a.json",
            "[{\"text\": \"One.\"}]\n{}",
            ":2: expected one array of JSON objects, not an object behind it"),
        Arguments.of(
            "a.json",
            "[{\"text\": \"One.\"},\n",
            ":1: the array of JSON objects does not end, the file was cut short"),
        Arguments.of("a.json", "[{\"text\": \"One.\"},\n{\"text\" 1}]", ":2: not JSON: "),
        Arguments.of(
            "a.json",
            "[\"One is here.\", \"Two.\"]",
            ":1: expected one array of JSON objects, not a string in it"),
        Arguments.of(
            "a.csv",
            "1,This is the first text.\n2,This is the second text.\n",
            ":2: no names of columns before it, but a text; put a line of names"),
        Arguments.of(
            "a.json",
            "[{\"text\": [\"One.\"]}]",
            ":1: expected a string in \"text\", not an array"),
        Arguments.of(
            "a.jsonl",
            "{\"meta\": {\"text\": \"One is here, not there.\"}}",
            ":1: none of [meta] is a string, expected one with the text of a document"),
        Arguments.of(
            "a.json",
            "[{\"text\": \"One.\"}, {\"text\": \"Tw",
            ":1: the array of JSON objects does not end, the file was cut short"),
        Arguments.of(
            "a.csv",
            "text,text\nOne.,Two.\n",
            ":2: several columns named \"text\", expected names of their own"),
        Arguments.of(
            "a.csv",
            "a,b;c\nOne.,Two.\n",
            ":1: columns may be separated in several ways; name the text with --text-column"),
        Arguments.of(
            "a.csv",
            "id,text\n1,One.\n2,\"Two\" is.\n",
            ":3: a quoted field goes on behind its closing quote"),
        Arguments.of(
            "a.csv", "id,text\n1,\"One.\n", ":2: a quoted field that begins here does not end; a"),
        Arguments.of(
            "a.tsv",
            "id\ttext\n1\t\"One.\n2\tTwo.\n3\tThree.\"\n",
            ":2: a quoted field that begins here holds lines with tabs"),
        Arguments.of(
            "a.tsv",
            "id\ttext\n1\t\"One.\n2\t\"Two.\n",
            ":2: a quoted field that begins here holds lines with tabs"),
        Arguments.of(
            "a.jsonl",
            "{\"title\": \"x\"}\n{\"text\": \"One.\"}",
            ":1: no \"text\" among [title]; name"),
        Arguments.of(
            "a.jsonl",
            "{\"text\": \"One.\"}\n{\"title\": \"x\"}",
            ":2: no \"text\" among [title]; name the text with --text-column, or write null"),
        Arguments.of(
            "a.csv",
            "a,b\nThis is a long text.,And so is this one.\n",
            ":2: no \"text\" among [a, b]; name the text with --text-column, one of [a, b] that hold texts"),
        Arguments.of(
            "a.csv", "a,b\n1,x\n", ": no \"text\" among [a, b]; name the text with --text-column"));
  }

  @ParameterizedTest
  @MethodSource
  void filesThatAreRefused(String name, String text, String error) throws IOException {
    Path file = file(name, text);
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> read(Corpus.of(List.of(file), CorpusOptions.DEFAULT)))
            .getMessage();
    assertTrue(message.startsWith(file.toString()) && message.contains(error), message);
  }

  @Test
  void anArrayOfManyMegabytesIsReadInBoundedMemory() throws IOException {
    String record = "{\"text\": \"It rained. The cats left.\"},";
    Path file = file("a.json", "[" + record.repeat(50_000) + "{\"text\": \"End.\"}]");
    assertEquals(50_001, read(CorpusFormat.AUTO, file).size());
  }

  @Test
  void encodingsAndCompressionAreTold() throws IOException {
    Path compressed = directory.resolve("a.txt");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(compressed))) {
      out.write("Été.\nOui.\n".getBytes(StandardCharsets.ISO_8859_1));
    }
    Path marked = file("b.txt", "\uFEFFEins.\nZwei.\n", StandardCharsets.UTF_16LE);
    CorpusOptions options =
        new CorpusOptions(
            CorpusFormat.AUTO, InvalidUtf8.FAIL, null, Charset.forName("windows-1252"));
    Corpus corpus = Corpus.of(List.of(compressed, marked), options);
    assertEquals(
        "2 as sentences, 1 in UTF-16LE, 1 in windows-1252, 1 compressed",
        corpus.contents().describeForms());
    assertEquals(List.of(List.of("Été.", "Oui."), List.of("Eins.", "Zwei.")), read(corpus));
  }

  @Test
  void theOptionsReadWhatEarlierVersionsWrote() throws IOException {
    ObjectMapper json = new ObjectMapper();
    String before = "{\"format\":\"AUTO\",\"onInvalidUtf8\":\"SKIP\",\"textColumn\":\"text\"}";
    CorpusOptions options = json.readValue(before, CorpusOptions.class);
    assertEquals(new CorpusOptions(CorpusFormat.AUTO, InvalidUtf8.SKIP, "text"), options);
    assertEquals(before, json.writeValueAsString(options));
    CorpusOptions now =
        new CorpusOptions(CorpusFormat.WIKI, InvalidUtf8.FAIL, null, StandardCharsets.UTF_16LE);
    assertEquals(now, json.readValue(json.writeValueAsString(now), CorpusOptions.class));
    assertEquals(
        new LeftOut(1, 2, 3, 4, 0),
        json.readValue(
            "{\"not_utf8\":1,\"with_nul\":2,\"headings\":3,\"without_text\":4}", LeftOut.class));
  }
}
