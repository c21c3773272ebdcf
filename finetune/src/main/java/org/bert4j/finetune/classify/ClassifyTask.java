package org.bert4j.finetune.classify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.bert4j.common.batch.SequenceClassificationBatch;
import org.bert4j.common.model.BertConfig;
import org.bert4j.common.model.BertForSequenceClassification;
import org.bert4j.common.model.Labels;
import org.bert4j.common.model.ProblemType;
import org.bert4j.common.run.ExampleChoice;
import org.bert4j.finetune.Evaluation;
import org.bert4j.finetune.FineTuningConfig;
import org.bert4j.finetune.FineTuningTask;
import org.bert4j.finetune.LabelSource;
import org.bert4j.finetune.SimilarNames;
import org.bert4j.finetune.WindowScorer;
import org.bert4j.finetune.text.LabelledText;
import org.bert4j.finetune.text.TextDataset;
import org.bert4j.finetune.text.TextReader;
import org.bert4j.finetune.text.TextWindows;
import org.bert4j.tokenizer.BertTokenizer;

/** Classes or numbers of texts as a task of {@link org.bert4j.finetune.FineTuning}. */
final class ClassifyTask implements FineTuningTask<SequenceClassificationBatch> {
  private static final String ARCHITECTURE = "BertForSequenceClassification";

  private final ClassifyData files;
  private final ClassifyMetric metric;
  private final TextClasses classes;
  private final boolean newHead;
  private final float[] weights;
  private final List<LabelledText> train;
  private final TextWindows windows;
  private final Texts validation;
  private final Optional<Texts> test;
  private final List<Path> paths;
  private ClassifySettings settings;

  /** Annotated texts and how the model reads them. */
  private record Texts(List<LabelledText> texts, TextWindows windows) {}

  /** Reads and checks all data. */
  ClassifyTask(
      FineTuningConfig<ClassifyData> config, BertTokenizer tokenizer, Consumer<String> report)
      throws IOException {
    files = config.data();
    TextReader reader = new TextReader(files.reader(), report);
    TextDataset read = reader.read(files.train());
    TextDataset ofValidation = reader.read(files.validation());
    Optional<TextDataset> ofTest =
        files.test().isEmpty() ? Optional.empty() : Optional.of(reader.read(files.test()));
    paths = new ArrayList<>(read.files());
    paths.addAll(ofValidation.files());
    ofTest.ifPresent(data -> paths.addAll(data.files()));
    train = read.texts();
    ProblemType problem = problem(read);
    LabelSource source = LabelSource.of(config);
    try {
      classes = classes(source, problem, train);
      classes.requireKnown(train);
      classes.requireKnown(ofValidation.texts());
      ofTest.ifPresent(data -> classes.requireKnown(data.texts()));
    } catch (IllegalArgumentException e) {
      throw source.advised(e);
    }
    newHead = source.origin() == LabelSource.Origin.DATA;
    metric =
        files.learning().metric() != null ? files.learning().metric() : ClassifyMetric.of(problem);
    metric.requireFor(problem, classes.size());
    weights = weights();
    settings =
        new ClassifySettings(
            problem,
            read.pairs(),
            files.learning().longTexts(),
            config.training().maxSeqLength(),
            1);
    TextWindows.Reading reading =
        new TextWindows.Reading(tokenizer, settings.maxSeqLength(), settings.longTexts());
    windows = TextWindows.of(train, reading);
    validation = new Texts(ofValidation.texts(), TextWindows.of(ofValidation.texts(), reading));
    test = ofTest.map(data -> new Texts(data.texts(), TextWindows.of(data.texts(), reading)));
    report.accept(description());
    SimilarNames.warning(classes.labels()).ifPresent(report);
    if (windows.longTexts() > 0) {
      report.accept(longTexts());
    }
  }

  private ProblemType problem(TextDataset data) {
    ProblemType asked = files.learning().problem();
    return asked != null ? asked : data.problem();
  }

  /** The classes of the model that training begins or goes on with, or those of the data. */
  private static TextClasses classes(
      LabelSource source, ProblemType problem, List<LabelledText> texts) throws IOException {
    if (source.checkpoint().isPresent()) {
      var checkpoint = source.checkpoint().get();
      List<String> names = checkpoint.labels();
      ProblemType its =
          ClassifySettings.read(
                  checkpoint.configJson(),
                  names.size(),
                  checkpoint.config().maxPositionEmbeddings())
              .problem();
      if (its != problem) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s is a model for %s, expected one for %s, as the training data ask for",
                checkpoint.path(),
                its.jsonName(),
                problem.jsonName()));
      }
      return new TextClasses(problem, names);
    }
    if (problem == ProblemType.REGRESSION) {
      return new TextClasses(problem, List.of("value"));
    }
    TreeSet<String> names = new TreeSet<>(order(texts));
    texts.forEach(text -> names.addAll(text.labels()));
    if (names.size() < 2) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "all %,d texts of the training data have the label %s, expected at least two labels",
              texts.size(),
              names));
    }
    return new TextClasses(problem, List.copyOf(names));
  }

  /** By number where all labels are whole ones, else by name. */
  private static Comparator<String> order(List<LabelledText> texts) {
    boolean numbers =
        texts.stream().flatMap(text -> text.labels().stream()).allMatch(l -> l.matches("\\d{1,9}"));
    return numbers
        ? Comparator.<String>comparingInt(Integer::parseInt)
            .thenComparing(Comparator.naturalOrder())
        : Comparator.naturalOrder();
  }

  private float[] weights() {
    if (!files.learning().classWeights()) {
      return classes.equalWeights();
    }
    if (classes.problem() != ProblemType.SINGLE_LABEL_CLASSIFICATION) {
      throw new IllegalArgumentException(
          "class_weights are for texts with one class of several, and these are for "
              + classes.problem().jsonName()
              + "; leave them out");
    }
    return classes.balancedWeights(train);
  }

  private String description() {
    return switch (classes.problem()) {
      case SINGLE_LABEL_CLASSIFICATION ->
          "one class a text: " + String.join(", ", classes.labels());
      case MULTI_LABEL_CLASSIFICATION ->
          "several classes a text: " + String.join(", ", classes.labels());
      case REGRESSION -> "a number a text";
    };
  }

  private String longTexts() {
    return String.format(
        Locale.ROOT,
        "%,d of %,d training texts are longer than %d tokens; read: %s",
        windows.longTexts(),
        train.size(),
        settings.maxSeqLength(),
        settings.longTexts().name().toLowerCase(Locale.ROOT).replace('_', '+'));
  }

  @Override
  public List<Path> files() {
    return List.copyOf(paths);
  }

  @Override
  public int windows() {
    return windows.count();
  }

  @Override
  public int length(int window) {
    return windows.length(window);
  }

  @Override
  public SequenceClassificationBatch emptyBatch() {
    return new SequenceClassificationBatch();
  }

  @Override
  public void addTo(SequenceClassificationBatch batch, int window) {
    windows.addTo(batch.sequences(), window);
    classes.addTo(batch, train.get(windows.text(window)), weights);
  }

  @Override
  public BertForSequenceClassification model(BertConfig config) {
    return new BertForSequenceClassification(config, classes.size(), classes.problem());
  }

  @Override
  public boolean hasNewHead() {
    return newHead;
  }

  @Override
  public ObjectNode configJson(BertConfig config) {
    ObjectNode json = config.toJson(ARCHITECTURE);
    new Labels(classes.labels()).putInto(json);
    settings.putInto(json);
    return json;
  }

  /** The validation texts also tell the temperature that is kept beside the model. */
  @Override
  public Evaluation validate(WindowScorer model) {
    List<float[]> outputs = validation.windows().outputs(model);
    settings = settings.withTemperature(classes.temperature(validation.texts(), outputs));
    return evaluation(validation, outputs);
  }

  @Override
  public Optional<Evaluation> test(WindowScorer model) {
    return test.map(data -> evaluation(data, data.windows().outputs(model)));
  }

  private Evaluation evaluation(Texts data, List<float[]> outputs) {
    ClassifyEvaluation scores = classes.evaluate(data.texts(), outputs, settings.temperature());
    ObjectNode json = scores.toJson();
    ExampleChoice examples = new ExampleChoice();
    for (int i = 0; i < outputs.size(); i++) {
      classes.addExample(
          examples, data.texts().get(i), classes.classify(outputs.get(i), settings.temperature()));
    }
    return new Evaluation(metric.score(json), scores.summary(), json, examples.examples());
  }
}
