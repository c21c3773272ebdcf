package org.bert4j.pretrain;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.common.checkpoint.RunDirectory;
import org.bert4j.common.model.BertConfig;
import org.bert4j.common.model.BertForPreTraining;
import org.bert4j.common.run.MemoryEstimate;
import org.bert4j.common.run.ModelSource;
import org.bert4j.common.train.OptimizerSettings;
import org.bert4j.common.train.TrainingSession;
import org.bert4j.pretrain.data.DataConfig;

/**
 * A run that is ready to train, new or resumed.
 *
 * @param text what it trains on
 * @param session model and optimizer
 * @param state where training goes on
 */
record PreparedRun(
    PreparedText text, TrainingSession<BertForPreTraining> session, TrainingState state)
    implements AutoCloseable {

  /**
   * Reads and checks all input.
   *
   * @throws IllegalArgumentException if it cannot be used
   * @throws IOException if reading or writing fails
   */
  static PreparedRun prepare(
      PretrainingConfig config,
      PretrainingFiles files,
      RunDirectory directory,
      PretrainingListener listener)
      throws IOException {
    Optional<CheckpointDirectory> newest = directory.newest();
    ModelSource source = new ModelSource(config.model(), SampleModel::preset);
    if (newest.isEmpty()) {
      source.requireUsable();
    }
    PreparedText text = new TextPreparation(config, files, listener).prepare();
    TrainingSession<BertForPreTraining> session = null;
    try {
      int vocabularySize = text.tokenizer().vocabularySize();
      BertConfig model =
          newest.isPresent()
              ? newest.get().config()
              : source.config(vocabularySize, config.data().maxSeqLength());
      requireTwoSegments(model);
      MemoryEstimate memory =
          PretrainingMemory.of(
              model,
              config.data(),
              config.runtime().precision().dataType(),
              config.runtime().threads());
      memory.requireFitting();
      listener.preparing("memory: " + memory);
      session = session(model, config);
      if (newest.isEmpty()) {
        source.initialize(
            session, config.data().seed(), config.model().newHead(), listener::preparing);
        return new PreparedRun(text, session, TrainingState.start(text.dataHash()));
      }
      TrainingState state = session.resume(newest.get(), TrainingState.class, TrainingState::step);
      requireSameData(state, text, newest.get());
      return new PreparedRun(text, session, state);
    } catch (IOException | RuntimeException | Error e) {
      if (session != null) {
        session.close();
      }
      text.close();
      throw e;
    }
  }

  private static void requireTwoSegments(BertConfig model) {
    if (model.typeVocabSize() < 2) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "type_vocab_size is %d, expected at least 2: next-sentence prediction has two segments",
              model.typeVocabSize()));
    }
  }

  private static TrainingSession<BertForPreTraining> session(
      BertConfig model, PretrainingConfig config) {
    TrainingSession<BertForPreTraining> session =
        new TrainingSession<>(
            config.runtime().threads(),
            engine ->
                new BertForPreTraining(engine, model, config.runtime().precision().dataType()),
            config.training().optimizer(),
            OptimizerSettings.BERT);
    DataConfig data = config.data();
    try {
      session.model().reserve(data.batchSize(), data.maxSeqLength(), data.maskedLmProb());
      return session;
    } catch (RuntimeException | Error e) {
      session.close();
      throw e;
    }
  }

  private static void requireSameData(
      TrainingState state, PreparedText text, CheckpointDirectory checkpoint) {
    if (!state.dataSha256().equals(text.dataHash())) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s was trained on other text or another vocabulary than %s holds; restore that store, or name another output",
              checkpoint.path(),
              text.documents().training().store().tokenizerDirectory().getParent()));
    }
  }

  @Override
  public void close() {
    session.close();
    text.close();
  }
}
