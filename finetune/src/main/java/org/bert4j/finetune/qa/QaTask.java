package org.bert4j.finetune.qa;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.bert4j.common.batch.QuestionAnsweringBatch;
import org.bert4j.common.model.BertConfig;
import org.bert4j.common.model.BertForQuestionAnswering;
import org.bert4j.finetune.Evaluation;
import org.bert4j.finetune.FineTuningConfig;
import org.bert4j.finetune.FineTuningTask;
import org.bert4j.finetune.UnknownTokens;
import org.bert4j.finetune.WindowScorer;
import org.bert4j.finetune.qa.data.SquadSummary;
import org.bert4j.finetune.qa.features.ContextTokens;
import org.bert4j.finetune.qa.features.QuestionFeatures;
import org.bert4j.finetune.qa.features.TrainingWindow;
import org.bert4j.finetune.qa.features.TrainingWindows;
import org.bert4j.finetune.qa.features.WindowConfig;
import org.bert4j.finetune.qa.metrics.SquadMetrics;
import org.bert4j.tokenizer.BertTokenizer;

/** Extractive question answering, as a fine-tuning run sees it. */
final class QaTask implements FineTuningTask<QuestionAnsweringBatch> {
  private static final String ARCHITECTURE = "BertForQuestionAnswering";

  private final QaConfig data;
  private final BertTokenizer tokenizer;
  private final List<TrainingWindow> windows;
  private final boolean newHead;
  private AnswerSettings settings;

  private QaTask(
      FineTuningConfig<QaConfig> config,
      BertTokenizer tokenizer,
      List<TrainingWindow> windows,
      AnswerSettings settings) {
    this.data = config.data();
    this.newHead = config.model().newHead();
    this.tokenizer = tokenizer;
    this.windows = windows;
    this.settings = settings;
  }

  /** Reads and checks all data, see {@link FineTuningTask.Reader}. */
  static QaTask read(
      FineTuningConfig<QaConfig> config, BertTokenizer tokenizer, Consumer<String> report)
      throws IOException {
    QaConfig data = config.data();
    WindowConfig windows =
        new WindowConfig(config.training().maxSeqLength(), data.docStride(), data.maxQueryLength());
    boolean negative = data.decoding().version2WithNegative();
    TrainingWindows.Outcome train =
        TrainingWindows.read(data.train(), data.offsets(), tokenizer, windows, negative);
    TrainingReport.of(train).forEach(report);
    report.accept("train: " + unknownTokens(train.windows(), tokenizer.unknownId()));
    check("validation", data.validation(), tokenizer, windows).forEach(report);
    if (data.test() != null) {
      check("test", data.test(), tokenizer, windows).forEach(report);
    }
    AnswerSettings settings = new AnswerSettings(windows, data.decoding());
    return new QaTask(config, tokenizer, train.windows(), settings);
  }

  private static List<String> check(
      String name, Path file, BertTokenizer tokenizer, WindowConfig windows) throws IOException {
    SquadSummary summary = new DatasetCheck(file, tokenizer, windows).run();
    List<String> lines = new ArrayList<>(summary.report(file.toString()));
    lines.add(
        String.format(
            Locale.ROOT,
            "%s: %,d questions, %,d of them without an answer",
            name,
            summary.questions().total(),
            summary.questions().unanswered()));
    return lines;
  }

  /** How much of the questions and contexts the vocabulary does not know, each of them once. */
  private static UnknownTokens unknownTokens(List<TrainingWindow> windows, int unknownId) {
    UnknownTokens unknown = new UnknownTokens(unknownId);
    Map<QuestionFeatures, Boolean> questions = new IdentityHashMap<>();
    Map<ContextTokens, Boolean> contexts = new IdentityHashMap<>();
    for (TrainingWindow window : windows) {
      QuestionFeatures question = window.question();
      if (questions.put(question, true) == null) {
        unknown.add(question.query());
      }
      if (contexts.put(question.context(), true) == null) {
        unknown.add(question.context().ids());
      }
    }
    return unknown;
  }

  @Override
  public List<Path> files() {
    List<Path> files = new ArrayList<>(data.train());
    files.add(data.validation());
    if (data.test() != null) {
      files.add(data.test());
    }
    return files;
  }

  @Override
  public int windows() {
    return windows.size();
  }

  @Override
  public int length(int window) {
    return windows.get(window).length();
  }

  @Override
  public QuestionAnsweringBatch emptyBatch() {
    return new QuestionAnsweringBatch();
  }

  @Override
  public void addTo(QuestionAnsweringBatch batch, int window) {
    TrainingWindow chosen = windows.get(window);
    QuestionFeatures question = chosen.question();
    int[] ids = question.inputIds(chosen.window(), tokenizer);
    batch.sequences().add(ids, question.tokenTypeIds(chosen.window()), 0, ids.length);
    batch.addAnswer(chosen.start(), chosen.end());
  }

  @Override
  public BertForQuestionAnswering model(BertConfig config) {
    return new BertForQuestionAnswering(config);
  }

  @Override
  public boolean hasNewHead() {
    return newHead;
  }

  @Override
  public ObjectNode configJson(BertConfig config) {
    ObjectNode json = config.toJson(ARCHITECTURE);
    settings.putInto(json);
    return json;
  }

  /** Also tunes the threshold, for this model's checkpoint and its test. */
  @Override
  public Evaluation validate(WindowScorer model) throws IOException {
    DatasetEvaluation.Outcome outcome = answer(data.validation(), model);
    if (!settings.decoding().version2WithNegative()
        || outcome.summary().questions().unanswered() == 0) {
      return evaluation(outcome, outcome.evaluation(settings.decoding()).scores());
    }
    double threshold = outcome.best().tunedThreshold(outcome.nullOdds());
    settings = settings.withThreshold(threshold);
    SquadMetrics tuned = outcome.best().thresholded(outcome.nullOdds(), threshold);
    return evaluation(outcome, tuned.version2(outcome.nullOdds(), threshold));
  }

  @Override
  public Optional<Evaluation> test(WindowScorer model) throws IOException {
    if (data.test() == null) {
      return Optional.empty();
    }
    DatasetEvaluation.Outcome outcome = answer(data.test(), model);
    return Optional.of(evaluation(outcome, outcome.evaluation(settings.decoding()).scores()));
  }

  private DatasetEvaluation.Outcome answer(Path file, WindowScorer model) throws IOException {
    AnswerPredictor predictor =
        new AnswerPredictor(tokenizer, model, settings.windows(), settings.decoding());
    return new DatasetEvaluation(file, predictor, answered -> {}).run(null);
  }

  private Evaluation evaluation(DatasetEvaluation.Outcome outcome, Map<String, Number> scores) {
    ObjectNode results = JsonNodeFactory.instance.objectNode();
    scores.forEach(
        (key, value) -> {
          if (value instanceof Integer count) {
            results.put(key, count);
          } else {
            results.put(key, value.doubleValue());
          }
        });
    Number exact = scores.getOrDefault("exact_match", scores.get("exact"));
    double f1 = scores.get("f1").doubleValue();
    String summary =
        String.format(Locale.ROOT, "exact match %.2f  F1 %.2f", exact.doubleValue(), f1);
    return new Evaluation(f1, summary, results, outcome.examples().choose(settings.decoding()));
  }
}
