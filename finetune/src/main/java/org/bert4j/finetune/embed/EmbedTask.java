package org.bert4j.finetune.embed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bert4j.common.batch.SentencePairBatch;
import org.bert4j.common.model.BertConfig;
import org.bert4j.common.model.BertForSentenceEmbedding;
import org.bert4j.common.model.PairLoss;
import org.bert4j.common.model.Pooling;
import org.bert4j.finetune.Evaluation;
import org.bert4j.finetune.FineTuningConfig;
import org.bert4j.finetune.FineTuningTask;
import org.bert4j.finetune.WindowScorer;
import org.bert4j.finetune.text.LongTexts;
import org.bert4j.finetune.text.TextDataset;
import org.bert4j.finetune.text.TextReader;
import org.bert4j.finetune.text.TextWindows;
import org.bert4j.tokenizer.BertTokenizer;

/** Vectors of texts as a task of {@link org.bert4j.finetune.FineTuning}. */
final class EmbedTask implements FineTuningTask<SentencePairBatch> {
  private static final String ARCHITECTURE = "BertModel";

  private final EmbedData files;
  private final PairData train;
  private final PairData validation;
  private final Optional<PairData> test;
  private final PairLoss loss;
  private final double range;
  private final EmbeddingSettings settings;

  /** Reads and checks all data. */
  EmbedTask(FineTuningConfig<EmbedData> config, BertTokenizer tokenizer, Consumer<String> report)
      throws IOException {
    files = config.data();
    settings = settings(config);
    TextReader reader = new TextReader(files.reader(), report);
    TextWindows.Reading reading =
        new TextWindows.Reading(tokenizer, settings.maxSeqLength(), LongTexts.HEAD);
    train = read(reader, files.train(), reading);
    validation = read(reader, files.validation(), reading);
    test =
        files.test().isEmpty()
            ? Optional.empty()
            : Optional.of(read(reader, files.test(), reading));
    loss = new PairLoss(kind(), files.learning().scale());
    double largest = train.scores() == null ? 1 : train.largestScore();
    range = Math.max(1, largest);
    report.accept(description());
    if (train.windows().longTexts() > 0) {
      report.accept(
          String.format(
              Locale.ROOT,
              "%,d training texts are longer than %d tokens; their beginning is read",
              train.windows().longTexts(),
              settings.maxSeqLength()));
    }
  }

  private static PairData read(TextReader reader, List<Path> paths, TextWindows.Reading reading)
      throws IOException {
    TextDataset data = reader.readPairs(paths);
    return PairData.of(data, reading);
  }

  /** As the model to begin with says, unless something else was asked for. */
  private static EmbeddingSettings settings(FineTuningConfig<EmbedData> config) throws IOException {
    Path init = config.model().init();
    EmbeddingSettings base =
        init == null
            ? new EmbeddingSettings(Pooling.MEAN, false, config.training().maxSeqLength(), false)
            : SentenceEmbedder.settings(init).settings();
    EmbedData.Learning learning = config.data().learning();
    return new EmbeddingSettings(
        learning.pooling() != null ? learning.pooling() : base.pooling(),
        learning.normalize() != null ? learning.normalize() : base.normalize(),
        config.training().maxSeqLength(),
        base.lowerCase());
  }

  private PairLoss.Kind kind() {
    PairLoss.Kind asked = files.learning().loss();
    if (asked == PairLoss.Kind.COSINE && train.scores() == null) {
      throw new IllegalArgumentException(
          files.train()
              + ": pairs without scores, expected some for the loss cosine; say which column holds"
              + " them with --label-column, or take --loss in-batch-negatives");
    }
    if (asked != null) {
      return asked;
    }
    return train.scores() == null ? PairLoss.Kind.IN_BATCH_NEGATIVES : PairLoss.Kind.COSINE;
  }

  private String description() {
    String vectors =
        String.format(
            Locale.ROOT,
            "pooling: %s%s",
            settings.pooling().name().toLowerCase(Locale.ROOT),
            settings.normalize() ? ", normalized" : "");
    if (loss.kind() == PairLoss.Kind.IN_BATCH_NEGATIVES) {
      return String.format(
          Locale.ROOT, "%s; loss: in-batch negatives, scale %s", vectors, loss.scale());
    }
    return String.format(
        Locale.ROOT,
        "%s; loss: cosine against the score%s",
        vectors,
        range == 1 ? "" : String.format(Locale.ROOT, " divided by %s, the largest", range));
  }

  @Override
  public List<Path> files() {
    return Stream.of(files.train(), files.validation(), files.test())
        .flatMap(List::stream)
        .toList();
  }

  @Override
  public int windows() {
    return train.pairs();
  }

  @Override
  public int sequencesOfWindow() {
    return 2;
  }

  @Override
  public int length(int window) {
    return train.longest(window);
  }

  @Override
  public int tokens(int window) {
    return train.tokens(window);
  }

  @Override
  public SentencePairBatch emptyBatch() {
    return new SentencePairBatch();
  }

  @Override
  public void addTo(SentencePairBatch batch, int window) {
    train.addTo(batch, window, range);
  }

  @Override
  public BertForSentenceEmbedding model(BertConfig config) {
    return new BertForSentenceEmbedding(config, settings.pooling(), loss);
  }

  /** There is none. */
  @Override
  public boolean hasNewHead() {
    return false;
  }

  @Override
  public ObjectNode configJson(BertConfig config) {
    return config.toJson(ARCHITECTURE);
  }

  @Override
  public Map<String, JsonNode> otherFiles(BertConfig config) {
    return settings.files(config.hiddenSize());
  }

  @Override
  public Evaluation validate(WindowScorer model) {
    return validation.evaluate(model);
  }

  @Override
  public Optional<Evaluation> test(WindowScorer model) {
    return test.map(pairs -> pairs.evaluate(model));
  }
}
