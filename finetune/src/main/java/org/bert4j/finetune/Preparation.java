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
import org.bert4j.common.model.BatchShape;
import org.bert4j.common.model.BertConfig;
import org.bert4j.common.model.TrainableBert;
import org.bert4j.common.run.MemoryEstimate;
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
final class Preparation<D, M extends TrainableBert<B>, B extends Batch<B>> {
  private final FineTuningConfig<D> config;
  private final RunFiles<FineTuningConfig<D>> files;
  private final ModelSource source;
  private final TrainingTask.Reader<D, M, B> reader;
  private final Consumer<String> report;

  Preparation(
      FineTuningConfig<D> config,
      RunFiles<FineTuningConfig<D>> files,
      TrainingTask.Reader<D, M, B> reader,
      FineTuningListener listener) {
    this.config = config;
    this.files = files;
    this.reader = reader;
    this.report = listener::preparing;
    source = new ModelSource(config.model(), reader::preset);
  }

  /**
   * Reads and checks all input.
   *
   * @throws IllegalArgumentException if it cannot be used
   * @throws IOException if reading or writing fails
   */
  PreparedFineTuning<M, B> prepare(RunDirectory directory) throws IOException {
    Optional<ResumePoint<FineTuningState>> resumed =
        ResumePoint.find(directory, FineTuningState.class, report);
    config.runtime().precision().dataType(); // refused before data is read
    if (resumed.isEmpty()) {
      source.smallest(config.training().maxSeqLength()); // compares the encoder's shapes
    }
    BertTokenizer tokenizer = tokenizer();
    TrainingSession<M, B> session = null;
    try {
      BertConfig model =
          resumed.isPresent()
              ? resumed.get().checkpoint().config()
              : source.config(tokenizer.vocabularySize(), config.training().maxSeqLength());
      TrainingTask<M, B> task = reader.read(config, tokenizer, report);
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
    Optional<BertTokenizer> learned = reader.learnTokenizer(config, report);
    if (learned.isPresent()) {
      return saved(learned.get());
    }
    Path given =
        config.tokenizer() != null
            ? config.tokenizer()
            : CheckpointDirectory.open(config.model().init()).tokenizer();
    return saved(BertTokenizer.load(given));
  }

  private BertTokenizer saved(BertTokenizer tokenizer) throws IOException {
    try {
      files.saveTokenizer(tokenizer::save);
      return tokenizer;
    } catch (IOException | RuntimeException | Error e) {
      tokenizer.close();
      throw e;
    }
  }

  private TrainingSession<M, B> session(TrainingTask<M, B> task, BertConfig model) {
    if (task.windows() == 0) {
      throw new IllegalArgumentException(
          "there is nothing to train on in " + task.files() + ", expected labelled text");
    }
    DataType type = config.runtime().precision().dataType();
    int threads = config.runtime().threads();
    int batchSize = Math.min(config.training().batchSize(), task.windows());
    int longest = IntStream.range(0, task.windows()).map(task::length).max().orElseThrow();
    BatchShape batch =
        new BatchShape(batchSize * task.sequencesOfWindow(), longest, task.longestTarget());
    MemoryEstimate memory =
        MemoryEstimate.ofTraining(() -> task.model(model), type, threads, batch);
    memory.requireFitting();
    report.accept("memory: " + memory);
    TrainingSession<M, B> session =
        new TrainingSession<>(
            threads,
            () -> task.model(model),
            type,
            Algorithm.ADAMW,
            OptimizerSettings.FINE_TUNING.withWeightDecay(config.training().weightDecay()));
    try {
      session.model().reserve(batch);
      return session;
    } catch (RuntimeException | Error e) {
      session.close();
      throw e;
    }
  }

  private FineTuningState state(
      TrainingSession<?, ?> session,
      TrainingTask<M, B> task,
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
