package org.bert4j.finetune.qa;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bert4j.finetune.qa.data.Paragraph;
import org.bert4j.finetune.qa.data.Question;
import org.bert4j.finetune.qa.data.SquadReader;
import org.bert4j.finetune.qa.data.SquadSummary;
import org.bert4j.finetune.qa.decode.PredictionFiles;
import org.bert4j.finetune.qa.decode.QuestionPrediction;
import org.bert4j.finetune.qa.metrics.SquadMetrics;

/** Answers and scores all questions of a file, in memory that does not grow with its texts. */
final class DatasetEvaluation {
  /** Questions answered together: enough to have full batches of windows of equal length. */
  private static final int CHUNK_QUESTIONS = 512;

  private final Path file;
  private final AnswerPredictor predictor;
  private final PredictionFiles files;
  private final List<Paragraph> chunk = new ArrayList<>();
  private final SquadMetrics chosen = new SquadMetrics();
  private final SquadMetrics best = new SquadMetrics();
  private final Map<String, Double> nullOdds = new LinkedHashMap<>();
  private int chunkQuestions;

  private DatasetEvaluation(Path file, AnswerPredictor predictor, PredictionFiles files) {
    this.file = file;
    this.predictor = predictor;
    this.files = files;
  }

  /**
   * What came of it.
   *
   * @param summary what the file held
   * @param chosen scores of the predictions
   * @param best scores of the best answer to each question, also where no answer was chosen
   * @param nullOdds score of no answer minus that of the best answer, by question id; empty where
   *     questions always have an answer
   */
  record Outcome(
      SquadSummary summary, SquadMetrics chosen, SquadMetrics best, Map<String, Double> nullOdds) {}

  /**
   * Answers all questions of a file.
   *
   * @param files where to write the answers, or null; finished by the caller
   * @throws IllegalArgumentException if the file is broken, a question id occurs twice or a
   *     question leaves no room for its context; the message names the file
   */
  static Outcome run(Path file, AnswerPredictor predictor, PredictionFiles files)
      throws IOException {
    DatasetEvaluation evaluation = new DatasetEvaluation(file, predictor, files);
    SquadSummary summary = SquadReader.read(file, evaluation::add);
    evaluation.flush();
    return new Outcome(summary, evaluation.chosen, evaluation.best, evaluation.nullOdds);
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
    chunk.clear();
    chunkQuestions = 0;
  }

  private void answerChunk() throws IOException {
    List<Question> questions =
        chunk.stream().flatMap(paragraph -> paragraph.questions().stream()).toList();
    List<QuestionPrediction> predictions = predictor.predict(chunk);
    for (int i = 0; i < predictions.size(); i++) {
      Question question = questions.get(i);
      QuestionPrediction prediction = predictions.get(i);
      chosen.add(question, prediction.text());
      best.add(question, prediction.best().text());
      if (!Double.isNaN(prediction.nullOdds())) {
        nullOdds.put(question.id(), prediction.nullOdds());
      }
      if (files != null) {
        files.write(question.id(), prediction);
      }
    }
  }
}
