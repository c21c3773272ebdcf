package org.bert4j.finetune.qa.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bert4j.common.io.OffsetUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read of the forms in which people's tools write questions, or the one line. */
class SquadFormsTest {
  private static final String ROW =
      "{'id': 'a', 'context': 'x y z', 'question': 'q', 'answers': {'text': ['y'], 'answer_start': [2]}}";

  @TempDir Path directory;

  private Path file(String json) throws IOException {
    return file(json, StandardCharsets.UTF_8);
  }

  private Path file(String json, Charset encoding) throws IOException {
    return Files.write(directory.resolve("q.json"), json.replace('\'', '"').getBytes(encoding));
  }

  /**
   * Questions as {@code id: answer@start ...}, with {@code -} for none and {@code ?} for unknown.
   */
  private static String read(Path file, OffsetUnit offsets) throws IOException {
    List<String> read = new ArrayList<>();
    SquadReader.read(
        file,
        offsets,
        paragraph -> {
          for (Question question : paragraph.questions()) {
            StringBuilder line = new StringBuilder(question.id()).append(':');
            line.append(question.impossible() ? " -" : question.isLabelled() ? "" : " ?");
            question
                .answers()
                .forEach(a -> line.append(' ').append(a.text()).append('@').append(a.start()));
            read.add(line.toString());
          }
        });
    return String.join("; ", read);
  }

  private static String refusal(Path file, OffsetUnit offsets) {
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> read(file, offsets));
    assertEquals(1, error.getMessage().lines().count());
    assertTrue(error.getMessage().startsWith(file + ":"), error.getMessage());
    return error.getMessage();
  }

  /** The fields of a question about the context "x y z", and what is read. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'answers': [{'text': 'y', 'answer_start': 2}] | y@2",
        "'answers': [{'text': 'y', 'answer_start': '2'}] | y@2",
        "'answers': [{'text': 'y', 'answer_start': ' 2.0 '}] | y@2",
        "'answers': [{'text': 'y', 'answer_start': 2.0}] | y@2",
        "'answers': [{'text': 'y', 'answer_start': 2e0}] | y@2",
        "'answers': [{'text': 'y', 'answer_start': null}] | y@2",
        "'answers': [{'text': 'y', 'answer_start': -1}] | y@-1",
        "'answers': {'text': 'y', 'answer_start': 2} | y@2",
        "'answers': {'text': ['y', 'z'], 'answer_start': [2, 4], 'answer_end': [3, 5]} | y@2 z@4",
        "'answers': {'answer_start': ['2'], 'text': ['y']} | y@2",
        "'answers': {'text': ['y', 'z']} | y@2 z@4",
        "'answer': {'text': 'y', 'answer_start': 2, 'html_answer_text': '<b>'} | y@2",
        "'answer': [{'text': 'y', 'answer_start': 2}] | y@2",
        "'answer': 'z' | z@4",
        "'answer': 'z', 'answer_start': 0 | z@-1",
        "'answer_start': '4', 'answer_text': 'z' | z@4",
        "'text': 'z', 'answer_start': 4.0 | z@4",
        "'answers.text': ['y', 'z'], 'answers.answer_start': [2, 4] | y@2 z@4",
        "'answer_text': null, 'answer_start': NaN | ?",
        "'text': 'z' | ?",
        "'answers': [], 'answer_start': -1 | -",
        "'text': {'a': 1}, 'answers': ['y'], 'answer_start': null | y@2",
        "'answers': [{'text': 'y', 'answer_start': 2}], 'answer_start': 4 | y@2",
        "'answers': ['z', 'Z'], 'detected_answers': [{'text': 'z', 'char_spans': [[4, 4]]}] | z@4 Z@-1",
        "'detected_answers': [{'char_spans': [[2, 2], [0, 0]], 'text': 'y'}] | y@2",
        "'answers': [] | -",
        "'answers': [], 'is_impossible': null | -",
        "'answers': {'text': [], 'answer_start': []} | -",
        "'answers': [{'text': '', 'answer_start': -1}] | - @-1",
        "'answers': [], 'is_impossible': true | -",
        "'is_impossible': true | -",
        "'is_impossible': 1 | -",
        "'is_impossible': 'True' | -",
        "'answers': ['y'], 'is_impossible': true | - y@2",
        "'answers': [], 'is_impossible': true, 'plausible_answers': ['y'] | -",
        "'answers': ['y'], 'is_impossible': 0 | y@2",
        "'answers': ['y'], 'is_impossible': 'false' | y@2",
        "'answers': ['y'], 'is_impossible': 0.0 | y@2",
        "'answers': [], 'is_impossible': false | ?",
        "'answers': null | ?",
        "'title': 't' | ?",
      })
  void answersAreRead(String fields, String expected) throws IOException {
    String question = "{'id': 1, 'question': 'q', " + fields + "}";
    String nested = "{'data': [{'paragraphs': [{'context': 'x y z', 'qas': [" + question + "]}]}]}";
    assertEquals("1: " + expected, read(file(nested), OffsetUnit.AUTO));
    String row = question.replaceFirst("\\{", "{'context': 'x y z', ");
    assertEquals("1: " + expected, read(file(row), OffsetUnit.AUTO));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'answers': [{'text': 'y', 'answer_start': 1.5}] | answer_start is 1.5, expected a whole number",
        "'answers': [{'text': 'y', 'answer_start': 'x'}] | answer_start is the text `x`, expected a whole",
        "'answers': [{'text': 'y', 'answer_start': NaN}] | answer_start is NaN, expected a whole number",
        "'answers': [{'text': 'y', 'answer_start': true}] | answer_start is true, expected a whole",
        "'answers': {'text': ['y'], 'answer_start': [2, 4]} | answers.text has 1 and",
        "'answer_text': 'y', 'answer_start': [2, 4] | text has 1 and",
        "'answers': 'y' | answers is the text `y`, expected an array of answers",
        "'answers': {} | answers.text is missing",
        "'is_impossible': 'maybe' | is_impossible is the text `maybe`, expected true or false",
        "'id': {} | id is an object",
      })
  void wrongAnswersAreRefused(String fields, String expected) throws IOException {
    String question = "{'id': 1, 'question': 'q', " + fields + "}";
    Path file =
        file("{'data': [\n{'paragraphs': [{'context': 'x y z', 'qas': [" + question + "]}]}]}");
    String message = refusal(file, OffsetUnit.AUTO);
    assertTrue(message.startsWith(file + ":2: data[0].paragraphs[0].qas[0]."), message);
    assertTrue(message.contains(expected.replace('`', '"')), message);
  }

  @Test
  void formsAreToldApart() throws IOException {
    String other = ROW.replace("'a'", "'b'");
    String qas = "'context': 'x y z', 'qas': [{'id': 'a', 'question': 'q', 'answers': ['y']}]";
    String[][] forms = {
      {ROW, "a question a row"},
      {ROW + "\n\n" + other + "\n", "a question a row in JSON Lines"},
      {"[" + ROW + ", " + other + "]", "a question a row in an array"},
      {"{'data': [" + ROW + ", " + other + "], 'version': '0.1.0'}", "a question a row"},
      {
        "{'features': [{'name': 'id'}], 'rows': [{'row_idx': 0, 'row': "
            + ROW
            + ", 'truncated_cells': []}], 'partial': false}",
        "a question a row"
      },
      {
        "{'row_idx': 0, 'row': " + ROW + "}\n{'row_idx': 1, 'row': " + other + "}",
        "a question a row in JSON Lines"
      },
      {"{'paragraphs': [{" + qas + "}]}", "articles with paragraphs"},
      {"[{'paragraphs': [{" + qas + "}]}]", "articles with paragraphs in an array"},
      {"{'data': [{" + qas + "}]}", "paragraphs"},
      {"{'header': {'dataset': 'D'}}\n{" + qas + "}\n", "paragraphs in JSON Lines"},
    };
    for (String[] form : forms) {
      Path file = file(form[0]);
      String expected = form[0].contains("'b'") ? "a: y@2; b: y@2" : "a: y@2";
      assertEquals(expected, read(file, OffsetUnit.AUTO), form[0]);
      SquadSummary summary = SquadReader.read(file, paragraph -> {});
      assertEquals(form[1], summary.form());
      assertEquals(1, summary.paragraphs());
    }
    String report = SquadReader.read(file(forms[3][0]), p -> {}).report("q.json").toString();
    assertEquals(
        "[q.json: a question a row, version 0.1.0; 2 questions about 1 contexts, 2 answers]",
        report);
  }

  @Test
  void encodingsOfJsonAreRead() throws IOException {
    for (Charset encoding :
        List.of(
            StandardCharsets.UTF_8,
            StandardCharsets.UTF_16LE,
            StandardCharsets.UTF_16BE,
            Charset.forName("UTF-32LE"))) {
      assertEquals("a: y@2", read(file(ROW, encoding), OffsetUnit.AUTO), encoding.name());
      assertEquals("a: y@2", read(file("\uFEFF" + ROW, encoding), OffsetUnit.AUTO));
    }
    Path latin1 = file(ROW.replace("'q'", "'\u00e9'"), StandardCharsets.ISO_8859_1);
    assertTrue(refusal(latin1, OffsetUnit.AUTO).contains(":1: not UTF-8 in question, column "));
  }

  @Test
  void contextsWithoutTextAreLeftOutAndCounted() throws IOException {
    String rows =
        ROW
            + "\n"
            + ROW.replace("x y z", " ").replace("'a'", "'b'")
            + "\n"
            + ROW.replace("'x y z'", "null").replace("'a'", "'c'")
            + "\n"
            + ROW.replace("'x y z'", "NaN").replace("'a'", "'d'");
    Path file = file(rows);
    assertEquals("a: y@2", read(file, OffsetUnit.AUTO));
    SquadSummary summary = SquadReader.read(file, paragraph -> {});
    String first = file + ":2: context is empty, expected the text that answers";
    assertEquals(new LeftOutContexts(2, 3, first), summary.leftOut());
    assertTrue(summary.report("q.json").get(1).endsWith("3 questions; the first: " + first));
    String without = "{'data': [{'context': 'c'}, " + ROW + "]}";
    assertEquals("a: y@2", read(file(without), OffsetUnit.AUTO));
  }

  @Test
  void questionsWithoutTextAreReadAndCounted() throws IOException {
    Path file = file(ROW.replace("'q'", "'\\t'") + ROW.replace("'q'", "null"));
    assertEquals("a: y@2; a: y@2", read(file, OffsetUnit.AUTO));
    SquadSummary summary = SquadReader.read(file, paragraph -> {});
    assertEquals(new QuestionCounts(2, 0, 0, 2, 0), summary.questions());
    assertTrue(summary.report("q").get(1).contains("2 questions have no text"));
  }

  @Test
  void rowsWithoutAnIdAreNumbered() throws IOException {
    String without = ROW.replace("'id': 'a', ", "");
    String blank = without.replace("x y z", "");
    Path file = file(without + blank + ROW.replace("'a'", "null") + ROW);
    assertEquals("0: y@2; 2: y@2; a: y@2", read(file, OffsetUnit.AUTO));
    SquadSummary summary = SquadReader.read(file, paragraph -> {});
    assertTrue(summary.report("q").get(2).contains("2 questions have no id; their number"));
    String qas = "'qas': [{'question': 'q', 'answers': ['y']}, {'id': null, 'question': 'r'}]";
    Path nested = file("{'data': [{'paragraphs': [{'context': 'x y z', " + qas + "}]}]}");
    assertEquals("0: y@2; 1: ?", read(nested, OffsetUnit.AUTO));
  }

  @Test
  void otherKindsOfFilesAreNamed() throws IOException {
    String[][] kinds = {
      {"{'a': 'x', 'b': ''}", "predictions are scored by qa evaluate --predictions"},
      {"[{'id': 'a', 'prediction_text': 'x'}]", "these are predictions"},
      {"{'a': [{'text': 'x', 'probability': 1}]}", "n-best predictions"},
      {"{'a': -0.5, 'b': 1}", "null_odds.json"},
      {"{'train': [" + ROW + "], 'dev': []}", "the parts of a data set [train, dev], expected one"},
      {"{'validation': {'data': [" + ROW + "]}}", "the parts of a data set [validation], expected"},
      {"id,context\na,x y z\n", ":1: not JSON (Unrecognized token 'id'); a table is written as"},
      {"<html>", ":1: not JSON (Unexpected character ('<' (code 60))); a table"},
      {"{'context': 'c', 'answers': ['c']}", "question is missing"},
      {"{'id': 'a', 'question': 'q'}", "context is missing"},
      {"[{'sentence': 'c'}]", "[0].paragraphs is missing among [sentence], expected JSON"},
      {"{'text': 'c', 'label': []}", ":1: \"data\" is missing among [text, label], expected JSON"},
      {"{'a\\rb': 1, 'c': [1]}", ":1: \"data\" is missing among [a b, c], expected JSON"},
      {"{'id': {'0': 'a'}, 'context': {'0': 'x'}}", "id is a column, expected a question a row"},
      {"{'context': {'0': 'x'}, 'question': {}}", "context is a column, expected a question a row"},
      {"{'question': ['q'], 'id': ['a']}", "question is a column, expected a question a row"},
      {"{'data': []}\n{'data': []}", ":2: something follows"},
    };
    for (String[] kind : kinds) {
      String message = refusal(file(kind[0]), OffsetUnit.AUTO);
      assertTrue(message.contains(kind[1]), message);
    }
  }

  @Test
  void filesWithoutLabelsAreTold() throws IOException {
    String empty = ROW.replace("'y'", "").replace("2", "");
    for (String unlabelled :
        List.of(empty, empty + "\n" + empty, "{'id': 'a', 'context': 'c', 'question': 'q'}")) {
      assertTrue(!SquadReader.read(file(unlabelled), p -> {}).isLabelled(), unlabelled);
    }
    SquadSummary summary =
        SquadReader.read(file(ROW + empty + "{'id': 1, 'context': 'c', 'question': 'q'}"), p -> {});
    assertTrue(summary.isLabelled());
    assertEquals(new QuestionCounts(3, 1, 1, 0, 0), summary.questions());
    assertTrue(summary.report("q").get(1).contains("of 1 questions no answer is known"));
  }

  /** Answers about the context "😀 aa aa b😀 b", and what is read of each unit. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "b 8 | b@9 | b@-1 | b@9",
        "b 9 | b@-1 | b@9 | b@9",
        "b 8, a 3 | b@9; a@4 | b@-1; a@3 | b@9; a@4",
        "a 3, b 8 | a@4; b@9 | a@3; b@-1 | a@4; b@9",
        "a 3, b 9 | a@4; b@-1 | a@3; b@9 | a@3; b@9",
        "😀 0 | 😀@0 | 😀@0 | 😀@0",
        "a 6, b 1 | a@7; b@-1 | a@6; b@-1 | answer of question 0: offsets may count UTF-16 units, as Java and JavaScript do (1 of 1 fit), or code points, as Python does (1 fit)",
        "b 9, b 8, b 8, b 8, b 8 | b@-1; b@9; b@9; b@9; b@9 | b@9; b@-1; b@-1; b@-1; b@-1 | b@-1; b@9; b@9; b@9; b@9",
        "b 8, x 1, b 9 | b@9; x@-1; b@-1 | b@-1; x@-1; b@9 | answer of question 0: offsets may count UTF-16 units, as Java and JavaScript do (1 of 2 fit)",
      })
  void answersTellWhatTheirStartsCount(String answers, String codePoints, String utf16, String auto)
      throws IOException {
    StringBuilder json = new StringBuilder();
    String[] each = answers.split(", ");
    for (int i = 0; i < each.length; i++) {
      String[] parts = each[i].split(" ");
      json.append("{'context': '😀 aa aa b😀 b', 'id': ").append(i);
      json.append(", 'question': 'q', 'answers': [{'text': '").append(parts[0]);
      json.append("', 'answer_start': ").append(parts[1]).append("}]}\n");
    }
    Path file = file(json.toString());
    assertEquals(codePoints, read(file, OffsetUnit.CODE_POINTS).replaceAll("\\d: ", ""));
    assertEquals(utf16, read(file, OffsetUnit.UTF16).replaceAll("\\d: ", ""));
    if (auto.contains("question")) {
      String message = refusal(file, OffsetUnit.AUTO);
      assertTrue(message.contains(auto) && message.contains("--offsets utf16"), message);
    } else {
      assertEquals(auto, read(file, OffsetUnit.AUTO).replaceAll("\\d: ", ""));
    }
  }

  @Test
  void theUnitIsReportedWhereItMakesADifference() throws IOException {
    String row =
        "{'id': 1, 'context': '😀 b', 'question': 'q', 'answers': [{'text': 'b', 'answer_start': %d}]}";
    Path file = file(String.format(Locale.ROOT, row, 3));
    assertEquals(OffsetUnit.UTF16, SquadReader.read(file, paragraph -> {}).offsets());
    String report = SquadReader.read(file, paragraph -> {}).report("q").toString();
    assertTrue(report.contains("answer_start counts utf16"), report);
  }
}
