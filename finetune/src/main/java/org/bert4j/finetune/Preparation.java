package org.bert4j.finetune;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.bert4j.common.batch.Batch;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.common.checkpoint.RunDirectory;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.model.BertConfig;
import org.bert4j.common.model.BertParameters;
import org.bert4j.common.model.Losses;
import org.bert4j.common.model.TokenLevelModel;
import org.bert4j.common.run.MemoryEstimate;
import org.bert4j.common.run.MemoryEstimate.BatchShape;
import org.bert4j.common.run.ModelSource;
import org.bert4j.common.run.ResumePoint;
import org.bert4j.common.run.RunFiles;
import org.bert4j.common.train.Optimizer.Algorithm;
import org.bert4j.common.train.OptimizerSettings;
import org.bert4j.common.train.TrainingSession;
import org.bert4j.tokenizer.BertTokenizer;

/**
 * Makes a run ready: reads its data, makes its model, loads what it begins with or goes on from.
 */
final class Preparation<D, B extends Batch<B>, N, L extends Losses<L>> {
  private final FineTuningConfig<D> config;
  private final RunFiles<FineTuningConfig<D>> files;
  private final ModelSource source;
  private final Consumer<String> report;

  Preparation(
      FineTuningConfig<D> config,
      RunFiles<FineTuningConfig<D>> files,
      FineTuningListener listener) {
    this.config = config;
    this.files = files;
    this.report = listener::preparing;
    source = new ModelSource(config.model(), BertConfig::preset);
  }

  /**
   * Reads and checks all input.
   *
   * @throws IllegalArgumentException if it cannot be used
   * @throws IOException if reading or writing fails
   */
  PreparedFineTuning<B, N, L> prepare(
      FineTuningTask.Reader<D, B, N, L> reader, RunDirectory directory) throws IOException {
    Optional<ResumePoint<FineTuningState>> resumed =
        ResumePoint.find(directory, FineTuningState.class, report);
    config.runtime().precision().dataType(); // refused before data is read
    if (resumed.isEmpty()) {
      BertConfig smallest = source.smallest(config.training().maxSeqLength());
      source.requireWeights(BertParameters.encoder(smallest));
    }
    BertTokenizer tokenizer = tokenizer();
    TrainingSession<TokenLevelModel<B, N, L>> session = null;
    try {
      BertConfig model =
          resumed.isPresent()
              ? resumed.get().checkpoint().config()
              : source.config(tokenizer.vocabularySize(), config.training().maxSeqLength());
      FineTuningTask<B, N, L> task = reader.read(config, tokenizer, report);
      session = session(task, model);
      FineTuningState state = state(session, task, resumed);
      return new PreparedFineTuning<>(task, tokenizer, session, state);
    } catch (IOException | RuntimeException | Error e) {
      if (session != null) {
        session.close();
      }
      tokenizer.close();
      throw e;
    }
  }

  private BertTokenizer tokenizer() throws IOException {
    if (Files.exists(files.tokenizer())) {
      return BertTokenizer.load(files.tokenizer());
    }
    Path given =
        config.tokenizer() != null
            ? config.tokenizer()
            : CheckpointDirectory.open(config.model().init()).path();
    BertTokenizer tokenizer = BertTokenizer.load(given);
    try {
      files.saveTokenizer(tokenizer::save);
      return tokenizer;
    } catch (IOException | RuntimeException | Error e) {
      tokenizer.close();
      throw e;
    }
  }

  private TrainingSession<TokenLevelModel<B, N, L>> session(
      FineTuningTask<B, N, L> task, BertConfig model) {
    if (task.windows() == 0) {
      throw new IllegalArgumentException(
          "there is nothing to train on in " + task.files() + ", expected labelled text");
    }
    DataType type = config.runtime().precision().dataType();
    int threads = config.runtime().threads();
    int batchSize = Math.min(config.training().batchSize(), task.windows());
    int longest = IntStream.range(0, task.windows()).map(task::length).max().orElseThrow();
    MemoryEstimate memory =
        new MemoryEstimate(
            MemoryEstimate.ofParameters(BertParameters.encoder(model), type, threads),
            MemoryEstimate.ofEncoder(model, new BatchShape(batchSize, longest), type));
    memory.requireFitting();
    report.accept("memory: " + memory);
    OptimizerSettings bert = OptimizerSettings.BERT;
    TrainingSession<TokenLevelModel<B, N, L>> session =
        new TrainingSession<>(
            threads,
            engine -> task.model(engine, model, type),
            Algorithm.ADAMW,
            new OptimizerSettings(
                bert.beta1(),
                bert.beta2(),
                bert.epsilon(),
                config.training().weightDecay(),
                bert.maxGradientNorm()));
    try {
      session.model().reserve(batchSize, longest);
      return session;
    } catch (RuntimeException | Error e) {
      session.close();
      throw e;
    }
  }

  private FineTuningState state(
      TrainingSession<?> session,
      FineTuningTask<B, N, L> task,
      Optional<ResumePoint<FineTuningState>> resumed)
      throws IOException {
    String dataSha256 = DataHash.of(task.files());
    if (resumed.isEmpty()) {
      source.initialize(session, config.training().seed(), task.hasNewHead(), report);
      return FineTuningState.start(dataSha256);
    }
    CheckpointDirectory checkpoint = resumed.get().checkpoint();
    FineTuningState state = resumed.get().state();
    session.resume(checkpoint, state.step());
    if (!state.dataSha256().equals(dataSha256)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s was trained on other data than the files hold now; restore them, or name another output",
              checkpoint.path()));
    }
    return state;
  }
}
