package org.bert4j.finetune.qa;

import java.util.ArrayList;
import java.util.List;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.inference.Sequences;
import org.bert4j.finetune.UnknownTokens;
import org.bert4j.finetune.WindowScorer;
import org.bert4j.finetune.qa.data.Paragraph;
import org.bert4j.finetune.qa.decode.AnswerExtraction;
import org.bert4j.finetune.qa.decode.DecodingConfig;
import org.bert4j.finetune.qa.decode.QuestionPrediction;
import org.bert4j.finetune.qa.features.ParagraphFeatures;
import org.bert4j.finetune.qa.features.QuestionFeatures;
import org.bert4j.finetune.qa.features.Window;
import org.bert4j.finetune.qa.features.WindowConfig;
import org.bert4j.tokenizer.BertTokenizer;

/**
 * Answers questions: windows in, scores from a model, best spans out. As thread-safe as its scorer.
 */
final class AnswerPredictor {
  private final BertTokenizer tokenizer;
  private final WindowScorer scorer;
  private final WindowConfig windowConfig;
  private final AnswerExtraction extraction;
  private final UnknownTokens unknown;

  AnswerPredictor(
      BertTokenizer tokenizer,
      WindowScorer scorer,
      WindowConfig windowConfig,
      DecodingConfig decodingConfig) {
    this.tokenizer = tokenizer;
    this.scorer = scorer;
    this.windowConfig = windowConfig;
    this.extraction = new AnswerExtraction(decodingConfig);
    this.unknown = new UnknownTokens(tokenizer.unknownId());
  }

  /** How much of all questions and contexts so far the vocabulary does not know. */
  UnknownTokens unknownTokens() {
    return unknown;
  }

  /** A window to score. */
  private record Task(ScoredQuestion question, int index) {
    QuestionFeatures features() {
      return question.features();
    }

    Window window() {
      return features().windows().get(index);
    }
  }

  /** Windows to score. */
  private record Tasks(List<Task> list, BertTokenizer tokenizer) implements Sequences {
    @Override
    public int count() {
      return list.size();
    }

    @Override
    public int length(int window) {
      Task task = list.get(window);
      return task.features().length(task.window());
    }

    @Override
    public void addTo(TokenBatch batch, int window) {
      Task task = list.get(window);
      int[] ids = task.features().inputIds(task.window(), tokenizer);
      batch.add(ids, task.features().tokenTypeIds(task.window()), 0, ids.length);
    }
  }

  /**
   * Answers the questions of some paragraphs, scoring their windows together.
   *
   * @return an answer for each question, in the order of the paragraphs and their questions
   * @throws IllegalArgumentException if nothing of a context fits beside a question
   */
  List<QuestionPrediction> predict(List<Paragraph> paragraphs) {
    List<ScoredQuestion> questions = new ArrayList<>();
    for (ParagraphFeatures features : ParagraphFeatures.of(paragraphs, tokenizer, windowConfig)) {
      features.questions().stream().limit(1).forEach(any -> unknown.add(any.context().ids()));
      for (QuestionFeatures question : features.questions()) {
        unknown.add(question.query());
        questions.add(new ScoredQuestion(features.paragraph().context(), question));
      }
    }
    score(questions);
    return questions.parallelStream()
        .map(question -> extraction.extract(question.context(), question.windows()))
        .toList();
  }

  /** Logits of the windows of a question, {@code [S, 2]} each: start and end of the answer. */
  List<float[]> logits(Paragraph paragraph) {
    QuestionFeatures features =
        ParagraphFeatures.of(List.of(paragraph), tokenizer, windowConfig).get(0).questions().get(0);
    ScoredQuestion question = new ScoredQuestion(paragraph.context(), features);
    List<Task> tasks = tasks(List.of(question));
    float[][] logits = new float[tasks.size()][];
    scorer.compute(new Tasks(tasks, tokenizer), (window, values) -> logits[window] = values);
    return List.of(logits);
  }

  private void score(List<ScoredQuestion> questions) {
    List<Task> tasks = tasks(questions);
    scorer.compute(
        new Tasks(tasks, tokenizer),
        (window, logits) -> tasks.get(window).question().take(tasks.get(window).index(), logits));
  }

  private static List<Task> tasks(List<ScoredQuestion> questions) {
    List<Task> tasks = new ArrayList<>();
    for (ScoredQuestion question : questions) {
      for (int i = 0; i < question.features().windows().size(); i++) {
        tasks.add(new Task(question, i));
      }
    }
    return tasks;
  }
}
