package org.bert4j.finetune.qa;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.common.inference.SharedModel;
import org.bert4j.common.io.Machine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.model.BertForQuestionAnswering;
import org.bert4j.finetune.FineTunedModel;
import org.bert4j.finetune.UnknownTokens;
import org.bert4j.finetune.qa.data.Paragraph;
import org.bert4j.finetune.qa.data.Question;
import org.bert4j.finetune.qa.decode.PredictionFiles;
import org.bert4j.finetune.qa.decode.QuestionPrediction;

/**
 * Answers questions with pieces of a text. Thread-safe: threads that ask at the same time take
 * turns, so it is faster to ask much at once.
 *
 * <pre>{@code
 * try (QuestionAnswerer answerer = QuestionAnswerer.load(Path.of("runs/qa-1"))) {
 *   Answer answer = answerer.answer("Who wrote it?", "It was written by Ada in 1843.");
 *   System.out.println(answer.text());
 * }
 * }</pre>
 */
public final class QuestionAnswerer implements AutoCloseable {
  /** Questions whose windows and scores are in memory at the same time. */
  private static final int CHUNK_QUESTIONS = 512;

  private final FineTunedModel model;
  private final AnswerSettings settings;
  private final AnswerPredictor predictor;

  private QuestionAnswerer(FineTunedModel model, AnswerSettings settings) {
    this.model = model;
    this.settings = settings;
    predictor =
        new AnswerPredictor(
            model.tokenizer(),
            model,
            settings.windows().within(model.config().maxPositionEmbeddings()),
            settings.decoding());
  }

  /**
   * Reads a model, to compute in single precision on all cores, with the settings that it was
   * trained and tuned with.
   *
   * @param directory a run's directory, or a HuggingFace directory of a question-answering BERT
   * @return the model, to be closed by the caller
   * @throws IllegalArgumentException if there is no checkpoint, or one that cannot be used
   * @throws IOException if reading fails
   */
  public static QuestionAnswerer load(Path directory) throws IOException {
    AnswerSettings settings = AnswerSettings.read(CheckpointDirectory.open(directory).path());
    return load(directory, settings, DataType.FP32, Machine.processors());
  }

  /**
   * Reads a model.
   *
   * @param directory a run's directory, or a HuggingFace directory of a question-answering BERT
   * @param settings how to use it; sequences are at most as long as the model's positions
   * @param computeType type of the inputs of matrix products
   * @param threads threads that compute
   * @return the model, to be closed by the caller
   * @throws IllegalArgumentException if there is no checkpoint, or one that cannot be used
   * @throws IOException if reading fails
   */
  public static QuestionAnswerer load(
      Path directory, AnswerSettings settings, DataType computeType, int threads)
      throws IOException {
    FineTunedModel model =
        FineTunedModel.load(
            CheckpointDirectory.open(directory),
            new SharedModel.Compute(computeType, threads),
            BertForQuestionAnswering::new,
            "qa train");
    try {
      return new QuestionAnswerer(model, settings);
    } catch (RuntimeException | Error e) {
      model.close();
      throw e;
    }
  }

  /**
   * Answers a question.
   *
   * @param question the question; more than {@code max_query_length} word pieces are cut off
   * @param context the text that may answer it, of any length
   * @return the best answer, or none where the model was trained for that and finds none
   * @throws IllegalArgumentException if the context is blank, or the model too short for the
   *     question
   */
  public Answer answer(String question, String context) {
    return answerAll(List.of(new ContextQuestion(question, context))).get(0);
  }

  /**
   * Answers many questions together. Questions about the same context are best asked one after the
   * other: it is tokenized once then.
   *
   * @param questions the questions
   * @return an answer for each, in order
   * @throws IllegalArgumentException if a context is blank, or the model too short for a question
   */
  public List<Answer> answerAll(List<ContextQuestion> questions) {
    return model.whileOpen(() -> answers(questions));
  }

  private List<Answer> answers(List<ContextQuestion> questions) {
    List<Answer> answers = new ArrayList<>();
    for (int from = 0; from < questions.size(); from += CHUNK_QUESTIONS) {
      int to = Math.min(questions.size(), from + CHUNK_QUESTIONS);
      predictor
          .predict(paragraphs(questions.subList(from, to)))
          .forEach(prediction -> answers.add(Answer.of(prediction)));
    }
    return answers;
  }

  /**
   * Logits of the windows in which a question's context is read.
   *
   * @param question the question
   * @param context the text that may answer it
   * @return {@code [S, 2]} of each window, row by row: how likely an answer starts and ends at each
   *     token, [CLS], question and [SEP] included
   * @throws IllegalArgumentException if the context is blank, or the model too short for the
   *     question
   */
  public List<float[]> logits(String question, String context) {
    List<Paragraph> asked = paragraphs(List.of(new ContextQuestion(question, context)));
    return model.whileOpen(() -> predictor.logits(asked.get(0)));
  }

  /**
   * The best answers to a question.
   *
   * @param question the question
   * @param context the text that may answer it
   * @return at least one and at most {@code n_best_size} answers, the likeliest first; one of them
   *     may be no answer
   * @throws IllegalArgumentException if the context is blank, or the model too short for the
   *     question
   */
  public List<Answer> nBest(String question, String context) {
    List<Paragraph> asked = paragraphs(List.of(new ContextQuestion(question, context)));
    QuestionPrediction prediction = model.whileOpen(() -> predictor.predict(asked)).get(0);
    List<Answer> answers =
        prediction.nBest().stream()
            .filter(candidate -> candidate.isSpan() || candidate.text().isEmpty())
            .map(Answer::of)
            .toList();
    return answers.isEmpty() ? List.of(Answer.of(prediction)) : answers;
  }

  /**
   * Answers all questions of a file and scores the answers as the official script does; the file
   * may be of any size.
   *
   * @param input questions and answers in SQuAD's form
   * @param output directory that receives {@code predictions.json}, {@code nbest_predictions.json}
   *     and, where questions may have no answer, {@code null_odds.json}; null to write none
   * @param progress receives the number of questions answered so far, again and again
   * @return the scores; under SQuAD 2.0 with the best thresholds if the model may answer nothing
   * @throws IllegalArgumentException if the file is broken, a question id occurs twice or a
   *     question leaves no room for its context; the message names the file
   * @throws IOException if reading or writing fails
   */
  public SquadEvaluation evaluate(Path input, Path output, LongConsumer progress)
      throws IOException {
    return model.whileOpen(() -> evaluated(input, output, progress));
  }

  private SquadEvaluation evaluated(Path input, Path output, LongConsumer progress)
      throws IOException {
    DatasetEvaluation evaluation = new DatasetEvaluation(input, predictor, progress);
    if (output == null) {
      return evaluation.run(null).evaluation(settings.decoding());
    }
    boolean negative = settings.decoding().version2WithNegative();
    try (PredictionFiles files = new PredictionFiles(output, negative)) {
      SquadEvaluation result = evaluation.run(files).evaluation(settings.decoding());
      files.finish();
      return result;
    }
  }

  private static List<Paragraph> paragraphs(List<ContextQuestion> questions) {
    List<Paragraph> paragraphs = new ArrayList<>();
    for (int from = 0; from < questions.size(); ) {
      String context = questions.get(from).context();
      List<Question> about = new ArrayList<>();
      int next = from;
      while (next < questions.size() && questions.get(next).context().equals(context)) {
        about.add(Question.of(Integer.toString(next + 1), questions.get(next).question()));
        next++;
      }
      paragraphs.add(new Paragraph(context, about));
      from = next;
    }
    return paragraphs;
  }

  /**
   * How much of all questions and contexts so far the vocabulary does not know.
   *
   * @return the count, which goes on
   */
  public UnknownTokens unknownTokens() {
    return predictor.unknownTokens();
  }

  /** Frees the model's memory, after the calls in progress. It cannot answer afterwards. */
  @Override
  public void close() {
    model.close();
  }
}
