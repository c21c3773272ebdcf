package org.bert4j.finetune.ner;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bert4j.common.batch.TokenClassificationBatch;
import org.bert4j.common.model.BertConfig;
import org.bert4j.common.model.BertForTokenClassification;
import org.bert4j.common.model.Labels;
import org.bert4j.finetune.Evaluation;
import org.bert4j.finetune.FineTuningConfig;
import org.bert4j.finetune.FineTuningTask;
import org.bert4j.finetune.SimilarNames;
import org.bert4j.finetune.UnknownTokens;
import org.bert4j.finetune.WindowScorer;
import org.bert4j.finetune.metrics.Score;
import org.bert4j.finetune.ner.data.FileSummary;
import org.bert4j.finetune.ner.data.NerDataset;
import org.bert4j.finetune.ner.data.NerReader;
import org.bert4j.finetune.ner.data.TaggedSentence;
import org.bert4j.finetune.ner.data.WordSplitting;
import org.bert4j.finetune.ner.decode.EntityDecoder;
import org.bert4j.finetune.ner.feature.WindowSplitter;
import org.bert4j.finetune.ner.metrics.NerEvaluation;
import org.bert4j.finetune.ner.tag.EntityLabels;
import org.bert4j.tokenizer.BertTokenizer;

/** Named entities as a task of {@link org.bert4j.finetune.FineTuning}. */
final class NerTask implements FineTuningTask<TokenClassificationBatch> {
  private static final String ARCHITECTURE = "BertForTokenClassification";

  private final NerData files;
  private final BertTokenizer tokenizer;
  private final EntityLabels labels;
  private final boolean newHead;
  private final NerSettings settings;
  private final WindowSplitter splitter;
  private final NerWindows windows;
  private final NerDataset validation;
  private final Optional<NerDataset> test;

  /** Reads and checks all data. */
  NerTask(FineTuningConfig<NerData> config, BertTokenizer tokenizer, Consumer<String> report)
      throws IOException {
    this.files = config.data();
    this.tokenizer = tokenizer;
    NerDataset train = read(files.train(), report);
    validation = read(files.validation(), report);
    test = files.test().isEmpty() ? Optional.empty() : Optional.of(read(files.test(), report));
    LabelChoice choice = LabelChoice.of(config, train.types());
    choice.requireKnown(train);
    choice.requireKnown(validation);
    test.ifPresent(choice::requireKnown);
    labels = choice.labels();
    newHead = choice.isOfData();
    report.accept("entity types: " + String.join(", ", labels.types()));
    SimilarNames.warning(labels.types()).ifPresent(report);
    if (!labels.countedAsOutside().isEmpty()) {
      report.accept("labels that count as O: " + String.join(", ", labels.countedAsOutside()));
    }
    splitter =
        new WindowSplitter(config.training().maxSeqLength(), tokenizer.clsId(), tokenizer.sepId());
    settings = new NerSettings(wordSplitting(train.sentences()), config.training().maxSeqLength());
    UnknownTokens unknown = new UnknownTokens(tokenizer.unknownId());
    windows = new NerWindows(train.sentences(), tokenizer, splitter, labels, unknown);
    report.accept("train: " + unknown);
  }

  private NerDataset read(List<Path> paths, Consumer<String> report) throws IOException {
    NerDataset data = new NerReader(files.reader()).read(paths);
    data.files().stream().map(FileSummary::toString).forEach(report);
    return data;
  }

  /** How raw text is to be split: as the texts of JSON Lines were, else as the words look. */
  private WordSplitting wordSplitting(List<TaggedSentence> sentences) {
    boolean texts = sentences.stream().allMatch(sentence -> sentence.original().isPresent());
    return texts
        ? files.reader().wordSplitting()
        : WordSplitting.of(sentences.stream().map(TaggedSentence::words).toList());
  }

  @Override
  public List<Path> files() {
    return Stream.of(files.train(), files.validation(), files.test())
        .flatMap(List::stream)
        .toList();
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
  public TokenClassificationBatch emptyBatch() {
    return new TokenClassificationBatch();
  }

  @Override
  public void addTo(TokenClassificationBatch batch, int window) {
    windows.addTo(batch, window);
  }

  @Override
  public BertForTokenClassification model(BertConfig config) {
    return new BertForTokenClassification(config, labels.size());
  }

  @Override
  public boolean hasNewHead() {
    return newHead;
  }

  @Override
  public ObjectNode configJson(BertConfig config) {
    ObjectNode json = config.toJson(ARCHITECTURE);
    new Labels(labels.names()).putInto(json);
    settings.putInto(json);
    return json;
  }

  @Override
  public Evaluation validate(WindowScorer model) {
    return evaluate(model, validation);
  }

  @Override
  public Optional<Evaluation> test(WindowScorer model) {
    return test.map(data -> evaluate(model, data));
  }

  private Evaluation evaluate(WindowScorer model, NerDataset data) {
    WordClassifier classifier =
        new WordClassifier(
            model, splitter, new EntityDecoder(labels), new UnknownTokens(tokenizer.unknownId()));
    WordClassifier.Outcome outcome = classifier.evaluate(data, tokenizer);
    NerEvaluation evaluation = outcome.evaluation();
    Score score = evaluation.report().micro();
    return new Evaluation(
        score.f1(),
        String.format(
            Locale.ROOT,
            "F1 %.4f  precision %.4f  recall %.4f",
            score.f1(),
            score.precision(),
            score.recall()),
        evaluation.toJson(),
        outcome.examples());
  }
}
