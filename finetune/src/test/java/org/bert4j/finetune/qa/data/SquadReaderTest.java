package org.bert4j.finetune.qa.data;

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
import org.bert4j.common.io.OffsetUnit;
import org.bert4j.finetune.qa.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SquadReaderTest {
  @TempDir Path directory;

  private Path file(String json) throws IOException {
    return Files.writeString(directory.resolve("squad.json"), json);
  }

  /** A file with one paragraph of one question, whose answers are given. */
  private Path file(String context, String answers) throws IOException {
    return file(
        """
        {"version": "1.1",
         "data": [
          {"title": "t",
           "paragraphs": [
            {"context": "%s",
             "qas": [
              {"id": "q1", "question": "what?", "answers": [%s]}]}]}]}
        """
            .formatted(context, answers));
  }

  /** All answers stand where the file says. */
  private static SquadSummary summary(String form, String version, boolean marked, long... counts) {
    return new SquadSummary(
        form,
        version,
        marked,
        OffsetUnit.AUTO,
        counts[0],
        new QuestionCounts(counts[1], counts[2], 0, 0, 0),
        new AnswerCounts(counts[3], 0, 0),
        new LeftOutContexts(0, 0, null));
  }

  private static Question onlyQuestion(Path file) throws IOException {
    return SquadReader.readAll(file).get(0).questions().get(0);
  }

  private static void assertRefused(Path file, String... words) {
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> SquadReader.read(file, p -> {}));
    for (String word : words) {
      assertTrue(error.getMessage().contains(word), () -> error.getMessage() + " without " + word);
    }
    assertTrue(error.getMessage().startsWith(file.toString()), error.getMessage());
    assertEquals(1, error.getMessage().lines().count());
  }

  @Test
  void readsVersion1() throws IOException {
    Path file = file("The cat sat.", "{\"answer_start\": 4, \"text\": \"cat\"}");
    Question question = onlyQuestion(file);
    assertEquals(List.of(new GoldAnswer("cat", 4)), question.answers());
    assertEquals(4, question.trainingAnswer().orElseThrow().start());
    SquadSummary summary = SquadReader.read(file, paragraph -> {});
    assertEquals(summary("articles with paragraphs", "1.1", false, 1, 1, 0, 1), summary);
    assertFalse(summary.isVersion2());
  }

  @Test
  void readsVersion2AndFieldsInAnyOrder() throws IOException {
    Path file =
        file(
            """
            {"data": [{"paragraphs": [{"qas": [
              {"question": "a?", "plausible_answers": [{"text": "x", "answer_start": 0}],
               "answers": [], "is_impossible": true, "id": "n"},
              {"is_impossible": false, "answers": [{"text": "b", "answer_start": 2}],
               "id": 17, "question": "b?"}],
             "extra": {"deep": [1, {"x": null}]}, "context": "a b"}]}], "version": "v2.0"}
            """);
    List<Question> questions = SquadReader.readAll(file).get(0).questions();
    assertFalse(questions.get(0).isAnswerable());
    assertTrue(questions.get(0).impossible());
    assertEquals("17", questions.get(1).id());
    assertTrue(questions.get(1).isAnswerable());
    SquadSummary summary = SquadReader.read(file, paragraph -> {});
    assertEquals(summary("articles with paragraphs", "v2.0", true, 1, 2, 1, 1), summary);
    assertTrue(summary.isVersion2());
  }

  @Test
  void readsCmrc2018() throws IOException {
    Path file =
        file(
            """
            [{"context_id": "D0", "context_text": "票价是4.9元，不是4.9角", "title": "t", "qas": [
              {"query_text": "多少？", "query_id": "D0_Q0", "answers": ["4.9", 4.9, "五元"]}]}]
            """);
    Question question = onlyQuestion(file);
    assertEquals("D0_Q0", question.id());
    assertEquals(
        List.of(
            new GoldAnswer("4.9", 3),
            new GoldAnswer("4.9", 3),
            new GoldAnswer("五元", GoldAnswer.NOWHERE)),
        question.answers());
    SquadSummary summary = SquadReader.read(file, paragraph -> {});
    assertEquals("paragraphs in an array", summary.form());
    assertEquals(new QuestionCounts(1, 0, 0, 0, 0), summary.questions());
    assertEquals(new AnswerCounts(3, 2, 1), summary.answers());
  }

  @Test
  void startsCountCodePoints() throws IOException {
    String context = "😀 a 𠮷野 b😀";
    Path file =
        file(
            context,
            """
            {"text": "a", "answer_start": 2}, {"text": "𠮷野", "answer_start": 4},
            {"text": "b😀", "answer_start": 7}, {"text": "a", "answer_start": 3},
            {"text": "😀", "answer_start": 8}, {"text": "😀", "answer_start": 9}
            """);
    List<GoldAnswer> answers = onlyQuestion(file).answers();
    for (GoldAnswer answer : answers.subList(0, 3)) {
      assertEquals(answer.text(), context.substring(answer.start(), answer.end()));
    }
    assertEquals(3, answers.get(0).start());
    assertFalse(answers.get(3).stands());
    assertEquals(context.length() - 2, answers.get(4).start());
    assertFalse(answers.get(5).stands());
  }

  @Test
  void misplacedAnswersAreCountedAndPassedOver() throws IOException {
    Path file =
        file(
            "one two one",
            """
            {"text": "two", "answer_start": 3}, {"text": "one", "answer_start": -1},
            {"text": "one", "answer_start": 11}, {"text": "one", "answer_start": 12345678901},
            {"text": "", "answer_start": 0}, {"text": "three"}, {"text": "one", "answer_start": 8}
            """);
    assertEquals(6, SquadReader.read(file, paragraph -> {}).answers().misplaced());
    Question question = onlyQuestion(file);
    assertEquals(7, question.answers().size());
    assertEquals(new GoldAnswer("one", 8), question.trainingAnswer().orElseThrow());
  }

  @Test
  void questionsWithoutAnswersCanBeRead() throws IOException {
    Path file =
        file(
            "{\"data\": [{\"paragraphs\": [{\"context\": \"c\", \"qas\": [{\"id\": \"1\", \"question\": \"\"}]}]}]}");
    assertEquals(Question.of("1", ""), onlyQuestion(file));
  }

  @Test
  void brokenJsonNamesLineAndPath() throws IOException {
    assertRefused(
        file("{\"data\": [\n{\"paragraphs\": [{\"context\": \"a\"\n \"qas\": []}]}]}"),
        "squad.json:3: ",
        "broken JSON",
        "data[0].paragraphs[0]",
        "column 2");
    assertRefused(file("{\"data\": [{\"paragraphs\": ["), "broken JSON", "data[0].paragraphs");
    assertRefused(file("{\"data\": [], \"x\": \"unfinished"), "broken JSON", "x");
    assertRefused(file(""), "empty", "data");
    assertRefused(file("{\"data\": []} {}"), "follows");
    assertRefused(file("text"), ":1: not JSON", "to_json");
    Path latin1 = directory.resolve("squad.json");
    Files.write(
        latin1, "{\"data\": [],\n \"x\": \"caf\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1));
    assertRefused(latin1, ":2: ", "UTF-8");
    assertRefused(file("\0\0\0{\177\0\0\0"), "squad.json:1: not UTF-32BE");
    assertRefused(directory.resolve("absent.json"), "no such file");
    assertRefused(directory, "no such file");
  }

  @Test
  void wrongValuesNameLineAndPath() throws IOException {
    assertRefused(
        file(
            "c",
            "{\"text\": \"c\", \"answer_start\": 0}, {\"text\": \"c\", \"answer_start\": \"x\"}"),
        ":7: data[0].paragraphs[0].qas[0].answers[1].answer_start is the text \"x\"",
        "whole number");
    assertRefused(file("c", "{\"answer_start\": 0.5}"), "answer_start is 0.5", "whole number");
    assertRefused(file("c", "{\"answer_start\": 0}"), "answers[0].text is missing");
    assertRefused(file("c", "null"), "answers[0] is null");
    assertRefused(file("c", "{\"text\": [[1]]}"), "answers[0].text[0] is an array");
    assertRefused(file("  ", ""), ":5: data[0].paragraphs[0].context is empty");
    assertRefused(file("{}"), "\"data\" is missing");
    assertRefused(file("{\"data\": {}}"), "data is an object, expected an array of articles");
    assertRefused(file("{\"data\": [[]]}"), "data[0] is an array");
    assertRefused(file("{\"data\": [{}]}"), "data[0].paragraphs is missing");
    assertRefused(
        file("{\"data\": [{\"paragraphs\": [{\"qas\": []}]}]}"),
        "data[0].paragraphs[0].context is missing");
    assertRefused(
        file("{\"data\": [{\"paragraphs\": [{\"context\": \"c\"}]}]}"),
        "data[0].paragraphs[0].qas is missing");
    assertRefused(
        file("[{\"context_text\": \"c\", \"qas\": [{\"query_text\": \"q\"}]}]"),
        "[0].qas[0].id is missing");
    assertRefused(
        file("[{\"context_text\": \"c\", \"qas\": [{\"query_id\": \"q\"}]}]"),
        "[0].qas[0].question is missing");
    assertRefused(file("[{\"context_text\": 5}]"), "[0].context_text is 5");
    assertRefused(
        file("[{\"qas\": [{\"is_impossible\": 2}]}]"), "is_impossible is 2", "true or false");
    assertRefused(file("5"), "the file is 5");
  }

  @Test
  void paragraphsArriveOneAtATime() throws IOException {
    Path file =
        file("[{\"context_text\": \"a\", \"qas\": []}, {\"context_text\": \"\", \"qas\": []}]");
    List<Paragraph> read = new ArrayList<>();
    assertThrows(IllegalArgumentException.class, () -> SquadReader.read(file, read::add));
    assertEquals(List.of(new Paragraph("a", List.of())), read);
  }

  @Test
  void sharedFilesAreReadWhole() throws IOException {
    Path qa = SharedData.require("data/qa");
    SquadSummary dev = SquadReader.read(qa.resolve("squad-v1.1/dev-v1.1.json"), p -> {});
    assertEquals(
        summary("articles with paragraphs", "1.1", false, dev.paragraphs(), 10570, 0, 34726), dev);
    SquadSummary second =
        SquadReader.read(qa.resolve("squad-v2.0/dev-v2.0-first-half.json"), p -> {});
    assertEquals(5920, second.questions().total());
    assertEquals(0, second.questions().unknown());
    assertEquals(0, second.answers().misplaced());
    assertTrue(second.isVersion2() && second.questions().unanswered() > 2000);
    SquadSummary chinese = SquadReader.read(qa.resolve("cmrc2018-zh/cmrc2018_dev.json"), p -> {});
    AnswerCounts answers = chinese.answers();
    assertEquals(9657, answers.total());
    assertEquals(3219, chinese.questions().total());
    assertEquals(9657, answers.located() + answers.misplaced());
    assertTrue(answers.misplaced() > 100 && answers.misplaced() <= 200);
  }
}
