package org.bert4j.finetune.qa.data;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts a paragraph together from its fields, in whatever order they come, and counts what it meets.
 */
final class ParagraphReader {
  private final JsonCursor json;
  private final QuestionReader questionReader;
  private final List<QuestionReader.RawQuestion> questions = new ArrayList<>();
  private String context;
  private boolean hasQuestions;
  private long paragraphCount;
  private long questionCount;
  private long unanswered;
  private long answerCount;
  private long located;
  private long misplaced;

  ParagraphReader(JsonCursor json) {
    this.json = json;
    this.questionReader = new QuestionReader(json);
  }

  void begin() {
    context = null;
    questions.clear();
    hasQuestions = false;
  }

  boolean isEmpty() {
    return context == null && !hasQuestions;
  }

  /** Reads the value that stands here. */
  void readField(String name) throws IOException {
    switch (name) {
      case "context", "context_text" -> {
        json.expect(JsonToken.VALUE_STRING, "the text that answers");
        context = json.text();
        if (context.isBlank()) {
          throw json.error(json.path() + " is empty, expected the text that answers");
        }
      }
      case "qas" -> {
        json.expect(JsonToken.START_ARRAY, "an array of questions");
        hasQuestions = true;
        while (json.next() != JsonToken.END_ARRAY) {
          json.expect(JsonToken.START_OBJECT, "an object with \"id\" and \"question\"");
          questions.add(questionReader.read());
        }
      }
      default -> json.skip();
    }
  }

  /** The paragraph, once all its fields are read. */
  Paragraph end(String path) {
    if (context == null) {
      throw json.error(path + ".context is missing, expected the text that answers");
    }
    if (!hasQuestions) {
      throw json.error(path + ".qas is missing, expected an array of questions");
    }
    AnswerPlaces places = new AnswerPlaces(context);
    List<Question> placed = new ArrayList<>();
    for (QuestionReader.RawQuestion question : questions) {
      placed.add(place(question, places));
    }
    paragraphCount++;
    questionCount += placed.size();
    return new Paragraph(context, placed);
  }

  private Question place(QuestionReader.RawQuestion question, AnswerPlaces places) {
    List<GoldAnswer> answers = new ArrayList<>();
    for (QuestionReader.RawAnswer answer : question.answers()) {
      GoldAnswer gold = new GoldAnswer(answer.text(), places.of(answer.text(), answer.start()));
      answers.add(gold);
      misplaced += gold.stands() ? 0 : 1;
      located += gold.stands() && answer.start() == QuestionReader.NO_START ? 1 : 0;
    }
    answerCount += answers.size();
    Question placed = new Question(question.id(), question.text(), answers, question.impossible());
    unanswered += placed.isAnswerable() ? 0 : 1;
    return placed;
  }

  SquadSummary summary(String version) {
    return new SquadSummary(
        version,
        paragraphCount,
        questionCount,
        unanswered,
        answerCount,
        located,
        misplaced,
        questionReader.marked());
  }
}
