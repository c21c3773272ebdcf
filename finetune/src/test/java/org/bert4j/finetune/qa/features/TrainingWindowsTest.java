package org.bert4j.finetune.qa.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bert4j.common.io.OffsetUnit;
import org.bert4j.finetune.qa.SmallTokenizer;
import org.bert4j.tokenizer.BertTokenizer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingWindowsTest {
  private static final BertTokenizer TOKENIZER = SmallTokenizer.uncased();
  private static final OffsetUnit AUTO = OffsetUnit.AUTO;
  private static final WindowConfig CONFIG = new WindowConfig(10, 3, 2);

  @TempDir Path directory;

  @AfterAll
  static void close() {
    TOKENIZER.close();
  }

  private Path file() throws IOException {
    return Files.writeString(
        directory.resolve("train.json"),
        """
        {"data": [{"paragraphs": [{"context": "the cat sat \u0001on the mat 😀 a b", "qas": [
          {"id": "1", "question": "where cat?", "answers": [
             {"text": "cat", "answer_start": 0}, {"text": "the mat 😀", "answer_start": 16}]},
          {"id": "2", "question": "who?", "answers": [{"text": "cat", "answer_start": 9}]},
          {"id": "3", "question": "who?", "answers": []},
          {"id": "4", "question": "who?", "is_impossible": true,
           "answers": [{"text": "the", "answer_start": 0}]},
          {"id": "5", "question": "who?", "answers": [{"text": "\\u0001", "answer_start": 12}]}
        ]}]}]}
        """
            .replace("\u0001", "\\u0001"));
  }

  @Test
  void onlyAnswersThatStandAreTrainedOn() throws IOException {
    TrainingWindows.Outcome outcome =
        TrainingWindows.read(List.of(file()), AUTO, TOKENIZER, CONFIG, false);
    assertEquals(2, outcome.unanswered());
    assertEquals(1, outcome.misplaced());
    assertEquals(1, outcome.vanished());
    assertEquals(5, outcome.summary().questions().total());
    // Nine pieces, room for five: windows begin at 0, 3 and 6; pieces 4 to 6 are the answer.
    assertEquals(3, outcome.windows().size());
    assertEquals(List.of(0, 5, 0), outcome.windows().stream().map(TrainingWindow::start).toList());
    assertEquals(List.of(0, 7, 0), outcome.windows().stream().map(TrainingWindow::end).toList());
    assertEquals(
        List.of(10, 10, 8), outcome.windows().stream().map(TrainingWindow::length).toList());
  }

  @Test
  void negativesPointToCls() throws IOException {
    TrainingWindows.Outcome outcome =
        TrainingWindows.read(List.of(file(), file()), AUTO, TOKENIZER, CONFIG, true);
    assertEquals(0, outcome.unanswered());
    assertEquals(10, outcome.summary().questions().total());
    List<TrainingWindow> negative =
        outcome.windows().stream().filter(window -> window.question().query().length == 2).toList();
    assertTrue(negative.size() > 6);
    assertEquals(2, outcome.windows().stream().filter(TrainingWindow::hasAnswer).count());
  }

  @Test
  void whatCannotBeTrainedOnIsRefused() throws IOException {
    Path file = file();
    IllegalArgumentException tooLong =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                TrainingWindows.read(
                    List.of(file), AUTO, TOKENIZER, new WindowConfig(5, 1, 10), false));
    assertTrue(tooLong.getMessage().startsWith(file + ": question 1: "), tooLong.getMessage());
    Path nothing =
        Files.writeString(
            directory.resolve("none.json"),
            "[{\"context_text\": \"a\", \"qas\": [{\"query_id\": \"1\", \"query_text\": \"a\"}]}]");
    IllegalArgumentException none =
        assertThrows(
            IllegalArgumentException.class,
            () -> TrainingWindows.read(List.of(nothing), AUTO, TOKENIZER, CONFIG, false));
    assertTrue(none.getMessage().contains("nothing to train on"), none.getMessage());
  }
}
