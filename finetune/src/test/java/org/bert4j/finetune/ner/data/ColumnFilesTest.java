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
        Arguments.of("WORD\tTAG\nAnn\tB-P\n", "Ann/B-P", "the first line names"),
        Arguments.of("tag,x,word\n".replace(',', '\t') + "B-P\t1\tAnn\n", "Ann/B-P", "column 3"),
        // Which columns
        Arguments.of("1 Ann B-P O\n2 in O O\n3 Rom B-L B-O\n", "Ann/B-P in/O Rom/B-L", "nested"),
        Arguments.of("1\tAnn\tN\tB-P\n2\tis\tV\tO\n", "Ann/B-P is/O", "words in column 2"),
        Arguments.of("7 Ann B-P\n7 is O\n\n8 Tom O\n", "Ann/B-P is/O|Tom/O", "words in column 2"),
        Arguments.of("1\tO\n2\tB-N\n", "1/O 2/B-N", ""),
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
        Arguments.of("a\tO\n\n# x\ty\tz\n# a\nb\tO\n#c\n", List.of("data.txt:6", "1 columns")),
        Arguments.of("<p>a</p>\n", List.of("data.txt: this is HTML")),
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
        Arguments.of(time, "subtitles"));
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
