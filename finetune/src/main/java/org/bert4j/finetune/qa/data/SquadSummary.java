package org.bert4j.finetune.qa.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bert4j.common.io.OffsetUnit;

/**
 * What a file held.
 *
 * @param form how its questions are laid out, in words
 * @param version the file's own {@code version}, empty if it has none
 * @param marked whether a question has the field {@code is_impossible}
 * @param offsets what {@code answer_start} counts, as the answers told; {@link OffsetUnit#AUTO} if
 *     it makes no difference or was said
 * @param paragraphs contexts read
 * @param questions questions read
 * @param answers answers read
 * @param leftOut what was left out
 */
public record SquadSummary(
    String form,
    String version,
    boolean marked,
    OffsetUnit offsets,
    long paragraphs,
    QuestionCounts questions,
    AnswerCounts answers,
    LeftOutContexts leftOut) {

  /**
   * Whether the file is to be scored as SQuAD 2.0: it says so, it marks questions as impossible, or
   * it has questions without an answer.
   *
   * @return true for SQuAD 2.0, false for SQuAD 1.1
   */
  public boolean isVersion2() {
    return marked
        || questions.unanswered() > 0
        || version.startsWith("v2")
        || version.startsWith("2");
  }

  /**
   * Whether the file tells right answers from wrong ones: not if it has no answer at all and does
   * not mark any question, as files without labels do.
   *
   * @return true if predictions can be scored
   */
  public boolean isLabelled() {
    return questions.unknown() < questions.total() && (answers.total() > 0 || marked);
  }

  /**
   * The sum over two files.
   *
   * @param other what the other file held
   * @return both together, with this file's form and version
   */
  public SquadSummary plus(SquadSummary other) {
    return new SquadSummary(
        form,
        version,
        marked || other.marked,
        offsets,
        paragraphs + other.paragraphs,
        questions.plus(other.questions),
        answers.plus(other.answers),
        leftOut.plus(other.leftOut));
  }

  /**
   * What was read and what was not, for people.
   *
   * @param file name of the file
   * @return a line for the form and the numbers, and one for everything that is out of the ordinary
   */
  public List<String> report(String file) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%s: %s%s; %,d questions about %,d contexts, %,d answers",
            file,
            form,
            version.isEmpty() ? "" : ", version " + version,
            questions.total(),
            paragraphs,
            answers.total()));
    if (leftOut.contexts() > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%s: left out: %,d contexts without text and their %,d questions; the first: %s",
              file,
              leftOut.contexts(),
              leftOut.questions(),
              leftOut.first()));
    }
    if (questions.blank() > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%s: %,d questions have no text; they are read like the others",
              file,
              questions.blank()));
    }
    if (questions.numbered() > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%s: %,d questions have no id; their number is taken for it, 0 for the first",
              file,
              questions.numbered()));
    }
    if (questions.unknown() > 0 && isLabelled()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%s: of %,d questions no answer is known (no answers, and no is_impossible that is true): they are neither trained on nor scored",
              file,
              questions.unknown()));
    }
    if (offsets != OffsetUnit.AUTO) {
      lines.add(file + ": answer_start counts " + offsets + ", as the answers' texts tell");
    }
    return lines;
  }
}
