package org.bert4j.finetune.ner.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bert4j.common.io.InvalidUtf8;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Column files as corpora and tools write them: what is read of them, or the one line. */
class ColumnFilesTest {
  private static final String ROME = "Ann/B-P lives/O Rome/B-L";

  @TempDir Path directory;

  /** Content, sentences of words and tags (a bar between two), what the summary says besides. */
  static Stream<Arguments> read() {
    return Stream.of(
        // What nobody sees
        Arguments.of("Ann\tB-P \nlives\tO\u00A0\nRome\t B-L\t\n", ROME, ""),
        Arguments.of("Ann B-P \u00A0\nlives O\t\nRome B-L\n", ROME, ""),
        Arguments.of("Ann _ B-P\t\t\nlives _ O\nRome _ B-L\n", ROME, ""),
        Arguments.of("Ann B-P\n\n\uFEFF-DOCSTART- -X-\n\uFEFFRome B-L\n", "Ann/B-P|Rome/B-L", ""),
        Arguments.of("Ann B-P\n\u00A0\nRome B-L\n", "Ann/B-P|Rome/B-L", ""),
        Arguments.of("Ann\tB-P\u3000\nlives\tO\u200B\nRome\t\u2009B-L\n", ROME, ""),
        // Separators
        Arguments.of("Ann\tB-P\nlives O\nRome\tB-L\n", ROME, "1 lines with another separator"),
        Arguments.of("Ann B-P\nlives\tO\nRome B-L\n", ROME, "1 lines with another separator"),
        Arguments.of("Ann N\tB-P\nlives V\tO\nRome N\tB-L\n", ROME, "spaces and tabs"),
        Arguments.of("New York\tB-L\nis\tO\n", "New York/B-L is/O", ""),
        // Comments, and words that begin like them
        Arguments.of(
            "# id x1\td=en\nAnn _ _ B-P\n\n# id x2\nTom _ _ O\n", "Ann/B-P|Tom/O", "2 lin"),
        Arguments.of(
            "# text = Ann .\n1\tAnn\tB-P\t-\tk\n2\t.\tO\t-\t-\n",
            "Ann/B-P ./O",
            "tags in column 3"),
        Arguments.of(
            "#\tu\t[2009]\t\n1\tAnn\tB-P\tO\n2\tis\tO\tO\n", "Ann/B-P is/O", "1 lines of co"),
        Arguments.of("#rome\tB-L\nis\tO\n#\tO\n1\tO\n", "#rome/B-L is/O #/O 1/O", ""),
        Arguments.of("#a PER\nb O\n\n#c O\n", "#a/B-PER b/O|#c/O", "types alone"),
        Arguments.of(
            "Ann\tB-P\nis\tO\n# sent_id = 2\n# text = Bo\nBo\tO\n",
            "Ann/B-P is/O|Bo/O",
            "2 lines of"),
        Arguments.of("Ann B-P\n# newpar\nBo O\n", "Ann/B-P|Bo/O", "1 lines of comments"),
        Arguments.of("a _ _ O\n# id x2\td=en\nb _ _ B-P\n", "a/O|b/B-P", "1 lines of comments"),
        Arguments.of("WORD\tTAG\nAnn\tB-P\n", "Ann/B-P", "the first line names"),
        Arguments.of("tag,x,word\n".replace(',', '\t') + "B-P\t1\tAnn\n", "Ann/B-P", "column 3"),
        Arguments.of("B-P 0 3 Ann\nO 4 6 is\n", "Ann/B-P is/O", "column 4, tags in column 1"),
        // Which columns
        Arguments.of("1 Ann B-P O\n2 in O O\n3 Rom B-L B-O\n", "Ann/B-P in/O Rom/B-L", "nested"),
        Arguments.of("1\tAnn\tN\tB-P\n2\tis\tV\tO\n", "Ann/B-P is/O", "words in column 2"),
        Arguments.of("7 Ann B-P\n7 is O\n\n8 Tom O\n", "Ann/B-P is/O|Tom/O", "words in column 2"),
        Arguments.of("1\tO\n2\tB-N\n", "1/O 2/B-N", ""),
        Arguments.of("a B-P B-X\nb O O\n", "a/B-X b/O", "tags of column 3 (--tag-column 2 has"),
        // Tables, though nothing in the name says so
        Arguments.of("sent_id\tword\ttag\n1\ta\tB-P\n2\tb\tO\n", "a/B-P|b/O", "sentences by"),
        Arguments.of("sent_id,word,tag\n1,a,B-P\n1,b,O\n", "a/B-P b/O", "csv, commas"),
        Arguments.of("text\tlabels\nAnn is\tB-P O\nb\tO\n", "Ann/B-P is/O|b/O", "csv, tabs, texts"),
        Arguments.of("Ann is\tB-P O\nb c\tO O\n", "Ann/B-P is/O|b/O c/O", "csv, tabs, texts in co"),
        Arguments.of("B-P\tAnn\nO\tis\n", "Ann/B-P is/O", "tags in column 1"),
        Arguments.of("EU NNP I-NP I-ORG\nsaid VBD I-VP O\n", "EU/B-ORG said/O", ""),
        Arguments.of("1 a X O - k\n2 b X O - k\n", "a/O b/O", "tags in column 4"),
        Arguments.of(
            "1-2 im _ S|name=O\n1 Ann _ S|name=B-P\n2 b _ _\n", "Ann/B-P b/O", "1 lines of"),
        Arguments.of("Ann (P*\nBo *)\nis *\nUlm (L)\n", "Ann/B-P Bo/I-P is/O Ulm/B-L", ""),
        Arguments.of(
            "#begin document (d); part 000\nd 0 0 Ann N * - - - k (P* * -\nd 0 1 Bo N * - - - k *) * -\n\n"
                + "d 0 0 is V * - - - k * -\n\n#end document\n",
            "Ann/B-P Bo/I-P|is/O",
            "CoNLL-2012"),
        // Labels of what is no word
        Arguments.of(
            "[CLS] [CLS]\nAnn B-P\n##a X\nis O\n[SEP] [SEP]\n",
            "[CLS]/O Ann/B-P ##a/O is/O [SEP]/O",
            "3 words tagged [X, [CLS], [SEP]] count as outside"),
        Arguments.of("Ann PER\n##a X\nis O\n", "Ann/B-PER ##a/O is/O", "1 words tagged [X]"),
        // Notations
        Arguments.of("Ann b-per\nBo i-per\nis o\n", "Ann/B-per Bo/I-per is/O", "BIO"),
        Arguments.of("Ann PER-B\nBo PER-I\nis O\n", "Ann/B-PER Bo/I-PER is/O", "BIO"),
        Arguments.of("Ann B-P\nlives 0\nRome B-L\n", ROME, "BIO"),
        Arguments.of("Ann P1\nBo P1\nis O\nUlm LOC\n", "Ann/B-P1 Bo/I-P1 is/O Ulm/B-LOC", "types"),
        Arguments.of("Ann B-L|B-O\nis O\n", "Ann/B-L is/O", "1 words have several tags"),
        Arguments.of("Ann B-L,B-O\nis O\n", "Ann/B-L,B-O is/O", "types of their own"));
  }

  @ParameterizedTest
  @MethodSource("read")
  void isRead(String content, String expected, String said) throws IOException {
    NerDataset data = Reading.in(directory).read("data.txt", content);
    assertEquals(expected, sentences(data));
    String summary = data.files().get(0).toString();
    assertTrue(summary.contains(said), summary);
  }

  private static String sentences(NerDataset data) {
    List<String> sentences = new ArrayList<>();
    for (int i = 0; i < data.sentences().size(); i++) {
      List<String> tags = Reading.tags(data, i);
      List<String> words = data.sentences().get(i).words();
      List<String> both = new ArrayList<>();
      for (int word = 0; word < words.size(); word++) {
        both.add(words.get(word) + "/" + tags.get(word));
      }
      sentences.add(String.join(" ", both));
    }
    return String.join("|", sentences);
  }

  /** Content, and words of the one line. */
  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("New York\tB-L\n", List.of("data.txt:1", "--separator whitespace")),
        Arguments.of("a\tx\tO\nb y\tO\n", List.of("data.txt:2", "--separator whitespace")),
        Arguments.of("a B-P O\nb O O\n", List.of("columns [2, 3]", "--tag-column")),
        Arguments.of("a B-P B-P\nb O B-L\n", List.of("columns [2, 3]", "--tag-column")),
        Arguments.of("a (A* (A*\nb *) *)\n", List.of("columns [2, 3]", "--tag-column")),
        Arguments.of("a B-P\nb X-P\nc NN\n", List.of("data.txt:3", "--tag-column")),
        Arguments.of(
            "a\tO\n\n# x\ty\tz\n# a\nb\tO\n#c\n", List.of("data.txt:6", "#c", "blank line")),
        Arguments.of("1\tAnn is here\n0\tBo too\n", List.of("is no tag", "bert4j classify")),
        Arguments.of("<p>a</p>\n", List.of("data.txt: markup (HTML, XML)")),
        Arguments.of("a B-P\n# b\nc O\n", List.of("data.txt:2: \"# b\"", "blank line")),
        Arguments.of("a B-\nb O\n", List.of("data.txt:1: \"B-\" is no tag")),
        Arguments.of("a,B-P\nb,O\n\nc,O\n", List.of("data.txt:1", "--separator \",\"")),
        Arguments.of("a|B-P\nb|O\n", List.of("data.txt:1", "--separator \"|\"")),
        Arguments.of("a LABEL_1\nb LABEL_0\n", List.of("data.txt:1: the tags", "--label-names")),
        Arguments.of("a 0\nb 3\n", List.of("data.txt:1: the tags are numbers", "--label-names")),
        Arguments.of("T1\tP 0 2\tAn\n", List.of("data.txt: annotations of brat")),
        Arguments.of("<doc id=\"1\">\na\n\nb c\n</doc>\n", List.of("data.txt: markup")),
        Arguments.of("[\n {}\n]\n", List.of("data.txt:2: text: expected an object")),
        Arguments.of("version https://git-lfs\noid sha256:0\n", List.of("data.txt: a Git LFS")));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void isOneClearLine(String content, List<String> words) {
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class, () -> Reading.in(directory).read("data.txt", content));
    assertEquals(1, error.getMessage().lines().count(), error.getMessage());
    for (String word : words) {
      assertTrue(error.getMessage().contains(word), error.getMessage() + " should say " + word);
    }
  }

  /** Whatever its name says, a page is no file of columns; columns may have a page's words. */
  @Test
  void pagesAreNoColumns() throws IOException {
    for (String page : List.of("<!DOCTYPE html>\n<p>a b</p>\n", "<div>\n<p>a b</p>\n</div>\n")) {
      IllegalArgumentException error =
          assertThrows(
              IllegalArgumentException.class, () -> Reading.in(directory).read("data.conll", page));
      assertTrue(error.getMessage().contains("HTML"), error.getMessage());
    }
    NerDataset data = Reading.in(directory).read("data.conll", "<p> O\nAnn B-P\n</p> O\n");
    assertEquals("<p>/O Ann/B-P </p>/O", sentences(data));
  }

  /** What is given to be tagged: a form and its words by sentence, or the one line. */
  static Stream<Arguments> toTag() {
    String time = "1\n00:00:01,000 --> 00:00:02,000\nHi.\n";
    return Stream.of(
        Arguments.of("Tom takes the S-Bahn\nLena has blood type O\n", "a text a line [6, 5]"),
        Arguments.of("takes I-95\n\nhas O\n", "a text a line [4, 0, 2]"),
        Arguments.of("vitamin B-12\ntakes I-95\n\nblood O\n", "a text a line [4, 4, 0, 2]"),
        Arguments.of("Ann\nBo\n\nis\n", "a text a line [1, 1, 0, 1]"),
        Arguments.of("1\tAnn lives here\n2\tTom too\n", "a text a line [4, 3]"),
        Arguments.of("[Music] Ann <3 Bo\n", "a text a line [7]"),
        Arguments.of("# Ann\n", "a text a line [2]"),
        Arguments.of("<bo> hi\n<an> hi bo\n<bo> x\n<an> y\n", "a text a line [4, 5, 4, 4]"),
        Arguments.of("Ann\tB-P\nis\t-100\n", "conll [2]"),
        Arguments.of("Ann\tB-P\nis\tO\n", "conll [2]"),
        Arguments.of("Ann\tN\nis\tV\n\nTom\tN\n", "conll [2, 1]"),
        Arguments.of("Ann N B-P\nis V O\n\nTom N O\n", "conll [2, 1]"),
        Arguments.of("1\tAnn\tN\n2\tis\tV\n\n1\tTom\tN\n", "conll [2, 1]"),
        Arguments.of("# id = 1\nAnn B-P\nis O\n\n# id = 2\nTom O\n", "conll [2, 1]"),
        Arguments.of(
            "a\tO\nb\tO\nc\tO d\te\nf\tO\n", "--input-format conll or --input-format text"),
        Arguments.of(
            "[[\"Ann lives.\", {}]]\n", "json array of pairs, text: 1 sentences, 3 words [3]"),
        Arguments.of("{\n\"text\": \"a\"\n}\n", "json objects of text: 1 sentences, 1 words [1]"),
        Arguments.of("Ann is <b>here</b>.\nTom <i>too</i>.\n", "HTML"),
        Arguments.of(time, "subtitles (SubRip)"),
        Arguments.of("[Script Info]\nTitle: a\n", "subtitles (SubStation Alpha)"),
        Arguments.of("\\documentclass{a}\nb\n", "LaTeX"),
        Arguments.of("T1\tP 0 2\tAn\n", "brat"),
        Arguments.of("Ann\tlives here\nTom\tdoes\n\nBo\ttoo\n", "a text a line [3, 2, 0, 2]"),
        Arguments.of("O\tthe\nB-P\tAnn\n", "words in column 2 [2]"),
        Arguments.of("a O\n# b\n\nc O\n", "input:2: \"# b\""),
        Arguments.of("sent_id\tword\n1\ta\n2\tb\n", "csv, tabs, words in \"word\", sen"),
        Arguments.of("id,text\n1,a b\n2,c\n", "csv, commas, texts in \"text\""),
        Arguments.of("Ann is\tB-P O\nb c\tO O\n", "csv, tabs, texts in column 1"),
        Arguments.of("[\"Ann is.\",\n \"Bo\"]\n", "json array of text: 2 sentences [3, 1]"),
        Arguments.of("[\"a\", {}, {}]\n", "input:1: an array, expected a pair"));
  }

  @ParameterizedTest
  @MethodSource("toTag")
  void isTakenFor(String content, String expected) throws IOException {
    List<Integer> words = new ArrayList<>();
    List<String> said = new ArrayList<>();
    String taken;
    try {
      new NerReader(NerReaderOptions.DEFAULT)
          .readWords(
              new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)),
              "input",
              sentence -> words.add(sentence.words().size()),
              said::add);
      taken = said.get(0) + " " + words;
    } catch (IllegalArgumentException e) {
      taken = e.getMessage();
    }
    String form = expected.replaceAll(" \\[.*", "");
    String counts = expected.substring(form.length());
    assertTrue(taken.contains(form) && taken.endsWith(counts), taken);
  }

  /** Name, content, what it is taken for: only its ending says that tabs separate columns. */
  static Stream<Arguments> named() {
    return Stream.of(
        Arguments.of("a.tsv", "id\ttext\n1\tAnn is\n2\tBo\n", "csv, tabs, texts in \"text\""),
        Arguments.of("a.tsv", "text\nAnn is\nBo\n", "csv, one column, texts in \"text\""),
        Arguments.of("a.tsv", "Ann is\nBo\n", "a text a line"),
        Arguments.of("a.tsv", "Ann\tB-P\nis\tO\n", "conll"),
        Arguments.of("a.tsv", "word\ttag\nAnn\tB-P\nis\tO\n", "conll"),
        Arguments.of("a.tsv", "1\tAnn is here\n2\tBo\n", "--input-format csv"),
        Arguments.of("a.csv.gz", "title\nAnn is\nBo is\n", "csv, one column"),
        Arguments.of("a.conll.gz", "Ann\nis\n", "conll"));
  }

  @ParameterizedTest
  @MethodSource("named")
  void endingsTellWhatLinesDoNot(String name, String content, String expected) throws IOException {
    List<String> said = new ArrayList<>();
    try {
      new NerReader(NerReaderOptions.DEFAULT)
          .readWords(
              new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)),
              name,
              sentence -> {},
              said::add);
    } catch (IllegalArgumentException e) {
      said.add(e.getMessage());
    }
    assertTrue(said.get(0).startsWith(name + ": ") && said.get(0).contains(expected), said.get(0));
  }

  @Test
  void sentencesOfTablesAreLeftOutWhole() throws IOException {
    String rows = "sent_id,word,tag\n1,a,O\n2,b,O\n2,\u00E9,O\n2,c,O\n3,d,B-P\n4,e,O\n\u00E9,e,O\n";
    assertEquals(List.of(1, 0, 1, 0), skipped(rows, NerFormat.CSV));
    // Of which of the two sentences the line was, nothing tells.
    assertEquals(
        List.of(1, 0, 0, 1),
        skipped("sent_id,word\n1,a\n2,b\n\u00E9,c\n3,d\n4,e\n", NerFormat.CSV));
    assertEquals(List.of(2, 0, 1), skipped("word\na\nb\n\nc\n\u00E9\nd\n\ne\n", NerFormat.CSV));
    assertEquals(List.of(1, 0, 2, 0), skipped("text\na\n\u00E9\nb c\n\u00E9\n", NerFormat.CSV));
    assertEquals(
        List.of(1, 0, 2),
        skipped("{\"text\":\"a\"}\n{\"text\":\"\u00E9\"}\n{\"text\":\"b c\"}\n", NerFormat.JSONL));
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class, () -> skipped("w\u00F6rd\nb\n", NerFormat.CSV));
    assertTrue(error.getMessage().contains("--encoding"), error.getMessage());
    NerDataset data =
        Reading.in(directory)
            .with(options(NerFormat.CSV))
            .read("data.csv", rows.getBytes(StandardCharsets.ISO_8859_1));
    assertEquals("a/O|d/B-P", sentences(data));
    String summary = data.files().get(0).toString();
    assertTrue(summary.contains("2 lines left out") && summary.contains("UTF-8: 2"), summary);
  }

  @Test
  void whatIsNotUtf8LeavesAnEmptyPlaceBehind() throws IOException {
    String text = "Ann\nCaf\u00E9\nTom is\n\u00E9";
    assertEquals(List.of(1, 0, 2, 0), skipped(text, NerFormat.TEXT));
    String columns = "a O\n\nb O\n\u00E9 O\n\nc O\nd O\n\n\u00E9 O\n\n\u00E9 O\ne O\n";
    assertEquals(List.of(1, 0, 2, 0, 0), skipped(columns, NerFormat.CONLL));
    NerReaderOptions skip = options(NerFormat.CONLL);
    NerDataset data =
        Reading.in(directory)
            .with(skip)
            .read("data.txt", columns.getBytes(StandardCharsets.ISO_8859_1));
    assertEquals("a/O|c/O d/O", sentences(data));
    String summary = data.files().get(0).toString();
    assertTrue(summary.contains("3 sentences left out"), summary);
  }

  private static NerReaderOptions options(NerFormat format) {
    return new NerReaderOptions(
        format, null, NerColumns.DEFAULT, false, WordSplitting.RUNS, InvalidUtf8.SKIP);
  }

  private static List<Integer> skipped(String latin1, NerFormat format) throws IOException {
    List<Integer> words = new ArrayList<>();
    new NerReader(options(format))
        .readWords(
            new ByteArrayInputStream(latin1.getBytes(StandardCharsets.ISO_8859_1)),
            "input",
            sentence -> words.add(sentence.words().size()));
    return words;
  }
}
