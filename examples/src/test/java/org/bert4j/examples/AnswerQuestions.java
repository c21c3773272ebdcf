package org.bert4j.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.bert4j.finetune.qa.Answer;
import org.bert4j.finetune.qa.ContextQuestion;
import org.bert4j.finetune.qa.QuestionAnswerer;

/** Answers questions in a program: the example of the README. */
public final class AnswerQuestions {
  private AnswerQuestions() {}

  public static void main(String[] args) throws IOException {
    String context = "The Analytical Engine was designed by Charles Babbage in 1837.";
    try (QuestionAnswerer answerer = QuestionAnswerer.load(Path.of(args[0]))) {
      Answer answer = answerer.answer("Who designed the engine?", context);
      if (answer.isPresent()) {
        System.out.printf("%s (%.2f)%n", answer.text(), answer.probability());
      }
      List<Answer> answers =
          answerer.answerAll(
              List.of(
                  new ContextQuestion("What was designed?", context),
                  new ContextQuestion("When was it designed?", context)));
      answers.forEach(each -> System.out.println(context.substring(each.start(), each.end())));
    }
  }
}
