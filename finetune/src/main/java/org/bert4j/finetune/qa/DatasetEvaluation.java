package org.bert4j.finetune.qa;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.bert4j.common.io.OffsetUnit;
import org.bert4j.finetune.qa.data.Paragraph;
import org.bert4j.finetune.qa.data.Question;
import org.bert4j.finetune.qa.data.SquadReader;
import org.bert4j.finetune.qa.data.SquadSummary;
import org.bert4j.finetune.qa.decode.DecodingConfig;
import org.bert4j.finetune.qa.decode.PredictionFiles;
import org.bert4j.finetune.qa.decode.QuestionPrediction;
import org.bert4j.finetune.qa.metrics.SquadMetrics;

/** Answers and scores all questions of a file, in memory that does not grow with its texts. */
final class DatasetEvaluation {
  /** Questions answered together: enough to have full batches of windows of equal length. */
  private static final int CHUNK_QUESTIONS = 512;

  private final Path file;
  private final AnswerPredictor predictor;
  private final LongConsumer progress;
  private final List<Paragraph> chunk = new ArrayList<>();
  private final SquadMetrics chosen = new SquadMetrics();
  private final SquadMetrics best = new SquadMetrics();
  private final Map<String, Double> nullOdds = new LinkedHashMap<>();
  private final AnswerExamples examples = new AnswerExamples();
  private PredictionFiles files;
  private int chunkQuestions;
  private long answered;

  /**
   * Prepares an evaluation.
   *
   * @param file questions and answers in SQuAD's form
   * @param predictor answers them
   * @param progress receives the number of questions answered so far
   */
  DatasetEvaluation(Path file, AnswerPredictor predictor, LongConsumer progress) {
    this.file = file;
    this.predictor = predictor;
    this.progress = progress;
  }

  /**
   * What came of it.
   *
   * @param summary what the file held
   * @param chosen scores of the predictions
   * @param best scores of the best answer to each question, also where no answer was chosen
   * @param nullOdds score of no answer minus that of the best answer, by question id; empty where
   *     questions always have an answer
   * @param examples some of the answers
   */
  record Outcome(
      SquadSummary summary,
      SquadMetrics chosen,
      SquadMetrics best,
      Map<String, Double> nullOdds,
      AnswerExamples examples) {

    /** The official script's result for the predictions; no scores without answers. */
    SquadEvaluation evaluation(DecodingConfig config) {
      if (!summary.isLabelled()) {
        return new SquadEvaluation(Map.of(), summary, List.of());
      }
      Map<String, Double> odds = config.version2WithNegative() ? nullOdds : null;
      Map<String, Number> scores =
          summary.isVersion2()
              ? chosen.version2(odds, config.nullScoreDiffThreshold())
              : chosen.version1();
      return new SquadEvaluation(scores, summary, chosen.missing());
    }
  }

  /**
   * Answers all questions of the file, once.
   *
   * @param output where to write the answers, or null; finished by the caller
   * @throws IllegalArgumentException if the file is broken, a question id occurs twice or a
   *     question leaves no room for its context; the message names the file
   */
  Outcome run(PredictionFiles output) throws IOException {
    files = output;
    // Answers are compared as texts: it makes no difference what their offsets count.
    SquadSummary summary = SquadReader.read(file, OffsetUnit.CODE_POINTS, this::add);
    if (summary.questions().total() == 0) {
      throw new IllegalArgumentException(file + ": no questions, expected at least one");
    }
    flush();
    return new Outcome(summary, chosen, best, nullOdds, examples);
  }

  private void add(Paragraph paragraph) throws IOException {
    chunk.add(paragraph);
    chunkQuestions += paragraph.questions().size();
    if (chunkQuestions >= CHUNK_QUESTIONS) {
      flush();
    }
  }

  private void flush() throws IOException {
    try {
      answerChunk();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
    answered += chunkQuestions;
    progress.accept(answered);
    chunk.clear();
    chunkQuestions = 0;
  }

  private void answerChunk() throws IOException {
    List<Question> questions =
        chunk.stream().flatMap(paragraph -> paragraph.questions().stream()).toList();
    List<String> contexts =
        chunk.stream()
            .flatMap(paragraph -> paragraph.questions().stream().map(q -> paragraph.context()))
            .toList();
    List<QuestionPrediction> predictions = predictor.predict(chunk);
    for (int i = 0; i < predictions.size(); i++) {
      Question question = questions.get(i);
      QuestionPrediction prediction = predictions.get(i);
      chosen.add(question, prediction.text());
      best.add(question, prediction.best().text());
      examples.add(question, contexts.get(i), prediction);
      if (!Double.isNaN(prediction.nullOdds())) {
        nullOdds.put(question.id(), prediction.nullOdds());
      }
      if (files != null) {
        files.write(question.id(), prediction);
      }
    }
  }
}
