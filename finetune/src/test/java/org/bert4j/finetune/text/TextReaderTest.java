package org.bert4j.finetune.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bert4j.common.io.InvalidUtf8;
import org.bert4j.common.model.ProblemType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts and labels as people's tools write them: what is read, or the one line. */
class TextReaderTest {
  private static final TextReaderOptions DEFAULT = TextReaderOptions.DEFAULT;

  @TempDir Path directory;

  private static TextReaderOptions columns(String text, String pair, String... labels) {
    return new TextReaderOptions(
        text, pair, List.of(labels), null, null, List.of(), InvalidUtf8.FAIL, null);
  }

  private static TextReaderOptions labels(String separator, String... names) {
    return new TextReaderOptions(
        null, null, List.of(), null, separator, List.of(names), InvalidUtf8.FAIL, null);
  }

  static Stream<Arguments> files() {
    return Stream.of(
        // name, content, options, what is read, what is said
        Arguments.of("a.csv", "text,label\ngood,1\nbad,0\n", DEFAULT, "good=1 bad=0", "commas"),
        Arguments.of("a.csv", "Label;Review\n1;a, b\n", DEFAULT, "a, b=1", "semicolons"),
        Arguments.of("a.tsv", "sentence\tlabel\na \"b\tx\n", DEFAULT, "a \"b=x", "tabs"),
        Arguments.of("a.csv", "label,review\n1,\"a \"\"b\"\"\nc\"\n", DEFAULT, "a \"b\"\nc=1", ""),
        Arguments.of(
            "a.tsv",
            "a film , a\t1\nb film\t0\nc film\t1\nd\t0\ne\t1\nf\t0\ng\t1\nh\t0\n",
            DEFAULT,
            "a film , a=1 b film=0 c film=1 d=0 e=1 f=0 g=1 h=0",
            "without names of columns, text in column 1, label in column 2"),
        Arguments.of(
            "a.csv",
            "x,\"no, really\"\ny,b\nx,c\ny,d\nx,e\ny,f\nx,g\ny,h\n",
            DEFAULT,
            "no, really=x b=y c=x d=y e=x f=y g=x h=y",
            "text in column 2, label in column 1"),
        Arguments.of(
            "a.csv",
            "q\t2.5\tA\tB\nq\t5.0\tC\tD\tmore\n",
            columns("3", "4", "2"),
            "A|B=2.5 C|D=5.0",
            ""),
        Arguments.of("a.csv", "x,7,a\ny,8,b\n", columns("-1", null, "1"), "a=x b=y", ""),
        Arguments.of("a.csv", "label,text\n1,a\n", columns("2", null, "1"), "a=1", ""),
        Arguments.of(
            "a.tsv",
            "id\tpremise\thypothesis\tlabel\n7\tA\tB\tno\n",
            DEFAULT,
            "A|B=no",
            "texts in"),
        Arguments.of("a.csv", "Text,Kind\na,x\n", columns(null, null, "kind"), "a=x", ""),
        Arguments.of(
            "a.csv", "text,label\n ,1\na,2\n", DEFAULT, "a=2", "1 left out that are blank"),
        Arguments.of(
            "a.csv",
            "text,love,hate\na,1,0\nb,0,0\n",
            columns(null, null, "love", "hate"),
            "a=love b=",
            ""),
        Arguments.of("a.csv", "text,label\na,x|y\nb,\n", labels("|"), "a=x,y b=", ""),
        Arguments.of(
            "a.csv", "text,label\na,1\nb,0\n", labels(null, "no", "yes"), "a=yes b=no", ""),
        Arguments.of(
            "a.jsonl",
            "{\"text\": \"a\", \"label\": 1}\n{\"text\": \"b\", \"label\": \"x\"}\n",
            DEFAULT,
            "a=1 b=x",
            "jsonl"),
        Arguments.of(
            "a.json",
            "[{\"sentence1\": \"a\", \"sentence2\": \"b\", \"score\": 2.5}]",
            DEFAULT,
            "a|b=2.5",
            "json array"),
        Arguments.of(
            "a.json",
            "{\"data\": [{\"text\": \"a\", \"labels\": [\"x\", \"y\"]}]}",
            DEFAULT,
            "a=x,y",
            ""),
        Arguments.of(
            "a.txt", "__label__x a b\n__label__y\tc\n", DEFAULT, "a b=x c=y", "fastText's labels"),
        Arguments.of("a.txt", "__label__x __label__y a\n__label__y b\n", DEFAULT, "a=x,y b=y", ""),
        Arguments.of(
            "a.csv",
            "text,label\na,\"x,y\"\nb,y\n",
            DEFAULT,
            "a=x,y b=y",
            "2 different labels, of which \"x,y\" is read as one (--label-separator , reads"),
        Arguments.of("a.jsonl", "{\"review_body\": \"a\", \"stars\": 5}\n", DEFAULT, "a=5", ""));
  }

  @ParameterizedTest
  @MethodSource("files")
  void isRead(String name, String content, TextReaderOptions options, String read, String said)
      throws IOException {
    Path file = Files.writeString(directory.resolve(name), content);
    List<String> lines = new ArrayList<>();
    TextDataset data = new TextReader(options, lines::add).read(List.of(file));
    assertEquals(read, shown(data.texts()));
    assertTrue(lines.size() == 1 && lines.get(0).contains(said), lines::toString);
  }

  private static String shown(List<LabelledText> texts) {
    return texts.stream()
        .map(
            each ->
                each.text()
                    + (each.pair() == null ? "" : "|" + each.pair())
                    + "="
                    + String.join(",", each.labels()))
        .collect(Collectors.joining(" "));
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        Arguments.of(
            "a,b,c\n1,2,3\n", DEFAULT, List.of(":1: which of the 3 columns", "--text-column")),
        Arguments.of(
            "text,kind\na,x\n",
            DEFAULT,
            List.of(":1: no column is known to hold labels", "text, kind", "--label-column")),
        Arguments.of(
            "text,label\na,x\n",
            columns("body", null),
            List.of(":1: no column \"body\"", "text, label", "--text-column")),
        Arguments.of(
            "text,label\na,x\nb\n", DEFAULT, List.of(":3: 1 fields, expected 2 as in line 1")),
        Arguments.of("text,label\na,x\nb,y,z\n", DEFAULT, List.of(":3: 3 fields, expected 2")),
        Arguments.of(
            "y,a\nn,b\ny,c\nn,d\ny,e\nn,f\ny,g\nn,h, i\n",
            DEFAULT,
            List.of(":8: 3 fields, expected 2 as in line 1")),
        Arguments.of(
            "a\tb\tc\nd\n", columns("3", null, "1"), List.of(":2: 1 fields, expected at least 3")),
        Arguments.of("a\tb\n", columns("3", null, "1"), List.of("no column 3", "1 to 2")),
        Arguments.of(
            "text,label,label\na,x,y\n",
            DEFAULT,
            List.of("columns 2 and 3 are both named \"label\"")),
        Arguments.of("text,label\n\"a,x\nb,y\n", DEFAULT, List.of(":2: ", "quote")),
        Arguments.of("text,label\na,\n", DEFAULT, List.of(":2: the label is empty")),
        Arguments.of("text,label\n ,x\n", DEFAULT, List.of("no text in")),
        Arguments.of(
            "text,a,b\nq,1,2\n",
            columns(null, null, "a", "b"),
            List.of(":2: column \"b\" is \"2\"", "0 or 1")),
        Arguments.of(
            "text,label\na,7\n",
            labels(null, "no", "yes"),
            List.of(":2: the label is \"7\"", "0 to 1")),
        Arguments.of(
            "kind\ttext of it\nx\ta\ny\tb\nx\tc\ny\td\nx\te\ny\tf\nx\tg\ny\th\nx\ti\n",
            DEFAULT,
            List.of(":1: ", "--label-column")),
        Arguments.of(
            "{\"text\": 3, \"label\": 1}\n",
            DEFAULT,
            List.of(":1: \"text\" is NUMBER, expected a text")),
        Arguments.of(
            "{\"body_text\": \"a\"}\n",
            DEFAULT,
            List.of(":1: no field is known to hold texts", "body_text")),
        Arguments.of(
            "{\"text\": \"a\", \"kind\": 1}\n",
            DEFAULT,
            List.of(":1: no field is known to hold labels", "text, kind")),
        Arguments.of(
            "{\"text\": \"a\", \"label\": 1}\n{\"text\": \"b\"}\n",
            DEFAULT,
            List.of(":2: \"label\" is MISSING")));
  }

  /** Content, options, and what pairs are read, or what is said. */
  static Stream<Arguments> pairs() {
    String translations = "{\"translation\": {\"zh\": \"b\", \"en\": \"a\"}}\n";
    return Stream.of(
        Arguments.of("a\tb\nc\td\n", DEFAULT, "a|b= c|d="),
        Arguments.of("a\tb\t\nc\td\n", columns("1", "2"), "a|b= c|d="),
        Arguments.of("a\tb\nc\t\nd\te\n", DEFAULT, "a|b= d|e="),
        Arguments.of("a\tb\nc\td\t\n", DEFAULT, "a|b= c|d="),
        Arguments.of("a\tb\nc\td\te\n", DEFAULT, ":2: 3 fields, expected 2 as in line 1"),
        Arguments.of("a\tb\nc\n", DEFAULT, ":2: 1 fields, expected at least 2"),
        Arguments.of("a b\nc d\n", DEFAULT, ":1: one column, expected two"),
        Arguments.of("a\tb\tc\n", DEFAULT, ":1: which of the 3 columns hold pairs is not certain"),
        Arguments.of("a\tb\t4.5\nc\td\t0\n", DEFAULT, "a|b=4.5 c|d=0"),
        Arguments.of("a\tb\t5\n", DEFAULT, "a|b=5"),
        Arguments.of("a\tb\t1\nc\td\t2\n", DEFAULT, ":1: which of the 3 columns hold pairs"),
        Arguments.of("a\tb\t1.5\nc\td\te\n", DEFAULT, ":1: which of the 3 columns hold pairs"),
        Arguments.of("1.5\ta\tb\n", DEFAULT, ":1: which of the 3 columns hold pairs"),
        Arguments.of("\t\n", DEFAULT, "no text in"),
        Arguments.of(translations, columns("en", "zh"), "a|b="),
        Arguments.of(
            translations, DEFAULT, "among zh, en; say which with --text-column and --pair"),
        Arguments.of(translations, columns("en", null), ":1: a single text, expected a pair"));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void pairsAreReadWholeOrRefused(String content, TextReaderOptions options, String expected)
      throws IOException {
    Path file = Files.writeString(directory.resolve("pairs.txt"), content);
    String found;
    try {
      found = shown(new TextReader(options, line -> {}).readPairs(List.of(file)).texts());
    } catch (IllegalArgumentException e) {
      found = e.getMessage();
      assertEquals(1, found.lines().count(), found);
    }
    assertTrue(found.contains(expected), found);
  }

  @ParameterizedTest
  @MethodSource("broken")
  void isOneClearLine(String content, TextReaderOptions options, List<String> said)
      throws IOException {
    Path file = Files.writeString(directory.resolve("data.txt"), content);
    TextReader reader = new TextReader(options, line -> {});
    String message =
        assertThrows(IllegalArgumentException.class, () -> reader.read(List.of(file))).getMessage();
    assertEquals(1, message.lines().count(), message);
    for (String each : said) {
      assertTrue(message.contains(each), message);
    }
  }

  @Test
  void aFolderALabel() throws IOException {
    for (String name : List.of("pos/1.txt", "pos/deep/2.txt", "neg/1.txt", "neg/.hidden")) {
      Path file = directory.resolve("train").resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, name);
    }
    List<String> lines = new ArrayList<>();
    TextDataset data =
        new TextReader(DEFAULT, lines::add).read(List.of(directory.resolve("train")));
    assertEquals("neg/1.txt=neg pos/1.txt=pos pos/deep/2.txt=pos", shown(data.texts()));
    assertEquals(3, data.files().size());
    assertTrue(lines.get(0).contains("a folder a label: 3 texts, 2 different labels"));
  }

  @Test
  void whatIsToBePredictedIsTextALineAndNothingIsLeftOut() throws IOException {
    assertEquals("a, b= = c|d=", predicted("texts", "a, b\n\nc\td\n", DEFAULT));
    assertEquals("a= b=", predicted("x.csv", "text,n\na,1\nb,2\n", DEFAULT));
    assertEquals("a=", predicted("standard input", "{\"text\": \"a\"}\n", DEFAULT));
    assertEquals("a= b=", predicted("x.json", "[\"a\", \"b\"]", DEFAULT));
    assertEquals("a= b=", predicted("x.jsonl", "\"a\"\n\"b\"\n", DEFAULT));
    assertEquals("a|b= c|d=", predicted("x", "[\"a\",\"b\"]\n[\"c\",\"d\"]\n", DEFAULT));
    for (String names :
        List.of(
            "text,pair",
            "sentence1,sentence2",
            "question,answer",
            "Question,Sentence",
            "premise,hypothesis",
            "query,passage")) {
      assertEquals("a|b=", predicted("x.csv", names + "\na,b\n", DEFAULT), names);
      String[] two = names.split(",");
      String json = "{\"" + two[0] + "\": \"a\", \"" + two[1] + "\": \"b\"}\n";
      assertEquals("a|b=", predicted("x.jsonl", json, DEFAULT), names);
    }
    Charset latin1 = StandardCharsets.ISO_8859_1;
    TextReaderOptions encoded =
        new TextReaderOptions(
            null, null, List.of(), null, null, List.of(), InvalidUtf8.FAIL, latin1);
    List<LabelledText> texts = new ArrayList<>();
    new TextReader(encoded, line -> {})
        .readTexts(new ByteArrayInputStream("caf\u00e9".getBytes(latin1)), "in", texts::add);
    assertEquals("caf\u00e9=", shown(texts));
  }

  private static String predicted(String source, String content, TextReaderOptions options)
      throws IOException {
    List<LabelledText> texts = new ArrayList<>();
    new TextReader(options, line -> {})
        .readTexts(
            new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)), source, texts::add);
    return shown(texts);
  }

  @Test
  void labelsTellTheProblem() throws IOException {
    assertEquals(ProblemType.SINGLE_LABEL_CLASSIFICATION, problem("0", "1", "0"));
    assertEquals(ProblemType.SINGLE_LABEL_CLASSIFICATION, problem("1.5", "x"));
    String[] many = new String[30];
    for (int i = 0; i < many.length; i++) {
      many[i] = i / 4 + "." + i;
    }
    assertEquals(ProblemType.REGRESSION, problem(many));
    String message =
        assertThrows(IllegalArgumentException.class, () -> problem("1.5", "2")).getMessage();
    assertTrue(message.contains("--problem"), message);
  }

  private ProblemType problem(String... labels) throws IOException {
    StringBuilder text = new StringBuilder("text,label\n");
    for (String label : labels) {
      text.append("a,").append(label).append('\n');
    }
    Path file = Files.writeString(directory.resolve("p.csv"), text);
    return new TextReader(DEFAULT, line -> {}).read(List.of(file)).problem();
  }
}
