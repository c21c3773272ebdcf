package org.bert4j.finetune.qa;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.bert4j.common.io.OffsetUnit;
import org.bert4j.finetune.qa.data.Paragraph;
import org.bert4j.finetune.qa.data.Question;
import org.bert4j.finetune.qa.data.SquadReader;
import org.bert4j.finetune.qa.data.SquadSummary;
import org.bert4j.finetune.qa.features.ParagraphFeatures;
import org.bert4j.finetune.qa.features.WindowConfig;
import org.bert4j.tokenizer.BertTokenizer;

/** Finds out before a training whether a file can be answered and scored after each epoch. */
final class DatasetCheck {
  private final Path file;
  private final BertTokenizer tokenizer;
  private final WindowConfig windows;
  private final Set<String> ids = new HashSet<>();

  DatasetCheck(Path file, BertTokenizer tokenizer, WindowConfig windows) {
    this.file = file;
    this.tokenizer = tokenizer;
    this.windows = windows;
  }

  /**
   * Reads the file.
   *
   * @return what it holds
   * @throws IllegalArgumentException if it is broken, it has no question or no answer to score by,
   *     an id occurs twice or a question leaves no room for its context; the message names the file
   * @throws IOException if reading fails
   */
  SquadSummary run() throws IOException {
    SquadSummary summary = SquadReader.read(file, OffsetUnit.CODE_POINTS, this::check);
    if (summary.questions().total() == 0) {
      throw new IllegalArgumentException(file + ": no questions, expected at least one");
    }
    if (!summary.isLabelled()) {
      throw new IllegalArgumentException(
          file
              + ": no question has an answer, expected answers to score by; to answer such questions:"
              + " qa evaluate --model DIR --input FILE --output DIR");
    }
    return summary;
  }

  private void check(Paragraph paragraph) {
    for (Question question : paragraph.questions()) {
      if (!ids.add(question.id())) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s: question id %s occurs twice, expected an id of its own for each question",
                file,
                question.id()));
      }
    }
    try {
      ParagraphFeatures.of(List.of(paragraph), tokenizer, windows);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }
}
