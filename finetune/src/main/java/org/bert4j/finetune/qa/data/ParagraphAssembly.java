package org.bert4j.finetune.qa.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bert4j.finetune.qa.data.ParagraphReader.RawParagraph;

/** Finds answers in their contexts, leaves out what is blank, and counts. */
final class ParagraphAssembly {
  private final AnswerOffsets offsets;
  private boolean marked;
  private long paragraphs;
  private long questions;
  private long unanswered;
  private long unknown;
  private long blank;
  private long numbered;
  private long answers;
  private long located;
  private long misplaced;
  private long blankContexts;
  private long inBlankContexts;
  private String firstBlank;

  ParagraphAssembly(AnswerOffsets offsets) {
    this.offsets = offsets;
  }

  /** The paragraph, or nothing if its context is blank. */
  Optional<Paragraph> assemble(RawParagraph raw) throws IOException {
    if (firstBlank == null) {
      firstBlank = raw.blank() != null ? raw.blank() : raw.withoutQuestions();
    }
    if (raw.blank() != null) {
      blankContexts++;
      inBlankContexts += raw.questions().size();
      return Optional.empty();
    }
    AnswerPlaces places = new AnswerPlaces(raw.context());
    List<Question> placed = new ArrayList<>();
    for (RawQuestion question : raw.questions()) {
      placed.add(place(question, places, questions + inBlankContexts + placed.size()));
    }
    paragraphs++;
    questions += placed.size();
    return Optional.of(new Paragraph(raw.context(), placed));
  }

  private Question place(RawQuestion raw, AnswerPlaces places, long number) throws IOException {
    String id = raw.id() == null ? String.valueOf(number) : raw.id();
    numbered += raw.id() == null ? 1 : 0;
    List<GoldAnswer> placed = new ArrayList<>();
    for (RawAnswer answer : raw.answers()) {
      int start =
          answer.hasStart() ? offsets.place(answer, places, id) : places.first(answer.text());
      GoldAnswer gold = new GoldAnswer(answer.text(), start);
      placed.add(gold);
      misplaced += gold.stands() || raw.impossible() ? 0 : 1;
      located += gold.stands() && !answer.hasStart() ? 1 : 0;
    }
    marked |= raw.marked();
    blank += raw.text().isBlank() ? 1 : 0;
    answers += placed.size();
    Question question = new Question(id, raw.text(), placed, raw.impossible());
    unknown += question.isLabelled() ? 0 : 1;
    unanswered += question.isLabelled() && !question.isAnswerable() ? 1 : 0;
    return question;
  }

  /**
   * What the file held.
   *
   * @throws IllegalArgumentException if nothing is left of it
   */
  SquadSummary summary(String form, String version) {
    if (questions == 0 && firstBlank != null) {
      throw new IllegalArgumentException(firstBlank);
    }
    return new SquadSummary(
        form,
        version,
        marked,
        offsets.told(),
        paragraphs,
        new QuestionCounts(questions, unanswered, unknown, blank, numbered),
        new AnswerCounts(answers, located, misplaced),
        new LeftOutContexts(blankContexts, inBlankContexts, firstBlank));
  }
}
